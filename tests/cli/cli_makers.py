"""Runs commands: in this process, or as a program beside a server that is one too."""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from instagramapi.cli.main import main

PROGRAM = Path(sys.executable).with_name("instagramapi")
# What the machine that runs the tests has set is nothing to them.
ENVIRONMENT = {name: text for name, text in os.environ.items() if "INSTAGRAMAPI" not in name}


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object on standard output; raises where there is anything else."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        assert self.out.count("\n") == 1
        return found


def run(*words: str | Path) -> Ran:
    """Run a command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(word) for word in words])
    return Ran(code, out.getvalue(), err.getvalue())


def run_program(*words: str | Path, **environment: str) -> Ran:
    """Run a command as the program that is installed."""
    done = subprocess.run(
        [PROGRAM, *words],
        env=ENVIRONMENT | environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def serve_here(*words: str | Path) -> Ran:
    """Serve in this process until it says that it is ready, then stop as SIGTERM does."""
    out, err = io.StringIO(), io.StringIO()

    def stop_when_ready() -> None:
        # Both forms end their first output with a line; only then do handlers wait for signals.
        while not out.getvalue().endswith("\n"):
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGTERM)

    stopper = threading.Thread(target=stop_when_ready, daemon=True)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        stopper.start()
        code = main(["serve", "--port", "0", *(str(word) for word in words)])
    stopper.join()
    return Ran(code, out.getvalue(), err.getvalue())


@dataclass
class Served:
    """A server that runs as a program, and what it said when it was ready."""

    process: "subprocess.Popen[str]"
    data_dir: Path
    ready: dict[str, Any]

    @property
    def url(self) -> str:
        return str(self.ready["url"])

    @property
    def key(self) -> str:
        return str(self.ready["live_key"])

    def stop(self) -> int:
        """Send SIGTERM and return the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


@contextmanager
def serving(data_dir: Path, log: Path | None = None) -> Iterator[Served]:
    """Serve on a free port until the end of the block."""
    words: list[str | Path] = [PROGRAM, "serve", "--port", "0", "--json", "--data-dir", data_dir]
    with (log or Path(os.devnull)).open("w") as errors:
        process = subprocess.Popen(
            words, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=errors, text=True
        )
    assert process.stdout is not None
    try:
        yield Served(process, data_dir, json.loads(process.stdout.readline()))
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
