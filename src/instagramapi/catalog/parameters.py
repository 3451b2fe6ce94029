"""Every parameter that an endpoint can have: how it is written, read and explained."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypeVar

from instagramapi.catalog import subjects, values
from instagramapi.catalog.readings import Readings, readings
from instagramapi.catalog.subjects import (
    AccountRef,
    AudioRef,
    HighlightRef,
    LocationRef,
    PostRef,
    StoryRef,
    TagRef,
)

Value = TypeVar("Value")

MAX_LIMIT = 50
MAX_CURSOR_CHARACTERS = 4096
_LARGEST_AGE_S = 31_536_000


@dataclass(frozen=True)
class Parameter:
    """One query parameter: its name, what it accepts in words and as JSON Schema, its reader.

    `read` takes the text as sent and returns the value, or raises a ValueError.
    """

    name: str
    accepts: str
    example: str
    read: Callable[[str], Any]
    about: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class OneOf:
    """A field that exactly one of several parameters fills."""

    parameters: tuple[Parameter, ...]
    noun: str

    @property
    def names(self) -> str:
        """The parameters' names, as a sentence lists them."""
        *others, last = [f"`{parameter.name}`" for parameter in self.parameters]
        return f"{', '.join(others)} or {last}" if others else last


def _digits(description: str) -> dict[str, Any]:
    return {"type": "string", "pattern": "^[1-9][0-9]{0,18}$", "description": description}


