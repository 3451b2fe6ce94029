"""Runs a coroutine at once, up to where it must wait: what need not wait never becomes a task.

A task costs more than most answers: it is made, scheduled, and run a turn later. A coroutine that
ends without waiting has ended before `run_ahead` returns.
"""

import asyncio
from collections.abc import Coroutine, Generator
from contextvars import copy_context
from types import coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run_ahead(
    work: Coroutine[Any, Any, T], loop: asyncio.AbstractEventLoop
) -> "T | asyncio.Task[T]":
    """Run until it ends, and return its result; or until it waits, and return the task of the rest.

    For callbacks of the loop, where no task runs. It has a context of its own, as a task has;
    until its first wait there is no current task, and what needs one says so with `in_task`.
    """
    context = copy_context()
    try:
        awaited = context.run(work.send, None)
    except StopIteration as ended:
        result: T = ended.value
        return result
    return loop.create_task(_rest(work, awaited), context=context)


@coroutine
def _rest(work: Coroutine[Any, Any, T], awaited: Any) -> Generator[Any, Any, T]:
    """Wait for what the coroutine waits for already, then go on as if it had been a task."""
    while True:
        failure: BaseException | None = None
        try:
            sent = yield awaited
        except BaseException as error:  # noqa: BLE001 - handed on to whom it belongs to
            failure = error
        try:
            awaited = work.throw(failure) if failure else work.send(sent)
        except StopIteration as ended:
            result: T = ended.value
            return result


async def within(work: Coroutine[Any, Any, T], seconds: float | None) -> T:
    """Await something with a time limit, which only costs where something is waited for."""
    try:
        awaited = work.send(None)
    except StopIteration as ended:
        result: T = ended.value
        return result
    await in_task()
    async with asyncio.timeout(seconds):
        return await _rest(work, awaited)


async def in_task() -> None:
    """Make sure that there is a current task, as time limits need one."""
    if asyncio.current_task() is None:
        await asyncio.sleep(0)
