"""Work that need not wait is over at once; work that must wait becomes a task and goes on."""

import asyncio
from contextvars import ContextVar

import pytest

from instagramapi.kit.ahead import in_task, run_ahead, within

pytestmark = pytest.mark.anyio

NAME: ContextVar[str] = ContextVar("NAME", default="outside")


async def test_what_need_not_wait_has_ended_at_once() -> None:
    async def work() -> str:
        NAME.set("inside")
        return NAME.get()

    assert run_ahead(work(), asyncio.get_running_loop()) == "inside"
    assert NAME.get() == "outside"


async def test_what_fails_without_waiting_fails_at_once() -> None:
    async def work() -> None:
        raise LookupError("gone")

    with pytest.raises(LookupError):
        run_ahead(work(), asyncio.get_running_loop())


async def test_what_waits_goes_on_as_a_task_in_its_own_context() -> None:
    gate: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def work() -> tuple[int, str, bool]:
        NAME.set("inside")
        first = await gate
        await asyncio.sleep(0)
        return first, NAME.get(), asyncio.current_task() is task

    task = run_ahead(work(), asyncio.get_running_loop())
    assert isinstance(task, asyncio.Task)
    gate.set_result(7)

    assert await task == (7, "inside", True)
    assert NAME.get() == "outside"


async def test_what_it_waits_for_may_fail() -> None:
    gate: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def work() -> str:
        try:
            await gate
        except LookupError:
            return "caught"
        return "missed"

    task = run_ahead(work(), asyncio.get_running_loop())
    assert isinstance(task, asyncio.Task)
    gate.set_exception(LookupError("gone"))

    assert await task == "caught"


async def test_a_task_that_is_cancelled_cleans_up() -> None:
    ended = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("clean")

    task = run_ahead(work(), asyncio.get_running_loop())
    assert isinstance(task, asyncio.Task)
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])

    assert task.cancelled()
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
    begun: asyncio.Future[asyncio.Task[bool] | bool] = loop.create_future()

    async def work() -> bool:
        await in_task()
        async with asyncio.timeout(10):
            await asyncio.sleep(0)
            return asyncio.current_task() is task

    # A protocol begins its work in a callback of the loop, where no task runs.
    loop.call_soon(lambda: begun.set_result(run_ahead(work(), loop)))
    task = await begun

    assert isinstance(task, asyncio.Task)
    assert await task
