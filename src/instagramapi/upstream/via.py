"""The way of a call through servers that ask each other: a circle is refused instead of run.

Each server that asks another names itself in a header, behind those that the call came through.
The door reads the header for every request; whoever works for that request finds the way here,
because it is a fact of the request and no parameter of the question.
"""

import re
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Final

from instagramapi.errors import BadParameter, Problem, UpstreamError

Via = tuple[str, ...]
"""The ids of the servers that a call came through, the first of them first."""

HEADER: Final = "x-instagramapi-via"
MAX_HOPS: Final = 5
_NODE = re.compile(r"[0-9A-Za-z_-]{1,64}")

VIA: ContextVar[Via] = ContextVar("via", default=())
"""The way of the call that runs now; empty for one that began here."""


def arrive(via: Via, node_id: str) -> Problem | None:
    """Note the way of the request that runs now; say why it ends here, where it does."""
    if not via:
        VIA.set(())
        return None
    if not all(map(_NODE.fullmatch, via)):
        return BadParameter(
            f"The header `{HEADER}` is a list of server ids, for example `3f2a,9c41`.",
            param=HEADER,
            reason="malformed",
        )
    if node_id in via:
        return _loop("This call already came through this server: its servers ask in a circle.")
    if len(via) > MAX_HOPS:
        return _loop(f"This call came through more than {MAX_HOPS} servers.")
    VIA.set(via)
    return None


def way_in(headers: Iterable[tuple[bytes, bytes]]) -> Via:
    """Read the way of a request from its headers."""
    written = b",".join(value for name, value in headers if name == HEADER.encode())
    nodes = (node.strip() for node in written.decode("latin-1").split(","))
    return tuple(node for node in nodes if node)


def _loop(message: str) -> UpstreamError:
    return UpstreamError(message, reason="loop")
