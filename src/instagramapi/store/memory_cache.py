"""The cache of one process: copies in use as they are, the others packed, all within one bound."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, KeysView
from typing import Generic, TypeVar

from instagramapi.store.cache import Copy
from instagramapi.store.packing import Packed, fetched_at_s, pack, unpack

# This part of the room is for copies as they are.
_UNPACKED_SHARE = 1 / 8
# What a copy takes beside its bytes, as the process grows: the objects around it and what is told
# of it, and for a packed one the gaps that the allocator leaves after many came and went.
_COPY_OBJECTS_BYTES = 600
_PACKED_OBJECTS_BYTES = 420
# Looked at between two pauses, in a millisecond or so.
_AT_ONCE_BYTES = 65_536

Kept = TypeVar("Kept", Copy, Packed)


class MemoryCache:
    """A cache in this process, bounded in bytes; what was not used longest goes first.

    The copies used last are kept as they are, in a share of the room. Those that do not fit there
    are packed; those that do not fit packed either are dropped. A packed copy that is asked for is
    unpacked, and is then the one used last; it stays packed, too, so as not to be packed again.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._max_unpacked_bytes = int(max_bytes * _UNPACKED_SHARE)
        self._copies = _Shelf[Copy](_copy_bytes)
        self._packed = _Shelf[Packed](_packed_bytes)

    @property
    def size_bytes(self) -> int:
        """What all copies take of the process's memory."""
        return self._copies.size_bytes + self._packed.size_bytes

    def get(self, identity: str) -> Copy | None:
        in_use = self._copies.kept
        copy = in_use.get(identity)
        if copy is not None:
            in_use.move_to_end(identity)
            return copy
        packed = self._packed.kept.get(identity)
        return None if packed is None else self._keep(identity, unpack(packed))

    async def put(self, identity: str, copy: Copy) -> None:
        self._packed.take(identity)
        self._keep(identity, copy)

    async def forget(self, text: str) -> int:
        sought = text.lower().encode()

        def names(identity: str, kept: Copy | Packed) -> bool:
            copy = kept if isinstance(kept, Copy) else unpack(kept)
            return sought in identity.lower().encode() or sought in copy.data.lower()

        return await self._drop_where(names)

    async def drop_older(self, than_s: float) -> None:
        await self._drop_where(lambda identity, kept: fetched_at_s(kept) < than_s)

    def _keep(self, identity: str, copy: Copy) -> Copy:
        self._copies.put(identity, copy)
        while self._copies.size_bytes > self._max_unpacked_bytes:
            unused, plain = self._copies.take_oldest()
            self._packed.put(unused, self._packed.take(unused) or pack(plain))
        while self.size_bytes > self._max_bytes:
            self._packed.take_oldest()
        return copy

    async def _drop_where(self, is_meant: Callable[[str, Copy | Packed], bool]) -> int:
        """Drop what is meant of all that is here now, and let others work every now and then."""
        dropped = seen_bytes = 0
        for identity in [*self._copies.identities(), *self._packed.identities()]:
            if seen_bytes >= _AT_ONCE_BYTES:
                await asyncio.sleep(0)
                seen_bytes = 0
            # Meanwhile it may have been packed, unpacked, replaced or dropped.
            kept = self._copies.kept.get(identity) or self._packed.kept.get(identity)
            if kept is None:
                continue
            seen_bytes += len(kept.data if isinstance(kept, Copy) else kept)
            if is_meant(identity, kept):
                self._drop(identity)
                dropped += 1
        return dropped

    def _drop(self, identity: str) -> None:
        self._copies.take(identity)
        self._packed.take(identity)


class _Shelf(Generic[Kept]):
    """Copies of one form, the one not used longest first, and what they take together."""

    def __init__(self, bytes_of: Callable[[str, Kept], int]) -> None:
        self.kept: OrderedDict[str, Kept] = OrderedDict()
        self.size_bytes = 0
        self._bytes_of: Callable[[str, Kept], int] = bytes_of

    def identities(self) -> KeysView[str]:
        """Name all that are there, in no order."""
        # Along its own order, a dictionary that has one goes ten times as slowly.
        return dict.keys(self.kept)

    def put(self, identity: str, kept: Kept) -> None:
        """Put one last, in place of the one that is there."""
        self.take(identity)
        self.kept[identity] = kept
        self.size_bytes += self._bytes_of(identity, kept)

    def take(self, identity: str) -> Kept | None:
        """Take one away, if it is there."""
        kept = self.kept.pop(identity, None)
        if kept is not None:
            self.size_bytes -= self._bytes_of(identity, kept)
        return kept

    def take_oldest(self) -> tuple[str, Kept]:
        """Take the first away."""
        identity, kept = self.kept.popitem(last=False)
        self.size_bytes -= self._bytes_of(identity, kept)
        return identity, kept


def _copy_bytes(identity: str, copy: Copy) -> int:
    return len(identity) + len(copy.data) + len(copy.next_cursor or "") + _COPY_OBJECTS_BYTES


def _packed_bytes(identity: str, packed: Packed) -> int:
    return len(identity) + len(packed) + _PACKED_OBJECTS_BYTES
