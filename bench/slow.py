"""A provider that is slow, and our server in front of it."""

import json
import sys
import time

from ours import PROGRAM, Ours
from replay import CONTROL
from servers import HERE, Place, Server, ask

_PATIENCE_S = 60.0


class Simulator(Server):
    """`instagramapi simulate`, which knows what HikerAPI answers."""

    def start(self) -> None:
        self.run([str(PROGRAM), "simulate", "--port", str(self.port), "--json"])


class Slow(Server):
    """The simulator's answers, sent as late as is wanted."""

    def __init__(self, place: Place, simulator: Simulator) -> None:
        super().__init__(place)
        self._simulator = simulator
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        source = f"http://127.0.0.1:{self._simulator.port}"
        self.run([sys.executable, str(HERE / "replay.py"), str(self.port), source])

    def answer_after(self, seconds: float) -> None:
        """Let each answer come so late from now on."""
        self.get(f"{CONTROL}after/{seconds:g}")

    def asked(self) -> int:
        """Count what it was asked since its start."""
        return int(self.get(f"{CONTROL}asked"))

    def wait_for(self, asked: int) -> None:
        """Wait until it was asked so often."""
        ends_s = time.monotonic() + _PATIENCE_S
        while self.asked() < asked:
            if time.monotonic() > ends_s:
                raise SystemExit(f"only {self.asked()} calls came to the provider, not {asked}")
            time.sleep(0.1)

    def get(self, path: str) -> bytes:
        """Ask what our server asks."""
        status, _, body = ask(self.port, path)
        if status != 200:
            raise SystemExit(f"the provider answers {status}: {body[:200]!r}")
        return body


class OursAsking(Ours):
    """Our server with the provider `hiker`, of which so many calls may be under way."""

    def __init__(self, place: Place, provider: Slow, *, at_once: int, patience_s: int) -> None:
        manners = {"concurrency": at_once, "timeout_s": patience_s}
        super().__init__(
            place,
            providers="hiker",
            hiker_url=provider.url,
            hiker_key="any",
            manners=json.dumps({"hiker": manners}),
            deadline_s=str(patience_s),
        )
