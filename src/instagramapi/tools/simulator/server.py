"""Runs the simulator: as a command until it is stopped, or beside a test until it ends."""

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from instagramapi.kit.clock import Clock, SystemClock
from instagramapi.tools.simulator.app import App
from instagramapi.tools.simulator.carriage import TRANSPORT
from instagramapi.tools.simulator.journal import Entry

HOST = "127.0.0.1"
_BACKLOG = 2048
_START_S = 10.0
_GRACE_S = 1
_SILENT = logging.getLogger("instagramapi.simulator")
_SILENT.setLevel(logging.CRITICAL)
_WHOM = ("upstream", "endpoint", "path", "subject")
_WHEN = ("rate", "times", "after_s", "for_s")


class Simulator:
    """A simulator that runs in this process."""

    def __init__(self, url: str, app: App) -> None:
        self.url = url
        """Where all upstreams are, without a slash at the end."""
        self.app = app

    def break_with(self, fault: str, **rule: Any) -> int:
        """Make requests go wrong from now on; returns the rule's id.

        Keywords are those of a rule (`rate`, `times`, `after_s`, `for_s`), those of its match
        (`upstream`, `endpoint`, `path`, `subject`), and the settings of the fault.
        """
        match = {name: rule.pop(name, None) for name in _WHOM}
        told: dict[str, Any] = {name: rule.pop(name) for name in _WHEN if name in rule}
        return self.app.faults.add({"match": match, "fault": fault, "with": rule, **told}).id

    def heal(self) -> None:
        """Let all go well again."""
        self.app.faults.remove()

    def requests(self, upstream: str | None = None) -> list[Entry]:
        """The requests so far, oldest first."""
        return self.app.journal.entries(upstream=upstream)


class _Protocol(HttpToolsProtocol):
    """uvicorn's protocol, which hands its transport on, so that connections can be broken."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # It would complain of every connection that is broken on purpose.
        self.logger = _SILENT

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope[TRANSPORT] = self.transport  # type: ignore[literal-required]


async def serve(
    port: int,
    *,
    clock: Clock | None = None,
    on_ready: Callable[[str], None] = lambda url: None,
) -> None:
    """Serve on a port of this machine until SIGINT or SIGTERM; `on_ready` is told the address.

    Port 0 takes a free one. Raises OSError where the port is taken. Nobody outside this machine
    can reach it.
    """
    listener = _bind(port)
    url = _url_of(listener)
    server = _server(App(clock=clock or SystemClock(), public_url=url))
    on_ready(url)
    await server.serve(sockets=[listener])


@contextmanager
def simulator(*, port: int = 0, clock: Clock | None = None) -> Iterator[Simulator]:
    """Run a simulator in a thread of its own; it is gone when the block ends."""
    listener = _bind(port)
    url = _url_of(listener)
    app = App(clock=clock or SystemClock(), public_url=url)
    server = _server(app)
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [listener]}, name="simulator", daemon=True
    )
    thread.start()
    try:
        # The socket already listens: requests that come before the server is up just wait.
        yield Simulator(url, app)
    finally:
        server.should_exit = True
        thread.join(_START_S)
        listener.close()


def _bind(port: int) -> socket.socket:
    return socket.create_server((HOST, port), backlog=_BACKLOG)


def _url_of(listener: socket.socket) -> str:
    return f"http://{HOST}:{listener.getsockname()[1]}"


def _server(app: App) -> uvicorn.Server:
    config = uvicorn.Config(
        app,
        http=_Protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_S,
    )
    return uvicorn.Server(config)