HANDLE = Parameter(
    name="handle",
    accepts="1 to 30 letters, digits, dots and underscores, with or without @, or a profile URL",
    example="nike",
    read=subjects.account_by_handle,
    about="The account's handle; `@nike`, `NIKE` and profile URLs are accepted.",
    schema={"type": "string", "minLength": 1},
)
ACCOUNT_ID = Parameter(
    name="id",
    accepts="the account's numeric id",
    example="787132",
    read=subjects.account_by_id,
    about="The account's numeric id.",
    schema=_digits("Digits."),
)
POST = Parameter(
    name="post",
    accepts="a post's URL (not a /share/ link), shortcode or numeric id",
    example="DRqAYKuAIUx",
    read=subjects.post_in_any_form,
    about="The post in any form: URL, shortcode or numeric id.",
    schema={"type": "string", "minLength": 1},
)
POST_URL = Parameter(
    name="url",
    accepts="a post's URL with /p/, /reel/, /reels/ or /tv/, not a /share/ link",
    example="https://www.instagram.com/p/DRqAYKuAIUx/",
    read=subjects.post_by_url,
    about="The post's URL.",
    schema={"type": "string", "minLength": 1},
)
SHORTCODE = Parameter(
    name="shortcode",
    accepts="letters, digits, - and _ as in a post's URL",
    example="DRqAYKuAIUx",
    read=subjects.post_by_shortcode,
    about="The code in the post's URL.",
    schema={"type": "string", "minLength": 1},
)
POST_ID = Parameter(
    name="id",
    accepts="a post's numeric id",
    example="3776832898280228145",
    read=subjects.post_by_id,
    about="The post's numeric id; `<post>_<owner>` is accepted.",
    schema={"type": "string", "minLength": 1},
)
LOCATION_ID = Parameter(
    name="id",
    accepts="a place's numeric id",
    example="213385402",
    read=subjects.location_by_id,
    about="The place's numeric id.",
    schema=_digits("Digits."),
)
LOCATION_URL = Parameter(
    name="url",
    accepts="a place's URL with /explore/locations/",
    example="https://www.instagram.com/explore/locations/213385402/london/",
    read=subjects.location_by_url,
    about="The place's URL.",
    schema={"type": "string", "minLength": 1},
)
STORY_ID = Parameter(
    name="id",
    accepts="a story's numeric id",
    example="3776832898280228145",
    read=subjects.story_by_id,
    about="The story's numeric id; `<story>_<owner>` is accepted.",
    schema={"type": "string", "minLength": 1},
)
STORY_URL = Parameter(
    name="url",
    accepts="a story's URL with /stories/, the handle and the id",
    example="https://www.instagram.com/stories/nike/3776832898280228145/",
    read=subjects.story_by_url,
    about="The story's URL.",
    schema={"type": "string", "minLength": 1},
)
HIGHLIGHT_ID = Parameter(
    name="id",
    accepts="a highlight's number, with or without `highlight:` before it",
    example="17895485401104052",
    read=subjects.highlight_by_id,
    about="The highlight's id.",
    schema={"type": "string", "minLength": 1},
)
HIGHLIGHT_URL = Parameter(
    name="url",
    accepts="a highlight's URL with /stories/highlights/ or /s/",
    example="https://www.instagram.com/stories/highlights/17895485401104052/",
    read=subjects.highlight_by_url,
    about="The highlight's URL.",
    schema={"type": "string", "minLength": 1},
)
AUDIO_ID = Parameter(
    name="id",
    accepts="a sound's numeric id",
    example="564058920086577",
    read=subjects.audio_by_id,
    about="The sound's numeric id.",
    schema={"type": "string", "minLength": 1},
)
AUDIO_URL = Parameter(
    name="url",
    accepts="a sound's URL with /reels/audio/",
    example="https://www.instagram.com/reels/audio/564058920086577/",
    read=subjects.audio_by_url,
    about="The sound's URL.",
    schema={"type": "string", "minLength": 1},
)
COMMENT_ID = Parameter(
    name="comment_id",
    accepts="a comment's numeric id",
    example="17015086852961645",
    read=subjects.number,
    about="The comment's id, as `data.items[].id` of `/v1/post/comments` tells it.",
    schema=_digits("Digits."),
)
SAMPLE = Parameter(
    name="sample",
    accepts="a whole number from 6 to 48",
    example="24",
    read=values.whole_number(6, 48),
    about="How many of the newest posts are counted.",
    schema={"type": "integer", "minimum": 6, "maximum": 48, "default": 24},
)
TAG = Parameter(
    name="tag",
    accepts="1 to 100 letters, digits, underscores and emoji, with or without #, or a tag's URL",
    example="paris",
    read=subjects.tag_by_name,
    about="The hashtag; a leading # is dropped.",
    schema={"type": "string", "minLength": 1},
    aliases=("hashtag", "name"),
)
QUERY = Parameter(
    name="query",
    accepts="1 to 100 characters",
    example="nike",
    read=values.query,
    about="What to look for.",
    schema={"type": "string", "minLength": 1, "maxLength": 100},
    aliases=("q",),
)
INPUT = Parameter(
    name="input",
    accepts=(
        "an instagram.com URL of a profile, post, comment, story, highlight, hashtag, place or "
        "sound, a share link, a handle, a hashtag, a shortcode or an id"
    ),
    example="https://www.instagram.com/p/DRqAYKuAIUx/",
    read=readings,
    about="What you have: a URL in any form, a handle, a #hashtag, a shortcode or an id.",
    schema={"type": "string", "minLength": 1},
)
LAT = Parameter(
    name="lat",
    accepts="degrees from -90 to 90",
    example="48.8566",
    read=values.degrees(90),
    about="Degrees north; places near here come first. Needs `lng`.",
    schema={"type": "number", "minimum": -90, "maximum": 90},
)
LNG = Parameter(
    name="lng",
    accepts="degrees from -180 to 180",
    example="2.3522",
    read=values.degrees(180),
    about="Degrees east. Needs `lat`.",
    schema={"type": "number", "minimum": -180, "maximum": 180},
)
SORT = Parameter(
    name="sort",
    accepts="`popular` or `newest`",
    example="newest",
    read=values.one_word("popular", "newest"),
    about="Which comments come first.",
    schema={"type": "string", "enum": ["popular", "newest"], "default": "popular"},
)
TAB = Parameter(
    name="tab",
    accepts="`recent` or `top`",
    example="top",
    read=values.one_word("recent", "top"),
    about="The newest posts, or the ones that Instagram ranks highest.",
    schema={"type": "string", "enum": ["recent", "top"], "default": "recent"},
)
CURSOR = Parameter(
    name="cursor",
    accepts="the `next_cursor` of the page before, unchanged",
    example="",
    # Whoever opens a cursor judges it: a wrong one is `reason` `cursor`, also one too long.
    read=str,
    about="Where to go on: `meta.next_cursor` of the page before.",
    schema={"type": "string", "maxLength": MAX_CURSOR_CHARACTERS},
)
LIMIT = Parameter(
    name="limit",
    accepts=f"a whole number from 1 to {MAX_LIMIT}",
    example="12",
    read=values.whole_number(1, MAX_LIMIT),
    about="At most so many on a page; a page may hold fewer.",
    schema={"type": "integer", "minimum": 1, "maximum": MAX_LIMIT},
)
_MOMENT_ACCEPTS = "ISO 8601 (`2026-01-31`, `2026-01-31T12:00:00Z`) or seconds since 1970"
SINCE = Parameter(
    name="since",
    accepts=_MOMENT_ACCEPTS,
    example="2026-01-01",
    read=values.moment,
    about="Only what was published at this time or later.",
)
UNTIL = Parameter(
    name="until",
    accepts=_MOMENT_ACCEPTS,
    example="2026-02-01",
    read=values.moment,
    about="Only what was published before this time.",
)
FIELDS = Parameter(
    name="fields",
    accepts="names of fields under `data`, dotted and separated by commas",
    example="id,username",
    read=values.names,
    about="Keep only these fields of `data`, for example `items.id,items.caption`.",
)
MAX_AGE = Parameter(
    name="max_age",
    accepts=f"whole seconds from 0 to {_LARGEST_AGE_S}",
    example="3600",
    read=values.whole_number(0, _LARGEST_AGE_S),
    about="Accept a cached answer no older than this; 0 queries now.",
    schema={"type": "integer", "minimum": 0, "maximum": _LARGEST_AGE_S},
)
ONLY_CACHED = Parameter(
    name="only_cached",
    accepts="`true` or `false`",
    example="true",
    read=values.truth,
    about="Answer from the cache or not at all: always free.",
    schema={"type": "boolean"},
)
MEDIA = Parameter(
    name="media",
    accepts="`direct` or `proxy`",
    example="proxy",
    read=values.one_word("direct", "proxy"),
    about="Whether links to media lead to Instagram's hosts or through this server.",
    schema={"type": "string", "enum": ["direct", "proxy"], "default": "direct"},
)
FORMAT = Parameter(
    name="format",
    accepts="`json`, `ndjson` or `csv`",
    example="csv",
    read=values.one_word("json", "ndjson", "csv"),
    about="How the list is written. As `ndjson` (a line an item) or `csv` (a row an item, columns "
    "as documented, nested values as JSON) the body is the items alone, and what `meta` tells is "
    "in the headers: `x-next-cursor`, `x-total`, `x-fetched-at`, `x-provider`, `x-warnings`.",
    schema={"type": "string", "enum": ["json", "ndjson", "csv"], "default": "json"},
)

