"""Tells the ledger which charged answers have left the process, once they have."""

import asyncio

from instagramapi.ledger.ledger import Ledger, Receipt

_LOOK_AGAIN_AFTER_S = 0.05

Sent = tuple[asyncio.Transport | None, Receipt]


class Deliveries:
    """Looks at all answers of a turn of the loop together, at the beginning of the next one.

    A loop that gathers what it writes has handed it to the kernel by then. So a kill that falls
    between the kernel's taking an answer and its mark, which is a refund, has no more than a turn.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._sent: list[Sent] = []

    def confirm(self, transport: asyncio.Transport | None, receipt: Receipt) -> None:
        """Note that an answer was written to a transport; at once where that kept nothing back."""
        if _has_left(transport):
            self._ledger.delivered(receipt)
            return
        if not self._sent:
            asyncio.get_running_loop().call_soon(self._look)
        self._sent.append((transport, receipt))

    def _look(self) -> None:
        sent, self._sent = self._sent, []
        self._look_at(sent)

    def _look_at(self, sent: list[Sent]) -> None:
        waiting = []
        for transport, receipt in sent:
            if _has_left(transport):
                self._ledger.delivered(receipt)
            else:
                waiting.append((transport, receipt))
        if waiting:
            loop = asyncio.get_running_loop()
            loop.call_later(_LOOK_AGAIN_AFTER_S, self._look_at, waiting)


def _has_left(transport: asyncio.Transport | None) -> bool:
    """Tell whether the kernel has the whole answer, or the caller is gone."""
    # A transport that is closing still writes; one that lost its caller drops its buffer.
    return transport is None or not transport.get_write_buffer_size()
