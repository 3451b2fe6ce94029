"""Parts for tests of the upstream room: a clock that the test moves, a provider that obeys."""

from collections.abc import Callable, Iterator

from instagramapi.catalog.models import Profile
from instagramapi.catalog.profile import GetProfile
from instagramapi.upstream.manners import Manners
from instagramapi.upstream.provider import Provider, serves
from makers import StoppedClock


class HandClock(StoppedClock):
    """A stopped clock on which a sleep takes no time."""

    async def sleep(self, seconds: float) -> None:
        self.now_s += seconds


class ObedientProvider(Provider):
    """Answers, or fails, as the next item of its script says."""

    name = "obedient"
    manners = Manners()

    def __init__(self, script: Iterator[Callable[[], Profile]], name: str = "obedient") -> None:
        self.name = name  # type: ignore[misc]
        self.asked = 0
        self._script = script

    @serves(GetProfile)
    async def profile(self, call: GetProfile) -> Profile:
        self.asked += 1
        return next(self._script)()


def answering() -> Profile:
    """Answer with the smallest profile."""
    return Profile(id="1", username="nike")


def failing(problem: Exception) -> Callable[[], Profile]:
    """Fail with one problem."""

    def fail() -> Profile:
        raise problem

    return fail
