"""What Meta says instead of data: told apart by code and subcode, for its HTTP status says little.

Meta's own words are passed to nobody: some of them repeat the token.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from instagramapi.errors import NotFound, Problem, UpstreamError
from instagramapi.upstream.http import Response
from instagramapi.upstream.shapes.reading import at

Meaning = tuple[type[Problem], str | None, str]

_SERVER: Final = (UpstreamError, "server", "Meta's servers failed.")
_LIMITED: Final = (UpstreamError, "rate_limited", "The operator's limit at Meta is reached.")
_TAGS: Final = (UpstreamError, "ceiling", "Meta counts 30 different hashtags in 7 days already.")
_BLOCKED: Final = (UpstreamError, "blocked", "Meta blocks this operator for a while.")
_TOKEN: Final = (UpstreamError, "auth", "Meta refuses the operator's token.")
_RIGHTS: Final = (UpstreamError, "auth", "The operator's token or app lacks a permission.")
_UNSUPPORTED: Final = (UpstreamError, "not_supported", "Meta does not tell this.")
_SHAPE: Final = (UpstreamError, "shape", "Meta does not understand the question.")
_NOBODY: Final = (
    NotFound,
    None,
    "This account does not exist or is not professional: Meta does not tell which, and does not "
    "tell of accounts that are limited to adults.",
)
_PRIVATE: Final = (NotFound, "private", "This account is private.")
_GONE: Final = (NotFound, None, "Meta cannot find this, or does not show it.")

# The subcode says more than the code: 4 is a limit, 4 with 2207051 is a block.
_SUBCODES: Final[Mapping[int, Meaning]] = {
    2207001: _SERVER,
    2207003: _SERVER,
    2207006: _GONE,
    2207013: _NOBODY,
    2207018: _PRIVATE,
    2207034: _TAGS,
    2207051: _BLOCKED,
    33: _RIGHTS,
}
_CODES: Final[Mapping[int, Meaning]] = {
    **dict.fromkeys((-2, -1, 1, 2), _SERVER),
    **dict.fromkeys((4, 17, 32, 341, 613, 80002), _LIMITED),
    18: _TAGS,
    # Also what a tag gets that nobody uses or that Meta does not show.
    24: _GONE,
    368: _BLOCKED,
    **dict.fromkeys((102, 104, 190), _TOKEN),
    # The operator's own account is the only one that is asked for by number.
    **dict.fromkeys((3, 10, 803, *range(200, 300)), _RIGHTS),
    **dict.fromkeys(range(36_000, 37_000), _UNSUPPORTED),
}
_MISSING_RIGHT: Final = re.compile(r"permission|Public Content Access|appsecret_proof|secret proof")
_MISSING_FIELD: Final = re.compile(
    r"nonexisting field \((\w+)\)|documentation for supported fields"
)


class FieldsRefusedError(
    UpstreamError, code=UpstreamError.code, status=UpstreamError.status, retryable=True
):
    """Meta does not know a field that was asked for, and answers nothing because of it."""

    def __init__(self, field: str | None) -> None:
        """`field` is its name where Meta tells it."""
        super().__init__("Meta no longer knows a field that was asked for.", reason="shape")
        self.field = field


def read_answer(response: Response, *, rest_s: int | None) -> dict[str, Any]:
    """Return the data, or raise the Problem; a limit carries `rest_s`, the rest that Meta asks."""
    body = None if response.is_html else _decoded(response)
    error = at(body, "error")
    if isinstance(error, dict):
        raise _problem(error, response.status, rest_s)
    if response.status == 200 and isinstance(body, dict):
        return body
    raise _made(_meaning_of_status(response.status), f"HTTP {response.status}", rest_s)


def _problem(error: Mapping[str, Any], status: int, rest_s: int | None) -> Problem:
    code, subcode = _number(error.get("code")), _number(error.get("error_subcode"))
    words = str(error.get("message"))
    field = _MISSING_FIELD.search(words) if code == 100 else None
    if field:
        return FieldsRefusedError(field[1])
    meaning = _SUBCODES.get(subcode) or _CODES.get(code)
    if meaning is None and code == 100 and _MISSING_RIGHT.search(words):
        meaning = _RIGHTS
    if meaning is None:
        meaning = _SERVER if error.get("is_transient") is True else _meaning_of_status(status)
    return _made(meaning, f"code {code}, subcode {subcode}", rest_s)


def _meaning_of_status(status: int) -> Meaning:
    if status == 429:
        return _LIMITED
    return _SERVER if status >= 500 else _SHAPE


def _made(meaning: Meaning, numbers: str, rest_s: int | None) -> Problem:
    kind, reason, words = meaning
    if kind is NotFound:
        return NotFound(words, reason=reason)
    wait_s = rest_s if reason == "rate_limited" else None
    return kind(f"{words} ({numbers})", reason=reason, retry_after_s=wait_s)


def _decoded(response: Response) -> Any:
    try:
        return response.json()
    except UpstreamError:
        # Told apart by its status, as what has no body at all.
        return None


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0
