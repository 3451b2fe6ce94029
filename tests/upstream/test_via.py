"""The way of a call: read from the header, kept for the call, and an end to circles."""

import asyncio
from contextvars import copy_context

import pytest
from fetch_makers import Held, fetch_of, live

from instagramapi.errors import BadParameter, Problem, UpstreamError
from instagramapi.upstream.fetch import Fetch, Fetched
from instagramapi.upstream.via import HEADER, MAX_HOPS, VIA, Via, arrive, way_in
from makers import Scripted

pytestmark = pytest.mark.anyio

NODE = "aaaa000000000001"


def arriving(*values: str) -> tuple[Problem | None, Via]:
    """Let a request with these headers arrive: why it ends here, and the way that is noted."""
    headers = [(b"host", b"x"), *[(HEADER.encode(), value.encode()) for value in values]]

    def arrived() -> tuple[Problem | None, Via]:
        VIA.set(("left", "over"))
        return arrive(way_in(headers), NODE), VIA.get()

    return copy_context().run(arrived)


@pytest.mark.parametrize(
    ("values", "way"),
    [
        ((), ()),
        (("",), ()),
        (("a1",), ("a1",)),
        (("a1, b2 ,,c3",), ("a1", "b2", "c3")),
        (("a1,b2", "c3"), ("a1", "b2", "c3")),
        ((",".join("abcde"),), tuple("abcde")),
    ],
)
def test_the_way_is_read(values: tuple[str, ...], way: tuple[str, ...]) -> None:
    assert arriving(*values) == (None, way)


@pytest.mark.parametrize("value", [NODE, f"a1,{NODE}", f"{NODE},b2", ",".join("abcdef")])
def test_a_circle_and_too_long_a_way_end_here(value: str) -> None:
    problem, _ = arriving(value)

    assert isinstance(problem, UpstreamError)
    assert problem.reason == "loop"
    assert MAX_HOPS == 5


@pytest.mark.parametrize("value", ["a b", "a;b", "é", "x" * 65, '"a"'])
def test_what_is_no_list_of_ids_is_malformed(value: str) -> None:
    problem, _ = arriving(value)

    assert isinstance(problem, BadParameter)
    assert (problem.param, problem.reason) == (HEADER, "malformed")


async def asking(fetch: Fetch, *way: str) -> Fetched:
    VIA.set(way)
    return await live(fetch)


async def test_only_calls_that_came_the_same_way_share_a_flight() -> None:
    held = Held()
    provider = Scripted(held)
    fetch = fetch_of(provider)

    ways = [(), (), ("a1",), ("a1",), ("a1", "b2")]
    calls = [asyncio.create_task(asking(fetch, *way)) for way in ways]
    await held.came.wait()
    for _ in range(5):
        await asyncio.sleep(0)
    held.go.set()
    await asyncio.gather(*calls)

    assert len(provider.asked) == 3
