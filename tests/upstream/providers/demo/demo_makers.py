"""What the tests of the demo world share: a provider, calls as callers write them, whole lists."""

import asyncio
from typing import Any

from hypothesis import strategies as st

from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.reading import read_call
from instagramapi.upstream.providers.demo import DemoProvider

PUBLIC_URL = "https://api.example"
NOW_S = 1_790_000_000.0

_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789_."
# These are read as the address of a profile without a profile in it.
_HOSTS = {"instagram.com", "www.instagram.com", "m.instagram.com", "instagr.am"}


def _handles(shortest: int, longest: int) -> st.SearchStrategy[str]:
    texts = st.text(_ALPHABET, min_size=shortest, max_size=longest)
    return texts.filter(lambda text: text not in _HOSTS)


# Short handles say their id; the crowd's and the sandbox's are drawn by tests that are about them.
HANDLES = _handles(1, 11)
LONG_HANDLES = _handles(12, 30)
POST_IDS = st.integers(min_value=2**16, max_value=2**64 - 1).map(str)


class StoppedClock:
    """A clock that shows the time it is set to."""

    def __init__(self, now_s: float = NOW_S) -> None:
        self.now_s = now_s

    def epoch_s(self) -> float:
        return self.now_s

    def monotonic_s(self) -> float:
        return self.now_s


class Sleeps:
    """A sleep that takes no time and notes how long it should have taken."""

    def __init__(self) -> None:
        self.slept_s: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.slept_s.append(seconds)


class Demo:
    """A demo provider that is asked the way callers ask."""

    def __init__(self, clock: StoppedClock | None = None) -> None:
        self.clock = clock or StoppedClock()
        self.sleeps = Sleeps()
        self.provider = DemoProvider(clock=self.clock, public_url=PUBLIC_URL, sleep=self.sleeps)

    def ask(self, endpoint: str, **parameters: object) -> Any:
        """One answer; a parameter that is None is left out."""
        pairs = [(name, str(value)) for name, value in parameters.items() if value is not None]
        call, _ = read_call(CATALOGUE.by_name[endpoint], pairs)
        return asyncio.run(self.provider.answer(call))

    def walk(self, endpoint: str, *, limit: Any = 50, **parameters: object) -> list[Any]:
        """All items of a list, from its first page to its last."""
        items: list[Any] = []
        cursor = None
        while True:
            page = self.ask(endpoint, cursor=cursor, limit=limit, **parameters)
            assert len(page.items) <= limit
            items += page.items
            cursor = page.next_cursor
            if cursor is None:
                return items
            assert page.items, "a page that promises more must hold something"


def ids(items: list[Any]) -> list[str]:
    """The ids of the items, in their order."""
    return [item.id for item in items]
