"""What /v1/resolve tells of a text: each form, round trips, and what it refuses."""

from base64 import urlsafe_b64encode
from urllib.parse import parse_qsl, quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.models import Resolved
from instagramapi.catalog.reading import read_call
from instagramapi.catalog.resolve import Resolve, resolve
from instagramapi.catalog.subjects import post_id_of, shortcode_of
from instagramapi.errors import BadParameter

CODE, POST = "DRqAYKuAIUx", "3776832898280228145"
PRIVATE = CODE + "x" * 28
HIGHLIGHT, STORY, PLACE, SOUND = "17895485401104052", POST, "213385402", "564058920086577"
COMMENT = "17015086852961645"
SHARED = urlsafe_b64encode(f"highlight:{HIGHLIGHT}".encode()).decode().rstrip("=")
WWW = "https://www.instagram.com"

URLS: tuple[tuple[str, str, str], ...] = (
    # Profiles.
    (f"{WWW}/nike/", "account", "nike"),
    (f"{WWW}/nike", "account", "nike"),
    ("https://instagram.com/Nike/", "account", "nike"),
    ("http://instagram.com/nike", "account", "nike"),
    ("https://m.instagram.com/nike/?hl=en", "account", "nike"),
    ("HTTPS://WWW.INSTAGRAM.COM/NIKE", "account", "nike"),
    ("instagram.com/nike", "account", "nike"),
    ("www.instagram.com/nike?igsh=MzRlODBiNWFlZA==", "account", "nike"),
    ("instagr.am/nike", "account", "nike"),
    (f"{WWW}/nike#top", "account", "nike"),
    (f"{WWW}/@nike", "account", "nike"),
    (f"{WWW}:443/nike/", "account", "nike"),
    (f"{WWW}/%6eike/", "account", "nike"),
    (f"{WWW}/_u/nike/", "account", "nike"),
    (f"{WWW}/nike/reels/", "account", "nike"),
    (f"{WWW}/nike/tagged/", "account", "nike"),
    (f"{WWW}/nike/followers/", "account", "nike"),
    (f"{WWW}/nike.run_club/?utm_source=qr", "account", "nike.run_club"),
    (f"{WWW}/stories/nike/", "account", "nike"),
    (f"  {WWW}/nike/\n", "account", "nike"),
    (f"{WWW}/accounts/login/?next=%2Fnike%2F", "account", "nike"),
    # Posts.
    (f"{WWW}/p/{CODE}/", "post", POST),
    (f"{WWW}/p/{CODE}", "post", POST),
    (f"{WWW}/reel/{CODE}/", "post", POST),
    (f"{WWW}/reels/{CODE}/", "post", POST),
    (f"{WWW}/tv/{CODE}/", "post", POST),
    (f"{WWW}/nike/p/{CODE}/", "post", POST),
    (f"{WWW}/nike/reel/{CODE}/", "post", POST),
    (f"{WWW}/p/{CODE}/?img_index=3", "post", POST),
    (f"{WWW}/reel/{CODE}/?igsh=MWQ1ZGUxMzBkMA==&utm_source=ig_web_copy_link", "post", POST),
    (f"{WWW}/p/{CODE}/embed/captioned/", "post", POST),
    (f"{WWW}/p/{CODE}/liked_by/", "post", POST),
    (f"{WWW}/p/{CODE}/comments/", "post", POST),
    (f"{WWW}/p/{PRIVATE}/", "post", POST),
    (f"instagram.com/p/{CODE}", "post", POST),
    (f"instagr.am/p/{CODE}/", "post", POST),
    (f"http://m.instagram.com/tv/{CODE}#x", "post", POST),
    (f"{WWW}/accounts/login/?next=/p/{CODE}/&source=desktop", "post", POST),
    # Comments.
    (f"{WWW}/p/{CODE}/c/{COMMENT}/", "comment", COMMENT),
    (f"{WWW}/reel/{CODE}/c/{COMMENT}", "comment", COMMENT),
    (f"{WWW}/nike/p/{CODE}/c/{COMMENT}/", "comment", COMMENT),
    (f"{WWW}/p/{CODE}/c/17000000000000001/r/{COMMENT}/", "comment", COMMENT),
    # Stories and highlights.
    (f"{WWW}/stories/nike/{STORY}/", "story", STORY),
    (f"instagram.com/stories/Nike/{STORY}?utm_source=ig_story_item_share", "story", STORY),
    (f"{WWW}/stories/nike/{STORY}_787132/", "story", STORY),
    (f"{WWW}/stories/highlights/{HIGHLIGHT}/", "highlight", HIGHLIGHT),
    (f"m.instagram.com/stories/highlights/{HIGHLIGHT}", "highlight", HIGHLIGHT),
    (f"{WWW}/s/{SHARED}", "highlight", HIGHLIGHT),
    (f"{WWW}/s/{SHARED}?story_media_id={STORY}_787132&igsh=x", "highlight", HIGHLIGHT),
    # Hashtags and places.
    (f"{WWW}/explore/tags/paris/", "hashtag", "paris"),
    (f"{WWW}/explore/tags/Paris", "hashtag", "paris"),
    (f"{WWW}/explore/tags/{quote('東京')}/", "hashtag", "東京"),
    ("instagram.com/explore/tags/love/?hl=de", "hashtag", "love"),
    (f"{WWW}/explore/locations/{PLACE}/london-united-kingdom/", "location", PLACE),
    (f"{WWW}/explore/locations/{PLACE}/", "location", PLACE),
    (f"instagram.com/explore/locations/{PLACE}?x=1", "location", PLACE),
    # Sounds.
    (f"{WWW}/reels/audio/{SOUND}/", "audio", SOUND),
    (f"instagram.com/reels/audio/{SOUND}?igsh=abc", "audio", SOUND),
    # Share links.
    (f"{WWW}/share/BAHkJj0XyZ", "share", "/share/BAHkJj0XyZ/"),
    (f"{WWW}/share/p/BAHkJj0XyZ/", "share", "/share/p/BAHkJj0XyZ/"),
    (f"{WWW}/share/reel/_ab-C/?igsh=x", "share", "/share/reel/_ab-C/"),
    ("instagram.com/share/r/BAHkJj0XyZ", "share", "/share/r/BAHkJj0XyZ/"),
)
TEXTS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("@nike", "account", "nike", ()),
    ("@Nike ", "account", "nike", ()),
    ("nike", "account", "nike", ("post", "hashtag")),
    ("nike.run_club", "account", "nike.run_club", ()),
    ("#paris", "hashtag", "paris", ()),
    ("東京", "hashtag", "東京", ()),
    (CODE, "post", POST, ("account", "hashtag")),
    (PRIVATE, "post", POST, ("hashtag",)),
    ("DRq-YKuAIU_", "post", post_id_of("DRq-YKuAIU_"), ()),
    (f"highlight:{HIGHLIGHT}", "highlight", HIGHLIGHT, ()),
    (f"{POST}_787132", "post", POST, ("story", "account", "hashtag")),
    ("787132", "account", "787132", ("location", "audio", "highlight", "post", "story")),
    (SOUND, "audio", SOUND, ("location", "highlight", "account", "post", "story")),
    (HIGHLIGHT, "highlight", HIGHLIGHT, ("audio", "account", "location", "post", "story")),
    (POST, "post", POST, ("story", "highlight", "audio", "account", "location")),
)