Account = Annotated[AccountRef, OneOf((HANDLE, ACCOUNT_ID), "an account")]
PostSubject = Annotated[PostRef, OneOf((POST, POST_URL, SHORTCODE, POST_ID), "a post")]
PostAddress = Annotated[PostRef, OneOf((POST_URL,), "a post")]
Place = Annotated[LocationRef, OneOf((LOCATION_ID, LOCATION_URL), "a place")]
StorySubject = Annotated[StoryRef, OneOf((STORY_ID, STORY_URL), "a story")]
HighlightSubject = Annotated[HighlightRef, OneOf((HIGHLIGHT_ID, HIGHLIGHT_URL), "a highlight")]
Sound = Annotated[AudioRef, OneOf((AUDIO_ID, AUDIO_URL), "a sound")]
CommentId = Annotated[str, OneOf((COMMENT_ID,), "a comment")]
Sample = Annotated[int, OneOf((SAMPLE,), "a number of posts")]
Tag = Annotated[TagRef, OneOf((TAG,), "a hashtag")]
Query = Annotated[str, OneOf((QUERY,), "what to look for")]
Input = Annotated[Readings, OneOf((INPUT,), "what to resolve")]
Lat = Annotated[float | None, OneOf((LAT,), "a latitude")]
Lng = Annotated[float | None, OneOf((LNG,), "a longitude")]
NearLat = Annotated[float, OneOf((LAT,), "a latitude")]
NearLng = Annotated[float, OneOf((LNG,), "a longitude")]
Sort = Annotated[Literal["popular", "newest"], OneOf((SORT,), "an order")]
Tab = Annotated[Literal["recent", "top"], OneOf((TAB,), "a tab")]
Cursor = Annotated[str | None, OneOf((CURSOR,), "a cursor")]
Limit = Annotated[int | None, OneOf((LIMIT,), "a page size")]
Since = Annotated[int | None, OneOf((SINCE,), "a time")]
Until = Annotated[int | None, OneOf((UNTIL,), "a time")]
Fields = Annotated[tuple[str, ...] | None, OneOf((FIELDS,), "fields")]
MaxAge = Annotated[int | None, OneOf((MAX_AGE,), "an age")]
OnlyCached = Annotated[bool, OneOf((ONLY_CACHED,), "a choice")]
Media = Annotated[Literal["direct", "proxy"], OneOf((MEDIA,), "a way")]
Format = Annotated[Literal["json", "ndjson", "csv"], OneOf((FORMAT,), "a format")]
