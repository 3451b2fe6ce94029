"""What a peer's answer says: the envelope around its data, and what its refusals mean to us."""

import re
from dataclasses import dataclass
from typing import Any, Final, Self

from instagramapi.errors import NotFound, Problem, Suppressed, UpstreamError, UpstreamTimeout
from instagramapi.upstream.cursor import foreign_cursor
from instagramapi.upstream.http import Response

_LONGEST_MESSAGE: Final = 300
_WORD = re.compile(r"[a-z_]{1,40}")


@dataclass(frozen=True, slots=True)
class Envelope:
    """The parts of an answer; what is no envelope of this contract has none of them."""

    data: dict[str, Any]
    meta: dict[str, Any]
    error: dict[str, Any]

    @classmethod
    def of(cls, response: Response) -> Self:
        """Read an answer, also one that is a page or no JSON."""
        try:
            told = response.json()
        except UpstreamError:
            told = None
        return cls(_object(told, "data"), _object(told, "meta"), _object(told, "error"))

    @property
    def credits_charged(self) -> int:
        """What the peer took for it; 0 where it does not say."""
        charged = self.meta.get("credits_charged")
        return charged if isinstance(charged, int) and charged > 0 else 0

    @property
    def code(self) -> str | None:
        """The code of the error, where it is one word, as ours are."""
        return _word(self.error.get("code"))

    @property
    def reason(self) -> str | None:
        """The reason of the error, where it is one word, as ours are."""
        return _word(self.error.get("reason"))

    @property
    def empty_reason(self) -> str | None:
        """Why a list is empty, where it is one word, as ours are: it may stand in a header."""
        return _word(self.meta.get("empty_reason"))

    @property
    def message(self) -> str:
        """The message of the error, for the caller."""
        message = self.error.get("message")
        return message[:_LONGEST_MESSAGE] if isinstance(message, str) else "The peer says no more."


def require_answer(response: Response, envelope: Envelope) -> None:
    """Raise the Problem that a response stands for; return where it is an answer."""
    # Here it would be cached as fresh and billed, which an old copy never is.
    if response.headers.get("x-cache") == "stale":
        raise _failure("stale", "has only an old copy, because its own providers fail")
    if response.status != 200:
        raise _problem(response, envelope)
    if not (envelope.data and envelope.meta):
        raise _failure("shape", "sent no answer of this API")
    # Invented accounts must never reach a live key.
    if "x-sandbox" in response.headers:
        raise _failure("auth", "was given a test key, which it answers from its sandbox")


def _problem(response: Response, envelope: Envelope) -> Problem:
    status = response.status
    if status == 429:
        return _failure("rate_limited", "limits the rate", _retry_after_s(response))
    if status >= 500:
        return _broken(response, envelope)
    if not envelope.error:
        return _failure("shape", f"sent no answer of this API, but status {status}")
    if status in (401, 402, 403):
        # The key is the operator's: its troubles are not the caller's.
        return _failure("auth", f"does not serve the operator's key: {envelope.code}")
    if status == 451:
        return Suppressed(envelope.message)
    if status == 404:
        return _absent(envelope)
    if status == 400 and envelope.reason == "cursor":
        return foreign_cursor()
    return _failure("shape", f"does not take the question: {status} {envelope.code}")


def _absent(envelope: Envelope) -> Problem:
    if envelope.code == "not_found":
        return NotFound(envelope.message, reason=envelope.reason)
    if envelope.code == "unknown_endpoint":
        return _failure("not_supported", "does not have this endpoint")
    return _failure("shape", f"does not take the question: 404 {envelope.code}")


def _broken(response: Response, envelope: Envelope) -> Problem:
    if envelope.reason == "loop":
        return UpstreamError(envelope.message, reason="loop")
    if envelope.code == "unavailable":
        return _failure("not_supported", "has no provider for this endpoint")
    if response.status == 504:
        return UpstreamTimeout("The peer did not get an answer in time.")
    told = f"failed with status {response.status}"
    return _failure("server", told, _retry_after_s(response))


def _retry_after_s(response: Response) -> int | None:
    written = response.headers.get("retry-after", "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 7 else None


def _failure(reason: str, deed: str, retry_after_s: int | None = None) -> UpstreamError:
    return UpstreamError(f"The peer {deed}.", reason=reason, retry_after_s=retry_after_s)


def _object(told: Any, name: str) -> dict[str, Any]:
    part = told.get(name) if isinstance(told, dict) else None
    return part if isinstance(part, dict) else {}


def _word(value: Any) -> str | None:
    return value if isinstance(value, str) and _WORD.fullmatch(value) else None