def resolved(text: str) -> Resolved:
    call, _ = read_call(Resolve, [("input", text)])
    assert isinstance(call, Resolve)
    return resolve(call.input, CATALOGUE)


def name_of(found: Resolved) -> str | None:
    names = {
        "account": found.handle or found.id,
        "comment": found.comment_id,
        "hashtag": found.tag,
        "share": (found.url or "").removeprefix(WWW),
    }
    return names.get(found.kind, found.id)


@pytest.mark.parametrize(("text", "kind", "name"), URLS)
def test_a_url_is_what_it_is(text: str, kind: str, name: str) -> None:
    found = resolved(text)

    assert (found.kind, name_of(found)) == (kind, name)
    assert (found.note is None) == (kind != "share")
    # The page that is told is the same thing again.
    again = resolved(found.url or "")
    assert (again.kind, name_of(again), again.endpoints) == (kind, name, found.endpoints)


def test_the_table_is_long_enough() -> None:
    assert len({text for text, *_ in URLS}) == len(URLS) >= 60


@pytest.mark.parametrize(("text", "kind", "name", "others"), TEXTS)
def test_a_text_is_the_likeliest_thing_and_may_be_others(
    text: str, kind: str, name: str, others: tuple[str, ...]
) -> None:
    found = resolved(text)

    assert (found.kind, name_of(found)) == (kind, name)
    # Digits can be a handle and are a hashtag too.
    named = ("account", "hashtag") if text.isascii() and text.isdecimal() else ()
    assert tuple(other.kind for other in found.alternatives) == (*others, *named)
    assert (found.note is None) == (not found.alternatives)


