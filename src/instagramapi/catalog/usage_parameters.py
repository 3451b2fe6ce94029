"""The parameters by which the caller's own requests are found."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

from instagramapi.catalog import values
from instagramapi.catalog.parameters import SINCE, UNTIL, OneOf, Parameter
from instagramapi.errors import PROBLEMS

DIMENSIONS = ("day", "endpoint", "key_id", "mode", "outcome", "provider", "cache")
"""What sums can be split by."""
CACHES = ("miss", "hit", "stale", "none")
OUTCOMES = ("ok", *sorted(problem.code for problem in PROBLEMS))


def _matching(pattern: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError("another form")
        return text

    return read


def _dimensions(text: str) -> tuple[str, ...]:
    names = values.names(text)
    if not set(names) <= set(DIMENSIONS) or len(set(names)) < len(names):
        raise ValueError("not some of these, each once")
    return names


LOGGED_SINCE = replace(SINCE, about="Only requests that were answered at this time or later.")
LOGGED_UNTIL = replace(UNTIL, about="Only requests that were answered before this time.")
DAYS_SINCE = replace(SINCE, about="Only this UTC day and later ones; by default the last 30 days.")
DAYS_UNTIL = replace(UNTIL, about="Only UTC days that begin before this time.")
BY = Parameter(
    name="by",
    accepts=f"some of {', '.join(f'`{name}`' for name in DIMENSIONS)}, separated by commas",
    example="day,endpoint",
    read=_dimensions,
    about="What the sums are split by, in this order; days come latest first.",
    schema={"type": "string", "default": "day,endpoint,key_id,outcome"},
)
ENDPOINT = Parameter(
    name="endpoint",
    accepts="an endpoint's name, which is its path without `/v1/`",
    example="profile/posts",
    read=_matching(r"[a-z_]{1,30}(/[a-z_]{1,30}){0,3}"),
    about="Only requests for this endpoint.",
)
KEY_ID = Parameter(
    name="key_id",
    accepts="a key's id, not its secret",
    example="key_01JDD0Z7M8T4N6Q2V5X9Y3B1CW",
    read=_matching(r"key_[0-9A-Z]{26}"),
    about="Only requests with this key.",
    # An empty value is no value, here as everywhere.
    schema={"type": "string", "pattern": "^(key_[0-9A-Z]{26})?$"},
)
STATUS = Parameter(
    name="status",
    accepts="an HTTP status from 200 to 599",
    example="404",
    read=values.whole_number(200, 599),
    about="Only requests that were answered with this status.",
    schema={"type": "integer", "minimum": 200, "maximum": 599},
)
OUTCOME = Parameter(
    name="outcome",
    accepts="`ok` or the code of an error",
    example="not_found",
    read=values.one_word(*OUTCOMES),
    about="Only requests that ended so.",
    schema={"type": "string", "enum": list(OUTCOMES)},
    aliases=("code",),
)
PROVIDER = Parameter(
    name="provider",
    accepts="a provider's name, or `none`",
    example="demo",
    read=_matching(r"[a-z][a-z0-9_-]{0,30}"),
    about="Only requests that this provider answered; `none` is nobody.",
)
CACHE = Parameter(
    name="cache",
    accepts=f"{', '.join(f'`{word}`' for word in CACHES[:-1])} or `none`",
    example="hit",
    read=values.one_word(*CACHES),
    about="Only requests whose answer came so; `none` is what nothing was fetched for.",
    schema={"type": "string", "enum": list(CACHES)},
)
CHARGED = Parameter(
    name="charged",
    accepts="`true` or `false`",
    example="true",
    read=values.truth,
    about="Only requests that cost credits, or only those that were free.",
    schema={"type": "string", "enum": ["true", "false", "1", "0"]},
)
SUBJECT = Parameter(
    name="subject",
    accepts="1 to 100 characters, as the log writes it: `@handle`, `id:` and an id, a post's id",
    example="@nike",
    read=values.query,
    about="Only requests about this account, post, place or tag.",
    schema={"type": "string", "maxLength": 100},
)
REQUEST_ID = Parameter(
    name="request_id",
    accepts="a request's id, as `meta.request_id` and `x-request-id` tell it",
    example="req_01JDD0Z7M8T4N6Q2V5X9Y3B1CW",
    read=_matching(r"req_[0-9A-Z]{26}"),
    about="The id of the request.",
    schema={"type": "string", "pattern": "^req_[0-9A-Z]{26}$"},
)

LoggedSince = Annotated[int | None, OneOf((LOGGED_SINCE,), "a time")]
LoggedUntil = Annotated[int | None, OneOf((LOGGED_UNTIL,), "a time")]
DaysSince = Annotated[int | None, OneOf((DAYS_SINCE,), "a day")]
DaysUntil = Annotated[int | None, OneOf((DAYS_UNTIL,), "a day")]
By = Annotated[tuple[str, ...], OneOf((BY,), "dimensions")]
EndpointName = Annotated[str | None, OneOf((ENDPOINT,), "an endpoint")]
KeyId = Annotated[str | None, OneOf((KEY_ID,), "a key")]
Status = Annotated[int | None, OneOf((STATUS,), "a status")]
Outcome = Annotated[str | None, OneOf((OUTCOME,), "an outcome")]
ProviderName = Annotated[str | None, OneOf((PROVIDER,), "a provider")]
CacheWord = Annotated[str | None, OneOf((CACHE,), "a source")]
Charged = Annotated[bool | None, OneOf((CHARGED,), "a choice")]
LoggedSubject = Annotated[str | None, OneOf((SUBJECT,), "a subject")]
RequestId = Annotated[str, OneOf((REQUEST_ID,), "a request")]
