"""An open-loop load generator: a request is due when it is due, and its wait counts from then.

    python openloop.py PORT REQUESTS RATE CONNECTIONS SECONDS

Requests come as independent callers send them, with exponential gaps of a fixed seed. One that
finds no idle connection waits for one, and its wait is part of its latency; a closed loop would
not have sent it, and so would not have seen what it had to wait for. The loop spins on its own
core and never sleeps. `late_p99_ms` is how late this program itself was to send what was due and
had a connection: where that is not far below the latencies, the generator is what is measured.
"""

import json
import random
import select
import socket
import sys
import time
from collections import deque
from pathlib import Path

_SEED = 20_261_128
_READ_BYTES = 262_144
_GIVE_UP_S = 10.0


def read_requests(path: str) -> list[bytes]:
    """Read the requests: each a line with its length, then so many bytes."""
    content, at, found = Path(path).read_bytes(), 0, []
    while at < len(content):
        end = content.index(b"\n", at)
        size = int(content[at:end])
        found.append(content[end + 1 : end + 1 + size])
        at = end + 1 + size
    return found


def due_times(rate: float, seconds: float) -> list[float]:
    """List the moments at which requests are due, in seconds from the start."""
    rng, at, times = random.Random(_SEED), 0.0, []  # noqa: S311
    while True:
        at += rng.expovariate(rate)
        if at >= seconds:
            return times
        times.append(at)


class Caller:
    """One connection: a request under way, and the bytes of its answer so far."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.due_s = 0.0
        self._answer = b""

    def read(self) -> int | None:
        """Take what came; the status once the answer is whole."""
        try:
            piece = self.socket.recv(_READ_BYTES)
        except BlockingIOError:
            return None
        if not piece:
            raise SystemExit("the server hung up")
        self._answer = self._answer + piece if self._answer else piece
        head = self._answer.find(b"\r\n\r\n")
        if head < 0:
            return None
        at = self._answer.lower().find(b"content-length:", 0, head)
        size = int(self._answer[at + 15 : self._answer.index(b"\r", at)])
        if len(self._answer) < head + 4 + size:
            return None
        status = int(self._answer[9:12])
        self._answer = b""
        return status


class Generator:
    """Sends each request when it is due, and notes how long its answer took from then."""

    def __init__(self, port: int, requests: list[bytes], connections: int) -> None:
        self._requests = requests
        self._sent = 0
        self._callers = {}
        self._poll = select.epoll()
        for _ in range(connections):
            caller = Caller(port)
            self._callers[caller.socket.fileno()] = caller
            self._poll.register(caller.socket.fileno(), select.EPOLLIN)
        self._idle = list(self._callers.values())
        self.latencies: list[float] = []
        self.lateness: list[float] = []
        self.statuses: dict[int, int] = {}

    def run(self, due: list[float]) -> float:
        """Send all that is due and wait for all answers; return the seconds it took."""
        began = time.perf_counter()
        waiting: deque[float] = deque()
        at, total = 0, len(due)
        while len(self.latencies) < total:
            now = time.perf_counter() - began
            while at < total and due[at] <= now:
                waiting.append(due[at])
                at += 1
            had_idle = bool(self._idle)
            while waiting and self._idle:
                self._send(waiting.popleft(), now if had_idle else None)
            self._receive(began)
            if now > due[-1] + _GIVE_UP_S:
                raise SystemExit("the server does not keep up")
        return time.perf_counter() - began

    def _send(self, due_s: float, now: float | None) -> None:
        caller = self._idle.pop()
        caller.due_s = due_s
        caller.socket.send(self._requests[self._sent % len(self._requests)])
        self._sent += 1
        if now is not None:
            self.lateness.append(now - due_s)

    def _receive(self, began: float) -> None:
        for number, _ in self._poll.poll(0):
            caller = self._callers[number]
            status = caller.read()
            if status is not None:
                self.latencies.append(time.perf_counter() - began - caller.due_s)
                self.statuses[status] = self.statuses.get(status, 0) + 1
                self._idle.append(caller)


def percentile_ms(values: list[float], share: float) -> float:
    """Return the value below which a share of them lies, in milliseconds."""
    ordered = sorted(values) or [0.0]
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


def main() -> None:
    """Run once and print one line of JSON."""
    port, path, rate, connections, seconds = sys.argv[1:]
    generator = Generator(int(port), read_requests(path), int(connections))
    took = generator.run(due_times(float(rate), float(seconds)))
    shares = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "p999": 0.999}
    told = {f"{name}_ms": percentile_ms(generator.latencies, at) for name, at in shares.items()}
    told |= {"late_p99_ms": percentile_ms(generator.lateness, 0.99)}
    told |= {"requests": len(generator.latencies), "seconds": took}
    told |= {"statuses": generator.statuses}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