@pytest.mark.parametrize("text", [*(text for text, *_ in URLS), *(text for text, *_ in TEXTS)])
def test_every_call_that_is_offered_can_be_sent_as_it_stands(text: str) -> None:
    found = resolved(text)

    for meaning in (found, *found.alternatives):
        assert bool(meaning.endpoints) == (meaning.kind != "share")
        for offered in meaning.endpoints:
            path, _, query = offered.path.partition("?")
            endpoint = CATALOGUE.by_path[path]
            assert (offered.endpoint, offered.credits) == (endpoint.name, endpoint.credits)
            read_call(endpoint, parse_qsl(query))


def test_a_kind_is_offered_every_call_that_takes_it() -> None:
    def offered(text: str) -> set[str]:
        return {call.endpoint for call in resolved(text).endpoints}

    assert offered("@nike") == {name for name in CATALOGUE.by_name if name.startswith("profile")}
    assert offered(f"{WWW}/p/{CODE}/") == {
        *("post", "post/comments", "post/likers", "post/transcript", "oembed"),
    }
    assert offered(f"{WWW}/p/{CODE}/c/{COMMENT}") == {
        *("post/comments/replies", "post/comments/likers"),
    }
    assert offered("#paris") == {name for name in CATALOGUE.by_name if name.startswith("hashtag")}
    assert offered(f"{WWW}/reels/audio/{SOUND}/") == {"audio", "audio/reels"}
    assert offered(f"{WWW}/explore/locations/{PLACE}/") == {"location", "location/posts"}


def test_a_story_says_whose_it_is_and_a_shared_highlight_which_story_was_shown() -> None:
    assert resolved(f"{WWW}/stories/Nike/{STORY}/").handle == "nike"
    shared = resolved(f"{WWW}/s/{SHARED}?story_media_id={STORY}_787132")
    assert [(other.kind, other.id) for other in shared.alternatives] == [("story", STORY)]
    assert shared.alternatives[0].url is None


@pytest.mark.parametrize(
    "text",
    [
        *("two words", "#", "@", "#two words", "highlight:x", "☃ snow", f"{WWW}/", "x" * 101),
        *(f"{WWW}/explore/", f"{WWW}/explore/tags/", f"{WWW}/explore/locations/x/"),
        *(f"{WWW}/p/", f"{WWW}/reels/audio/x/", f"{WWW}/stories/highlights/", f"{WWW}/share/"),
        *(f"{WWW}/s/bm90aGluZw", f"{WWW}/accounts/login/", f"{WWW}/accounts/login/?next=x"),
        *(f"{WWW}/direct/inbox/", "https://www.facebook.com/nike", "ftp://instagram.com/nike"),
        *("https://instagram.com.evil.com/nike", f"{WWW}/p/{CODE}/c/99999999999999999999/"),
        *("http://[", f"{WWW}/nike/{'x' * 2000}", f"{WWW}/stories/nike/x/"),
    ],
)
def test_what_means_nothing_is_refused_with_what_is_accepted(text: str) -> None:
    with pytest.raises(BadParameter) as refused:
        resolved(text)

    assert (refused.value.param, refused.value.reason) == ("input", "malformed")
    assert "a handle, a hashtag, a shortcode or an id" in refused.value.message


@pytest.mark.parametrize("handle", ["s", "explore", "_u"])
def test_what_is_a_part_of_the_site_has_no_page_as_a_profile(handle: str) -> None:
    assert (resolved(f"@{handle}").handle, resolved(f"@{handle}").url) == (handle, None)


@given(st.integers(1, 2**64 - 1).map(str))
def test_a_posts_id_and_its_shortcode_are_told_from_each_other(post_id: str) -> None:
    found = resolved(f"{WWW}/p/{shortcode_of(post_id)}/")

    assert (found.kind, found.id, found.shortcode) == ("post", post_id, shortcode_of(post_id))
    by_id = [m for m in (resolved(post_id), *resolved(post_id).alternatives) if m.kind == "post"]
    assert [(m.id, m.shortcode) for m in by_id] == [(found.id, found.shortcode)]


@example("@s")
@given(st.text(max_size=60) | st.text("/@#.:_-?=&%0123456789abcXYZ").map(f"{WWW}/".__add__))
def test_whatever_is_sent_is_told_or_refused(text: str) -> None:
    try:
        found = resolved(text)
    except BadParameter:
        return

    if found.url and found.kind != "share":
        assert resolved(found.url).kind == found.kind
