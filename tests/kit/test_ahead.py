"""Work that need not wait is over at once; work that must wait goes on by itself."""

import asyncio
from collections.abc import Coroutine
from contextvars import ContextVar
from typing import Any

import pytest

from instagramapi.kit.ahead import Errand, in_task, run_ahead, within

pytestmark = pytest.mark.anyio

NAME: ContextVar[str] = ContextVar("NAME", default="outside")


class Run:
    """Runs a coroutine ahead, and waits for its end."""

    def __init__(self, work: Coroutine[Any, Any, Any]) -> None:
        self.ended = asyncio.Event()
        self.begun = run_ahead(work, asyncio.get_running_loop(), lambda errand: self.ended.set())

    @property
    def errand(self) -> Errand[Any]:
        assert isinstance(self.begun, Errand)
        return self.begun

    async def result(self) -> Any:
        await self.ended.wait()
        if self.errand.error:
            raise self.errand.error
        return self.errand.result


async def test_what_need_not_wait_has_ended_at_once() -> None:
    async def work() -> str:
        NAME.set("inside")
        return NAME.get()

    assert Run(work()).begun == "inside"
    assert NAME.get() == "outside"


async def test_what_fails_without_waiting_fails_at_once() -> None:
    async def work() -> None:
        raise LookupError("gone")

    with pytest.raises(LookupError):
        Run(work())


async def test_what_waits_for_futures_goes_on_in_its_own_context_without_a_task() -> None:
    loop = asyncio.get_running_loop()
    gates = [loop.create_future() for _ in range(2)]

    async def work() -> tuple[int, str, object]:
        NAME.set("inside")
        first = await gates[0]
        await gates[1]
        return first, NAME.get(), asyncio.current_task()

    run = Run(work())
    gates[0].set_result(7)
    await asyncio.sleep(0)
    gates[1].set_result(8)

    assert await run.result() == (7, "inside", None)
    assert NAME.get() == "outside"


async def test_what_waits_for_a_turn_of_the_loop_goes_on_as_a_task() -> None:
    async def work() -> tuple[str, bool]:
        NAME.set("inside")
        await asyncio.sleep(0)
        return NAME.get(), asyncio.current_task() is not None

    assert await Run(work()).result() == ("inside", True)


@pytest.mark.parametrize("turns", [0, 1])
async def test_what_it_waits_for_may_fail(turns: int) -> None:
    gate: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def work() -> str:
        for _ in range(turns):
            await asyncio.sleep(0)
        try:
            await gate
        except LookupError:
            return "caught"
        return "missed"

    run = Run(work())
    gate.set_exception(LookupError("gone"))

    assert await run.result() == "caught"


@pytest.mark.parametrize("turns", [0, 1])
async def test_what_it_raises_after_a_wait_is_told(turns: int) -> None:
    gate: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def work() -> None:
        for _ in range(turns):
            await asyncio.sleep(0)
        await gate
        raise LookupError("gone")

    run = Run(work())
    gate.set_result(1)

    with pytest.raises(LookupError):
        await run.result()


@pytest.mark.parametrize("turns", [0, 1])
async def test_what_is_cancelled_cleans_up(turns: int) -> None:
    ended = []

    async def work() -> None:
        for _ in range(turns):
            await asyncio.sleep(0)
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("clean")

    run = Run(work())
    for _ in range(turns + 1):
        await asyncio.sleep(0)
    run.errand.cancel()
    await run.ended.wait()

    assert isinstance(run.errand.error, asyncio.CancelledError)
    assert ended == ["clean"]


async def test_a_time_limit_holds_only_for_what_waits() -> None:
    async def at_once() -> int:
        return 1

    async def after_a_turn() -> int:
        await asyncio.sleep(0)
        return 2

    async def never() -> None:
        await asyncio.Event().wait()

    assert await within(at_once(), 0) == 1
    assert await within(after_a_turn(), 10) == 2
    with pytest.raises(TimeoutError):
        await within(never(), 0)


async def test_a_limit_makes_the_task_that_it_needs() -> None:
    loop = asyncio.get_running_loop()
    begun: asyncio.Future[Run] = loop.create_future()

    async def work() -> bool:
        await in_task()
        async with asyncio.timeout(10):
            await asyncio.sleep(0)
            return asyncio.current_task() is not None

    # A protocol begins its work in a callback of the loop, where no task runs.
    loop.call_soon(lambda: begun.set_result(Run(work())))

    assert await (await begun).result() is True
