import asyncio
import tracemalloc
from dataclasses import astuple, replace
from random import Random

import pytest

from instagramapi.store.cache import Copy
from instagramapi.store.memory_cache import MemoryCache

pytestmark = pytest.mark.anyio


def a_copy(data: bytes = b"{}") -> Copy:
    return Copy(provider="demo", fetched_at_s=0.0, data=data)


def noise(size_bytes: int, seed: int = 0) -> bytes:
    """Data that packing makes no smaller."""
    return Random(seed).randbytes(size_bytes)


async def filled(names: list[str], max_bytes: int = 100_000) -> MemoryCache:
    """A cache in which only the last few copies are kept as they are."""
    cache = MemoryCache(max_bytes)
    for name in names:
        await cache.put(name, a_copy(f'{{"username":"{name}"}}'.encode() * 100))
    return cache


async def test_a_copy_comes_back_as_it_was() -> None:
    cache = MemoryCache(10_000)
    await cache.put("call", copy := a_copy())

    assert cache.get("call") is copy
    assert cache.get("call") is copy
    assert cache.get("other") is None


async def test_a_copy_that_was_packed_comes_back_equal_and_then_is_the_same_each_time() -> None:
    cache, copy = MemoryCache(100_000), a_copy(b"x" * 4000)
    await cache.put("call", copy)
    for number in range(20):
        await cache.put(f"later {number}", a_copy(b"y" * 4000))

    unpacked = cache.get("call")

    assert unpacked
    assert unpacked is not copy
    assert astuple(unpacked) == astuple(copy)
    assert cache.get("call") is unpacked


async def test_a_copy_that_is_used_is_never_packed() -> None:
    cache = MemoryCache(100_000)
    await cache.put("used", copy := a_copy(b"x" * 4000))

    for number in range(20):
        await cache.put(f"later {number}", a_copy(b"y" * 4000))
        assert cache.get("used") is copy


async def test_answers_are_kept_in_a_part_of_their_size() -> None:
    names = [f"somebody{number}" for number in range(100)]
    cache = await filled(names)

    assert all(cache.get(name) for name in names)
    assert cache.size_bytes <= 100_000 < 100 * 1900


async def test_a_newer_copy_takes_the_place_and_the_room_of_the_older() -> None:
    cache = MemoryCache(10_000)
    await cache.put("call", a_copy(b"x" * 5000))
    await cache.put("call", newer := a_copy(b"x" * 10))

    assert cache.get("call") is newer
    assert cache.size_bytes < 1000


async def test_what_was_not_used_longest_goes_first() -> None:
    cache = MemoryCache(3 * 1_600)
    for seed, name in enumerate(("first", "second", "third")):
        await cache.put(name, a_copy(noise(1000, seed)))
    cache.get("first")

    await cache.put("fourth", a_copy(noise(1000, 4)))

    kept = [name for name in ("first", "second", "third", "fourth") if cache.get(name)]
    assert kept == ["first", "third", "fourth"]


async def test_it_never_holds_more_than_it_may() -> None:
    cache = MemoryCache(50_000)
    for number in range(200):
        await cache.put(f"call {number}", a_copy(noise(number * 10, number)))
        assert cache.size_bytes <= 50_000


async def test_what_is_larger_than_everything_is_not_kept() -> None:
    cache = MemoryCache(1000)
    await cache.put("call", a_copy(noise(1000)))

    assert cache.get("call") is None
    assert cache.size_bytes == 0


async def test_a_cache_without_room_keeps_nothing() -> None:
    cache = MemoryCache(0)
    await cache.put("call", a_copy())

    assert cache.get("call") is None


@pytest.mark.parametrize("max_bytes", [10_000_000, 1_000_000])
async def test_the_size_counted_is_the_memory_used(max_bytes: int) -> None:
    cache = MemoryCache(max_bytes)
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for number in range(1000):
        copy = Copy("demo", float(number), noise(100 + number, number), next_cursor="c" * number)
        await cache.put(f"call number {number}", copy)
    used = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()

    assert 0.5 < cache.size_bytes / used < 2


async def test_what_names_somebody_is_forgotten_and_its_room_is_free() -> None:
    cache = MemoryCache(100_000)
    await cache.put("profile&account=nike", a_copy(b"{}"))
    await cache.put("post&post=1", a_copy('{"owner":{"username":"nike"},"caption":"é"}'.encode()))
    await cache.put("post&post=2", a_copy(b'{"caption":"Thank you @NIKE"}'))
    before = cache.size_bytes
    await cache.put("post&post=3", a_copy(b'{"owner":{"username":"other"}}'))
    size_bytes = cache.size_bytes - before

    assert await cache.forget("Nike") == 3
    assert await cache.forget("nike") == 0
    assert cache.size_bytes == size_bytes
    assert cache.get("post&post=3")


async def test_what_is_older_than_a_moment_is_dropped() -> None:
    cache = MemoryCache(100_000)
    for at in (10.0, 20.0, 30.0):
        await cache.put(f"at {at}", replace(a_copy(), fetched_at_s=at))

    await cache.drop_older(20.0)

    assert [bool(cache.get(f"at {at}")) for at in (10.0, 20.0, 30.0)] == [False, True, True]


async def test_packed_copies_are_forgotten_and_dropped_by_age_as_others_are() -> None:
    names = [f"somebody{number}" for number in range(100)]
    cache = await filled(names)
    await cache.put("last", replace(a_copy(), fetched_at_s=30.0))

    assert await cache.forget("SOMEBODY9") == 11
    assert [name for name in names if cache.get(name) is None] == ["somebody9", *names[90:]]
    await cache.drop_older(20.0)
    assert [name for name in [*names, "last"] if cache.get(name)] == ["last"]


async def test_others_work_while_a_name_is_sought_and_find_a_true_cache() -> None:
    names = [f"somebody{number}" for number in range(1000)]
    cache = await filled(names, 1_000_000)
    turns = 0

    seeking = asyncio.create_task(cache.forget("somebody7"))
    while not seeking.done():
        await asyncio.sleep(0)
        # What is sought moves between packed and not, another takes its place, and some go.
        cache.get(names[turns % 1000])
        await cache.put(f"new{turns}", a_copy(noise(4000, turns)))
        turns += 1

    assert turns > 3
    assert seeking.result() == 111
    assert not [name for name in names if name.startswith("somebody7") and cache.get(name)]
    assert cache.get("somebody8")
    await cache.drop_older(1.0)
    assert cache.size_bytes == 0
