"""The writer thread: takes everything that waits, commits it at once, wakes all callers."""

import asyncio
import math
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

LAZY_FOR_S = 0.5
_CHECKPOINT_AFTER_CHANGES = 4096
_BATCH_LIMIT = 4096


class StoreFailed(Exception):  # noqa: N818 - it names a state, like the Problems
    """The disk failed, so nobody knows what is on it: answer nobody, end the process."""


@dataclass(slots=True)
class Operation:
    """One piece of work: `run` on the writer's thread, then `done` on the caller's loop."""

    run: Callable[[sqlite3.Connection], Any]
    done: Callable[[Any], None]
    loop: asyncio.AbstractEventLoop
    is_lazy: bool = False
    result: Any = None


class Writer:
    """Owns the only connection that writes.

    While one commit waits for the disk, the next batch gathers by itself; nothing is delayed
    on purpose. A lazy operation rides with the next commit, or waits `LAZY_FOR_S` for one.
    """

    def __init__(
        self, connection: sqlite3.Connection, on_fatal: Callable[[BaseException], None]
    ) -> None:
        self._connection = connection
        self._on_fatal = on_fatal
        self._queue: queue.SimpleQueue[Operation | None] = queue.SimpleQueue()
        self._failure: StoreFailed | None = None
        self._is_closing = False
        self._checkpointed_at = connection.total_changes
        self._thread = threading.Thread(target=self._work, name="store-writer", daemon=True)
        self._thread.start()

    def put(self, operation: Operation) -> None:
        """Queue an operation; raises `StoreFailed` once a commit failed, or after `stop`."""
        if self._failure is not None:
            raise self._failure
        if self._is_closing:
            raise StoreFailed("The store is closed.")
        self._queue.put(operation)

    def stop(self) -> None:
        """Take no more; what waits is still committed. Call it where `put` is called."""
        self._is_closing = True
        self._queue.put(None)

    def join(self) -> None:
        """Block until everything is committed, checkpointed and closed."""
        self._thread.join()

    def _work(self) -> None:
        while not self._is_closing or not self._queue.empty():
            batch = self._next_batch()
            if batch:
                self._commit(batch)
                self._answer(batch)
                self._checkpoint()
        self._end()

    def _next_batch(self) -> list[Operation]:
        batch: list[Operation] = []
        flush_at = math.inf
        while True:
            operation = self._take(flush_at)
            if operation is None:
                return batch
            batch.append(operation)
            if not operation.is_lazy or len(batch) >= _BATCH_LIMIT:
                return self._take_all(batch)
            flush_at = min(flush_at, time.monotonic() + LAZY_FOR_S)

    def _take(self, until: float) -> Operation | None:
        timeout = None if until == math.inf else max(0.0, until - time.monotonic())
        try:
            return self._queue.get(timeout=timeout)
        except queue.Empty:
            return None

    def _take_all(self, batch: list[Operation]) -> list[Operation]:
        while len(batch) < _BATCH_LIMIT:
            try:
                operation = self._queue.get_nowait()
            except queue.Empty:
                break
            if operation is not None:
                batch.append(operation)
        return batch

    def _commit(self, batch: list[Operation]) -> None:
        try:
            if self._failure is None:
                self._transact(batch)
        except sqlite3.Error as error:
            self._fail(error)
        if self._failure is not None:
            for operation in batch:
                operation.result = self._failure

    def _transact(self, batch: list[Operation]) -> None:
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        if len(batch) == 1:
            self._run(batch[0], "ROLLBACK")
        else:
            for operation in batch:
                execute("SAVEPOINT operation")
                self._run(operation, "ROLLBACK TO operation")
                execute("RELEASE operation")
        if self._connection.in_transaction:
            execute("COMMIT")

    def _run(self, operation: Operation, undo: str) -> None:
        try:
            operation.result = operation.run(self._connection)
        except Exception as error:
            operation.result = error
            if not self._connection.in_transaction:
                # On a full disk SQLite undoes the whole transaction, not only this part.
                raise sqlite3.OperationalError(str(error)) from error
            self._connection.execute(undo)

    def _fail(self, error: sqlite3.Error) -> None:
        self._failure = StoreFailed(f"The outcome of a commit is unknown: {error}")
        self._failure.__cause__ = error
        self._on_fatal(self._failure)

    def _answer(self, batch: list[Operation]) -> None:
        loop = batch[-1].loop
        if not loop.is_closed():
            loop.call_soon_threadsafe(_answer_all, batch)

    def _checkpoint(self) -> None:
        changes = self._connection.total_changes
        if changes - self._checkpointed_at >= _CHECKPOINT_AFTER_CHANGES:
            self._checkpointed_at = changes
            self._copy_back("PASSIVE")

    def _copy_back(self, mode: str) -> None:
        try:
            if self._failure is None:
                self._connection.execute(f"PRAGMA wal_checkpoint({mode})")
        except sqlite3.Error as error:
            self._fail(error)

    def _end(self) -> None:
        self._copy_back("TRUNCATE")
        self._connection.close()


def _answer_all(batch: list[Operation]) -> None:
    for operation in batch:
        operation.done(operation.result)
