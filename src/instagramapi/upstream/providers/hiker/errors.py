"""What HikerAPI's refusals mean; it tells them by the HTTP status and names them in the body."""

from typing import Any, Final

from instagramapi.errors import NotFound, Problem, UpstreamError, UpstreamTimeout
from instagramapi.upstream.http import Response
from instagramapi.upstream.shapes.reading import text

# A path that is gone is as good as a shape that changed: no call to it can be answered any more.
_REASONS: Final = {
    307: ("shape", "redirects instead of answering"),
    400: ("shape", "does not take the question"),
    401: ("auth", "does not accept the operator's key"),
    402: ("auth", "wants payment: the operator's balance there is used up"),
    405: ("shape", "does not answer this any more"),
    410: ("shape", "has retired this path"),
    422: ("shape", "does not take the question"),
    429: ("rate_limited", "limits the rate"),
}
# 403 is a private account (documented), unless the body speaks of the one who asks.
_ABOUT_US: Final = ("login", "token", "access key", "access-key", "banned", "forbidden ip")


def require_answer(response: Response) -> None:
    """Raise the Problem that a response stands for; return where it is an answer."""
    if response.status != 200:
        raise _problem(response)
    if response.is_html:
        raise _failure("shape", "sent a page instead of data")


def _problem(response: Response) -> Problem:
    status = response.status
    if status in (408, 504):
        return UpstreamTimeout("HikerAPI did not get an answer in time.")
    if status == 403:
        return _forbidden(response)
    if status == 404:
        return _absent(response)
    if status in _REASONS:
        return _failure(*_REASONS[status], retry_after_s=_retry_after_s(response))
    if status >= 500:
        return _failure("server", f"failed with status {status}")
    return _failure("shape", f"answers with status {status}")


def _forbidden(response: Response) -> Problem:
    body = _body(response)
    if body is None:
        # A wall before the service, not its word on an account.
        return _failure("blocked", "is behind a page that blocks us")
    words = f"{_words(body, 'detail')} {_words(body, 'exc_type')}".lower()
    if "login" in words:
        return _failure("login_required", "was asked to log in by Instagram")
    if any(word in words for word in _ABOUT_US):
        return _failure("auth", "does not let the operator's key do this")
    return NotFound("The account is private.", reason="private")


def _absent(response: Response) -> Problem:
    body = _body(response)
    # Its framework's own 404, which names no kind: the path is gone, not the subject.
    if body is None or not _words(body, "exc_type"):
        return _failure("shape", "does not know this path")
    # Deleted, banned and never there look the same.
    return NotFound("There is no such account, post or place, or nobody may see it.")


def _body(response: Response) -> dict[str, Any] | None:
    if response.is_html:
        return None
    try:
        body = response.json()
    except UpstreamError:
        return None
    return body if isinstance(body, dict) else None


def _words(body: dict[str, Any], name: str) -> str:
    words = text(body, name)
    return words if isinstance(words, str) else ""


def _retry_after_s(response: Response) -> int | None:
    written = response.headers.get("retry-after", "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 7 else None


def _failure(reason: str, deed: str, *, retry_after_s: int | None = None) -> UpstreamError:
    return UpstreamError(f"HikerAPI {deed}.", reason=reason, retry_after_s=retry_after_s)
