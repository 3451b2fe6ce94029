"""Whatever is put, read, forgotten and dropped in whatever order: the cache tells no lies."""

import asyncio
from dataclasses import astuple
from random import Random

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from instagramapi.store.cache import Copy
from instagramapi.store.memory_cache import MemoryCache

MAX_BYTES = 20_000
NAMES = st.sampled_from([f"{letter}{number}" for letter in "abc" for number in range(8)])


class CacheMachine(RuleBasedStateMachine):
    """The model is all that was put, in the order of its use; the cache may hold the last of it."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.cache = MemoryCache(MAX_BYTES)
        self.model: dict[str, Copy] = {}

    @rule(
        name=NAMES,
        at=st.integers(0, 9),
        text=st.sampled_from(["one", "two"]),
        noise_bytes=st.integers(0, 3000),
        repeats=st.integers(0, 500),
    )
    def put(self, name: str, at: int, text: str, noise_bytes: int, repeats: int) -> None:
        noise = Random(at).randbytes(noise_bytes).hex()[:noise_bytes]
        data = f"{name} {text} {noise}{'again' * repeats}".encode()
        copy = self.model[name] = Copy("demo", float(at), data)
        self.runner.run(self.cache.put(name, copy))
        self.used(name)

    @rule(name=NAMES)
    def get(self, name: str) -> None:
        known, found = self.model.get(name), self.cache.get(name)
        if found is not None:
            assert known
            assert astuple(found) == astuple(known)
            assert self.cache.get(name) is found or len(found.data) > MAX_BYTES / 12
            self.used(name)
        elif known is not None:
            self.nothing_is_left_up_to(name)

    @rule(text=st.sampled_from(["A1", "b", "TWO"]))
    def forget(self, text: str) -> None:
        named = [
            name
            for name, copy in self.model.items()
            if text.lower() in name or text.lower().encode() in copy.data
        ]
        count = self.runner.run(self.cache.forget(text))

        assert count <= len(named)
        self.are_gone(named)

    @rule(than=st.integers(0, 9))
    def drop_older(self, than: int) -> None:
        self.runner.run(self.cache.drop_older(float(than)))

        self.are_gone([name for name, copy in self.model.items() if copy.fetched_at_s < than])

    @invariant()
    def never_holds_more_than_it_may(self) -> None:
        assert 0 <= self.cache.size_bytes <= MAX_BYTES

    def used(self, name: str) -> None:
        self.model[name] = self.model.pop(name)

    def nothing_is_left_up_to(self, name: str) -> None:
        """What was not used longest goes first: what was used before one that is gone is gone."""
        before = list(self.model)[: list(self.model).index(name) + 1]
        self.are_gone(before)

    def are_gone(self, names: list[str]) -> None:
        for name in names:
            assert self.cache.get(name) is None
            del self.model[name]

    def teardown(self) -> None:
        newest_first = list(reversed(self.model))
        found = [(name, self.cache.get(name)) for name in newest_first]
        kept = {name: astuple(copy) for name, copy in found if copy}
        assert list(kept) == newest_first[: len(kept)]
        assert kept == {name: astuple(self.model[name]) for name in kept}
        self.runner.run(self.cache.drop_older(10.0))
        assert self.cache.size_bytes == 0
        self.runner.close()


TestCache = CacheMachine.TestCase
