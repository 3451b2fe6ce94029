"""The access log: one JSON object a line on standard error, a tenth of a second at a time."""

import asyncio
import json
import sys
from collections.abc import Callable
from typing import Any

from instagramapi.kit.clock import Clock, iso

_GATHER_S = 0.1
_ENCODER = json.JSONEncoder(ensure_ascii=False)


def _to_standard_error(lines: str) -> None:
    sys.stderr.write(lines)
    sys.stderr.flush()


class AccessLog:
    """Gathers lines, because writing each by itself costs more than what it is about.

    Only a kill loses what is gathered; `flush` writes it, as a stop does.
    """

    def __init__(self, clock: Clock, write: Callable[[str], None] = _to_standard_error) -> None:
        self._clock = clock
        self._write = write
        self._lines: list[str] = []

    def add(self, **facts: Any) -> None:
        """Log one request."""
        at_s = self._clock.epoch_s()
        moment = f"{iso(at_s)[:-1]}.{int(at_s % 1 * 1000):03}Z"
        facts |= {"event": "request", "level": "info", "timestamp": moment}
        if not self._lines:
            asyncio.get_running_loop().call_later(_GATHER_S, self.flush)
        self._lines.append(_ENCODER.encode(facts))

    def flush(self) -> None:
        """Write what is gathered."""
        lines, self._lines = self._lines, []
        if lines:
            self._write("\n".join([*lines, ""]))
