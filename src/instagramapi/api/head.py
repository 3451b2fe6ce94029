"""What the headers of a request say to this API, read once for all requests with the same ones."""

import re
from functools import lru_cache
from typing import NamedTuple

from instagramapi.api.query import secret_in
from instagramapi.upstream.via import Via, way_in

Lines = tuple[tuple[bytes, bytes], ...]

# A client sends the same headers with every request; this many clients are known at a time.
_REMEMBERED = 512
_TRACEPARENT = re.compile(rb"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


class Head(NamedTuple):
    """The part of a request that is not its URL."""

    secret: str
    via: Via
    body_bytes: int
    """The length that the body is said to have."""
    traceparent: str | None


@lru_cache(_REMEMBERED)
def read_head(lines: Lines) -> Head:
    """Read the headers of one request; their names are in lower case."""
    return Head(secret_in(lines), way_in(lines), _body_bytes(lines), _traceparent(lines))


def _body_bytes(lines: Lines) -> int:
    for name, value in lines:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0


def _traceparent(lines: Lines) -> str | None:
    for name, value in lines:
        if name == b"traceparent" and _TRACEPARENT.fullmatch(value):
            return value.decode()
    return None
