"""Runs a coroutine at once, up to where it must wait: what need not wait never becomes a task.

A task costs more than most answers: it is made, noted in a set of all tasks, scheduled, and run a
turn later. A coroutine that ends without waiting has ended before `run_ahead` returns; one that
waits for a future goes on when that is done.
"""

import asyncio
from collections.abc import Callable, Coroutine, Generator
from contextvars import Context, copy_context
from types import coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")


def run_ahead(
    work: Coroutine[Any, Any, T],
    loop: asyncio.AbstractEventLoop,
    ended: "Callable[[Errand[T]], None]",
) -> "T | Errand[T]":
    """Run until it ends, and return its result; or until it waits, and tell `ended` of its end.

    For callbacks of the loop, where no task runs. It has a context of its own, as a task has;
    there is no current task, and what needs one says so with `in_task`.
    """
    context = copy_context()
    try:
        awaited = context.run(work.send, None)
    except StopIteration as end:
        result: T = end.value
        return result
    errand = Errand(work, loop, context, ended)
    errand.wait_for(awaited)
    return errand


class Errand(Generic[T]):
    """A coroutine that waits, and goes on by itself; it becomes a task where it needs one."""

    __slots__ = ("_awaited", "_context", "_ended", "_loop", "_result", "_work", "error")

    def __init__(
        self,
        work: Coroutine[Any, Any, T],
        loop: asyncio.AbstractEventLoop,
        context: Context,
        ended: "Callable[[Errand[T]], None]",
    ) -> None:
        self._work = work
        self._loop = loop
        self._context = context
        self._ended = ended
        self._awaited: asyncio.Future[Any]
        self._result: T
        self.error: BaseException | None = None
        """What it raised in the end."""

    @property
    def result(self) -> T:
        """What it came to, where it ended without an error."""
        return self._result

    def cancel(self, msg: object = None) -> bool:
        """Cancel what it waits for, which it is then told."""
        return self._awaited.cancel(msg)

    def wait_for(self, awaited: Any) -> None:
        """Go on when that is done, which is what the coroutine yielded."""
        # A future that was awaited says so, and asks who awaits it to say that this was heard.
        if getattr(awaited, "_asyncio_future_blocking", False):
            awaited._asyncio_future_blocking = False
            self._awaited = awaited
            awaited.add_done_callback(self._go_on, context=self._context)
        else:
            task = self._loop.create_task(_rest(self._work, awaited), context=self._context)
            self._awaited = task
            task.add_done_callback(self._end_as)

    def _go_on(self, awaited: "asyncio.Future[Any]") -> None:
        try:
            next_awaited = self._work.send(None)
        except StopIteration as end:
            self._result = end.value
            self._ended(self)
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - told to `ended`
            self.error = error
            self._ended(self)
        else:
            self.wait_for(next_awaited)

    def _end_as(self, task: asyncio.Task[T]) -> None:
        if task.cancelled():
            self.error = asyncio.CancelledError()
        elif error := task.exception():
            self.error = error
        else:
            self._result = task.result()
        self._ended(self)


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
