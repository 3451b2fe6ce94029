"""Which charges reached their callers: a memory-mapped file that outlives `kill -9`.

A call gets a slot when it gets its hold. The commit of its charge writes slot and sequence into
the table `delivery`; `delivered` writes the sequence into the slot of this file, and only then
may another call have the slot. So the table names, for every slot, its latest charge, and every
charge before that one was delivered. After a crash, a charge in the table whose slot does not
hold its sequence never left the process: it is refunded. However long an answer takes, its slot
waits; however many charges pass, the table is no longer than the number of calls in flight.

The page cache survives the process, so no mark needs the disk. A power cut may lose marks: then
up to one delivered charge per slot is refunded. It never keeps a charge that was not delivered,
because a mark is only ever written after its delivery.
"""

import mmap
import os
from pathlib import Path

_SLOT_BYTES = 8


class Marks:
    """The slots, and the free ones among them."""

    def __init__(self, path: Path, slots: int) -> None:
        file = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            os.ftruncate(file, slots * _SLOT_BYTES)
            self._map = mmap.mmap(file, slots * _SLOT_BYTES)
        finally:
            os.close(file)
        # A cast view stores eight bytes at once, so a kill cannot leave half a sequence.
        self._sequences = memoryview(self._map).cast("q")
        self._slots = slots
        self._returned: list[int] = []
        self._untouched = 0

    def holds(self, slot: int, sequence: int) -> bool:
        """Say whether the charge was marked as delivered."""
        return slot < self._slots and self._sequences[slot] == sequence

    def forget(self) -> None:
        """Clear every mark, once the database no longer asks for any."""
        self._map[:] = bytes(len(self._map))

    def take(self) -> int | None:
        """Take a free slot, the one used last first; None where all are taken."""
        if self._returned:
            return self._returned.pop()
        if self._untouched == self._slots:
            return None
        self._untouched += 1
        return self._untouched - 1

    def give_back(self, slot: int) -> None:
        """Let another call have the slot."""
        self._returned.append(slot)

    def mark(self, slot: int, sequence: int) -> None:
        """Note that the charge was delivered."""
        self._sequences[slot] = sequence

    def close(self) -> None:
        """Write the marks to the disk, so that a power cut after a clean stop loses none."""
        self._sequences.release()
        self._map.flush()
        self._map.close()
