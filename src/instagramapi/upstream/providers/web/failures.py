"""Tells apart the ways in which instagram.com says no; nothing here is ever "not found" by guess.

A block, a log-in wall, a page where data is due: each is an UpstreamError with its own reason.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from instagramapi.errors import NotFound, Problem, UpstreamError
from instagramapi.upstream.http import Response
from instagramapi.upstream.shapes.reading import at, first, listed

# "Please wait a few minutes" names no number; this is the least that it can mean.
_FEW_MINUTES_S = 300
# Answers of the edge to whom it takes for a robot; they last for minutes (upstreams B5, reported).
_EDGE_BLOCKS = frozenset({560, 572})
_CHALLENGES = ("/challenge", "/checkpoint", "/accounts/suspended", "/accounts/disabled")

# What a refusal's `message` contains, in the order of its weight.
_MESSAGES: Mapping[str, tuple[str, int | None]] = MappingProxyType(
    {
        "feedback_required": ("blocked", None),
        "checkpoint_required": ("blocked", None),
        "challenge_required": ("blocked", None),
        # The body is the same for the gate before guests and for too many requests.
        "please wait a few minutes": ("rate_limited", _FEW_MINUTES_S),
        "rate limit": ("rate_limited", None),
        "login_required": ("login_required", None),
        "unauthorized logged out query": ("login_required", None),
        # The app id and the User-Agent do not go together: the operator's settings are wrong.
        "useragent mismatch": ("auth", None),
    }
)
_CODES: Mapping[int, str] = MappingProxyType({1675002: "login_required", 1675004: "rate_limited"})
# Said of a post that is not there, but also of faults: the page must confirm it.
_DOUBTFUL_CODE = 4630001
_DOUBTFUL_WORD = "field_exception"


def refuse(response: Response, *, what: str) -> None:
    """Raise what the status, the address or the body of an answer says; pass data through.

    NotFound on a 404; UpstreamError with a reason on everything else that is not 200.
    """
    status = response.status
    if status == 200:
        return
    if 300 <= status < 400:
        raise _sent_away(response.headers.get("location", ""), what)
    wait_s = _wait_s(response)
    if status == 429:
        raise _error("rate_limited", f"{what}: too many requests.", wait_s)
    if status in _EDGE_BLOCKS:
        raise _error("blocked", f"{what}: the edge refuses (status {status}).", _FEW_MINUTES_S)
    if status >= 500:
        raise _error("server", f"{what}: status {status}.", wait_s)
    raise _refusal(response, what, wait_s)


def refuse_body(body: Any, *, what: str) -> None:
    """Raise what a body says that is a refusal in the dress of an answer (status 200)."""
    problem = _by_message(body, what, None) or _by_errors(body, what)
    if problem:
        raise problem


def is_doubtful(body: Any) -> bool:
    """Whether an answer says that there is nothing, in words that also mean a fault."""
    return any(
        _code(error) == _DOUBTFUL_CODE or _DOUBTFUL_WORD in _message(error)
        for error in listed(body, "errors")
    )


def page_instead(what: str) -> UpstreamError:
    """Say that a page came where data was due: a soft throttle (upstreams B5)."""
    return _error("rate_limited", f"{what}: a page without data came.", None)


def wrong_shape(what: str) -> UpstreamError:
    """Say that an answer is none that is known."""
    return _error("shape", f"{what}: the answer is not the one that is known.", None)


def login_wall(what: str) -> UpstreamError:
    """Say that Instagram wants a log-in here."""
    return _error("login_required", f"{what}: Instagram asks for a log-in.", None)


def challenge(what: str) -> UpstreamError:
    """Say that Instagram wants to know who asks."""
    return _error("blocked", f"{what}: Instagram asks who is asking.", None)


def _sent_away(location: str, what: str) -> UpstreamError:
    path = urlsplit(location).path
    if path.startswith(_CHALLENGES):
        return challenge(what)
    if path.startswith("/accounts/login") or path in ("/", ""):
        return login_wall(what)
    return _error("shape", f"{what}: it is elsewhere now.", None)


def _refusal(response: Response, what: str, wait_s: int | None) -> Problem:
    body = None if response.is_html else _json_or_none(response)
    told = _by_message(body, what, wait_s) or _by_errors(body, what)
    if told:
        return told
    if response.status == 404:
        return NotFound("Instagram says that there is nothing here.")
    if response.status in (401, 403):
        return login_wall(what)
    return _error("shape", f"{what}: status {response.status}.", wait_s)


def _by_message(body: Any, what: str, wait_s: int | None) -> UpstreamError | None:
    if at(body, "status") != "fail":
        return None
    words = _message(body)
    for part, (reason, least_s) in _MESSAGES.items():
        if part in words:
            return _error(reason, f"{what}: {part}.", wait_s or least_s)
    return None


def _by_errors(body: Any, what: str) -> UpstreamError | None:
    if first(at(body, "error"), at(body, "errorSummary")):
        return wrong_shape(what)
    errors = listed(body, "errors")
    for error in errors:
        reason = _CODES.get(_code(error))
        reason = reason or next(
            (to for part, (to, _) in _MESSAGES.items() if part in _message(error)), None
        )
        if reason:
            return _error(reason, f"{what}: refused by the query.", None)
    # "execution error", a missing variable, an unknown document: our ids are old.
    return wrong_shape(what) if errors and not is_doubtful(body) else None


def _message(raw: Any) -> str:
    message = at(raw, "message")
    return message.lower() if isinstance(message, str) else ""


def _code(error: Any) -> int:
    code = first(at(error, "code"), at(error, "api_error_code"))
    return code if isinstance(code, int) else 0


def _json_or_none(response: Response) -> Any:
    try:
        return response.json()
    except UpstreamError:
        return None


def _wait_s(response: Response) -> int | None:
    text = response.headers.get("retry-after", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else None


def _error(reason: str, message: str, wait_s: int | None) -> UpstreamError:
    return UpstreamError(f"Instagram, {message}", reason=reason, retry_after_s=wait_s)
