"""Reads what a request carries beside its path: the query string, and the key in the headers."""

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import parse_qsl

from instagramapi.catalog.reading import Pairs
from instagramapi.errors import BadParameter

MAX_URL_BYTES = 8192
_MAX_PARAMETERS = 50
_REMEMBERED = 1024
_KEY_NAMES = frozenset(
    ["key", "apikey", "api_key", "api-key", "x-api-key", "token", "access_token", "authorization"]
)
_LOOKS_LIKE_KEY = re.compile(r"ig_(live|test)_[0-9A-Za-z]{8,}")
_KEY_IN_TEXT = re.compile(r"(ig_(?:live|test)_)[0-9A-Za-z]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@lru_cache(_REMEMBERED)
def read_query(query: bytes) -> Pairs:
    """Decode a query string; raises BadParameter where it is not one, or carries a key."""
    if not query:
        return ()
    try:
        pairs = parse_qsl(
            query.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MAX_PARAMETERS,
        )
    except ValueError as wrong:
        raise BadParameter(
            "The query string cannot be read: it must be UTF-8, percent-encoded, with at most "
            f"{_MAX_PARAMETERS} parameters, for example `?query=caf%C3%A9`.",
            reason="malformed",
        ) from wrong
    check_pairs(pairs)
    return tuple(pairs)


def check_pairs(pairs: Pairs) -> None:
    """Refuse parameters that carry a key or a control character, however they were sent."""
    for name, value in pairs:
        _refuse_key(name, value)
        if _CONTROL.search(value):
            raise BadParameter(
                f"`{name[:60]}` holds a control character; send text on one line.",
                param=name[:60],
                reason="malformed",
            )


def secret_in(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """Take the key from `authorization: Bearer …`, else from `x-api-key`; empty if neither."""
    secret = b""
    for name, value in headers:
        if name == b"authorization":
            scheme, _, token = value.strip().partition(b" ")
            if scheme.lower() == b"bearer":
                return token.strip().decode("latin-1")
        elif name == b"x-api-key":
            secret = value
    return secret.strip().decode("latin-1")


def without_keys(text: str) -> str:
    """Hide what looks like a key in a text that is told back."""
    return _KEY_IN_TEXT.sub(r"\1…", text)


def _refuse_key(name: str, value: str) -> None:
    if name.lower() in _KEY_NAMES or _LOOKS_LIKE_KEY.search(value) or _LOOKS_LIKE_KEY.search(name):
        # The name is repeated only if it is one of ours: it could be the key itself.
        raise BadParameter(
            "A key does not belong in a URL, where logs, proxies and browsers keep it. Send the "
            "header `Authorization: Bearer ig_live_…`, and revoke this key if it is a real one.",
            param=name if name.lower() in _KEY_NAMES else None,
            reason="unknown",
        )
