"""The magic subjects of the sandbox: names that produce an outcome instead of an account."""

from collections.abc import Awaitable, Callable

from instagramapi.catalog import sandbox
from instagramapi.catalog.subjects import AccountRef, Subject, TagRef
from instagramapi.errors import (
    InsufficientCredits,
    NotFound,
    Problem,
    RateLimited,
    UpstreamError,
    UpstreamTimeout,
)

Sleep = Callable[[float], Awaitable[None]]

EMPTY = "sandbox.empty"
SLOW_S = 2.0
_RETRY_AFTER_S = 30

_NAME_OF_ID = {number: name for name, number in sandbox.POST_IDS.items()}


def name_of(subject: Subject | str) -> str | None:
    """The magic name under which something is asked for; None for ordinary subjects.

    What the sandbox has by id has its ids; a search has the name as its query.
    """
    match subject:
        case AccountRef(handle=str(name)) | TagRef(name=name) | str(name):
            return name if name in sandbox.NAMES else None
        case _:
            return _NAME_OF_ID.get(subject.id or "")


async def play(name: str | None, sleep: Sleep) -> None:
    """Produce the outcome of a magic name: raise it, or take the time it takes."""
    if name is None:
        return
    if name == "sandbox.slow":
        await sleep(SLOW_S)
    problem = _problem(name)
    if problem:
        raise problem


def private() -> NotFound:
    """Say that an account is closed."""
    return NotFound("This account is private.", reason="private")


def nonexistent(what: str) -> NotFound:
    """Say that nothing has this id."""
    return NotFound(f"There is no {what} with this id.", reason="nonexistent")


def _problem(name: str | None) -> Problem | None:
    match name:
        case "sandbox.private":
            return private()
        case "sandbox.deleted":
            return NotFound("This was deleted.", reason="deleted")
        case "sandbox.upstream_error":
            return UpstreamError("The sandbox plays a provider that fails.")
        case "sandbox.upstream_timeout":
            return UpstreamTimeout("The sandbox plays a provider that does not answer.")
        case "sandbox.rate_limited":
            return RateLimited("The sandbox plays a rate limit.", retry_after_s=_RETRY_AFTER_S)
        case "sandbox.no_credits":
            return InsufficientCredits("The sandbox plays an empty balance.")
    return None
