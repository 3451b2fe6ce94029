import tracemalloc
from dataclasses import replace

import pytest

from instagramapi.store.cache import Copy, MemoryCache

pytestmark = pytest.mark.anyio


def a_copy(data: bytes = b"{}") -> Copy:
    return Copy(provider="demo", fetched_at_s=0.0, data=data)


async def test_a_copy_comes_back_as_it_was() -> None:
    cache = MemoryCache(10_000)
    await cache.put("call", copy := a_copy())

    assert cache.get("call") is copy
    assert cache.get("other") is None


async def test_a_newer_copy_takes_the_place_and_the_room_of_the_older() -> None:
    cache = MemoryCache(10_000)
    await cache.put("call", a_copy(b"x" * 5000))
    await cache.put("call", newer := a_copy(b"x" * 10))

    assert cache.get("call") is newer
    assert cache.size_bytes < 1000


async def test_what_was_not_used_longest_goes_first() -> None:
    cache = MemoryCache(3 * 1_500)
    for name in ("first", "second", "third"):
        await cache.put(name, a_copy(b"x" * 1000))
    cache.get("first")

    await cache.put("fourth", a_copy(b"x" * 1000))

    kept = [name for name in ("first", "second", "third", "fourth") if cache.get(name)]
    assert kept == ["first", "third", "fourth"]


async def test_it_never_holds_more_than_it_may() -> None:
    cache = MemoryCache(50_000)
    for number in range(200):
        await cache.put(f"call {number}", a_copy(b"x" * number * 10))
        assert cache.size_bytes <= 50_000


async def test_what_is_larger_than_everything_is_not_kept() -> None:
    cache = MemoryCache(1000)
    await cache.put("call", a_copy(b"x" * 1000))

    assert cache.get("call") is None
    assert cache.size_bytes == 0


async def test_a_cache_without_room_keeps_nothing() -> None:
    cache = MemoryCache(0)
    await cache.put("call", a_copy())

    assert cache.get("call") is None


async def test_the_size_counted_is_the_memory_used() -> None:
    cache = MemoryCache(10_000_000)
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for number in range(1000):
        await cache.put(f"call number {number}", Copy("demo", float(number), b"x" * (100 + number)))
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
