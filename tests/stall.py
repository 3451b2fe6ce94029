"""A writer that is busy, for as long as a test wants it to be."""

import asyncio
import sqlite3
import threading

from instagramapi.store.database import Database


class Stall:
    """An operation that keeps the writer inside its transaction until it is told to go on."""

    def __init__(self, database: Database) -> None:
        self._entered = threading.Event()
        self._go_on = threading.Event()
        database.submit(self._run, lambda result: None)

    async def entered(self) -> None:
        assert await asyncio.to_thread(self._entered.wait, 10)

    def go_on(self) -> None:
        self._go_on.set()

    def _run(self, connection: sqlite3.Connection) -> None:
        self._entered.set()
        assert self._go_on.wait(10)
