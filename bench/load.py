"""Load: as much as goes (wrk, closed loop), or a steady stream whatever happens (open loop)."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import machine

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Ask:
    """One request of a variant."""

    path: str
    key: str
    method: str = "GET"
    body: str = ""

    @property
    def line(self) -> str:
        """As `load.lua` reads it."""
        return f"{self.method} {self.path} {self.key} {self.body}".rstrip()

    def raw(self, port: int) -> bytes:
        """As it goes over the wire."""
        body = self.body.encode()
        length = b"content-length: %d\r\ncontent-type: application/json\r\n" % len(body)
        head = (
            f"{self.method} {self.path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n"
            f"authorization: Bearer {self.key}\r\n"
        )
        return head.encode() + (length if body else b"") + b"\r\n" + body


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what the generator saw, and what it used of its core."""

    told: dict[str, Any]
    load_s: float


def closed(port: int, asks: list[Ask], *, connections: int, seconds: int, core: int) -> Run:
    """Send the next request as soon as the one before is answered: the ceiling."""
    with tempfile.NamedTemporaryFile("w", suffix=".requests") as file:
        file.write("\n".join(ask.line for ask in asks) + "\n")
        file.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s"]
        command += [str(HERE / "load.lua"), f"http://127.0.0.1:{port}", "--", file.name]
        return _run(machine.pinned(core, command))


def steady(
    port: int, asks: list[Ask], *, rate: float, connections: int, seconds: float, core: int
) -> Run:
    """Send at a rate, whether or not answers come: latencies as callers have them."""
    with tempfile.NamedTemporaryFile("wb", suffix=".requests") as file:
        for ask in asks:
            raw = ask.raw(port)
            file.write(b"%d\n" % len(raw) + raw)
        file.flush()
        command = [sys.executable, str(HERE / "openloop.py"), str(port), file.name]
        command += [f"{rate:.3f}", str(connections), f"{seconds:g}"]
        return _run(machine.pinned(core, command))


def _run(command: list[str]) -> Run:
    before = os.times()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    after = os.times()
    if done.returncode:
        raise SystemExit(f"{command}: {done.stdout}{done.stderr}")
    used_s = after.children_user + after.children_system
    used_s -= before.children_user + before.children_system
    return Run(json.loads(done.stdout.strip().splitlines()[-1]), used_s)
