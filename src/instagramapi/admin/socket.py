"""The administrative socket: one line of JSON asks, one line of JSON answers.

Who may open the file may run the server: it is mode 0600. A request is
`{"operation": "keys.list", "arguments": {}}`; the answer is `{"result": {…}}` or
`{"error": {"code", "message", "param"}}`. One connection carries one request.
"""

import asyncio
import contextlib
import json
import os
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import structlog

from instagramapi.admin.failure import Failure
from instagramapi.admin.operations import Result, carry_out
from instagramapi.wiring import Service

FILE_NAME = "admin.sock"
_MAX_REQUEST_BYTES = 1_048_576
_REQUEST_WITHIN_S = 10.0
FINISH_WITHIN_S = 2.0
# The kernel's `sun_path` has 108 bytes on Linux and 104 elsewhere, one of them for the end.
_MAX_PATH_BYTES = 103

log = structlog.get_logger()


class NobodyListens(Exception):  # noqa: N818 - it names a state, like the Problems
    """No server has this data directory open."""


class AdminServer:
    """Answers on the socket in the data directory of a running server."""

    def __init__(self, service: Service, *, finish_within_s: float = FINISH_WITHIN_S) -> None:
        self._service = service
        self._finish_within_s = finish_within_s
        self._path = service.settings.data_dir / FILE_NAME
        self._server: asyncio.Server | None = None
        self._working: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Listen; the file that a killed server left behind is replaced."""
        # Whoever holds the lock of the directory may remove what lies there.
        self._path.unlink(missing_ok=True)
        self._server = await asyncio.start_unix_server(
            self._accept, sock=_bind(self._path), limit=_MAX_REQUEST_BYTES
        )

    async def close(self) -> None:
        """Take no more, give what is under way a moment to end, remove the file."""
        if self._server is None:
            return
        self._path.unlink(missing_ok=True)
        self._server.close()
        if self._working:
            _, late = await asyncio.wait(self._working, timeout=self._finish_within_s)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._answer(reader, writer))
        self._working.add(task)
        task.add_done_callback(self._working.discard)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            line = await asyncio.wait_for(reader.readline(), _REQUEST_WITHIN_S)
            writer.write(_line(await self._reply(line)))
            await writer.drain()
        except (TimeoutError, ValueError, ConnectionError):
            # It asked for nothing, for too much, or went away: nobody is there to be told.
            log.warning("admin_request_dropped")
        finally:
            writer.close()

    async def _reply(self, line: bytes) -> Result:
        try:
            name, arguments = _read(line)
            # The arguments hold e-mail addresses: they are nothing for a log.
            log.info("admin", operation=name)
            return {"result": await carry_out(self._service, name, arguments)}
        except Failure as failure:
            return failure.as_dict()
        except Exception:
            # This is a door: one operation must not end the others.
            log.exception("admin_failed")
            return Failure("internal_error", "A fault of the server; its log says more.").as_dict()


def ask(data_dir: Path, name: str, arguments: Mapping[str, Any]) -> Result:
    """Let the running server do an operation; waits as long as it takes.

    Raises NobodyListens where there is no server, and Failure where it was not done.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        try:
            with _short(data_dir / FILE_NAME) as path:
                connection.connect(path)
        except (FileNotFoundError, ConnectionRefusedError, NotADirectoryError) as error:
            raise NobodyListens from error
        try:
            connection.sendall(_line({"operation": name, "arguments": arguments}))
            with connection.makefile("rb") as answers:
                answer: Result = json.loads(answers.readline())
        except (OSError, ValueError) as error:
            raise Failure(
                "connection_lost",
                "The server stopped before it answered, so it may or may not have been done: "
                "look before you try again.",
            ) from error
    if "error" in answer:
        raise Failure(**answer["error"])
    result: Result = answer["result"]
    return result


def _read(line: bytes) -> tuple[str, dict[str, Any]]:
    try:
        asked = json.loads(line)
        return str(asked["operation"]), dict(asked["arguments"])
    except (ValueError, LookupError, TypeError) as error:
        raise Failure("malformed_request", "Not one line of JSON with operation, arguments.") from (
            error
        )


def _bind(path: Path) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with _short(path) as short:
            listener.bind(short)
        # Nobody can connect before `listen`, so there is no moment with another mode.
        path.chmod(0o600)
    except BaseException:
        listener.close()
        raise
    return listener


@contextlib.contextmanager
def _short(path: Path) -> Iterator[str]:
    """Name the file within the limit of the kernel, however deep its directory lies."""
    if len(os.fsencode(path)) <= _MAX_PATH_BYTES:
        yield str(path)
        return
    directory = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{directory}/{path.name}"
    finally:
        os.close(directory)


def _line(value: Result) -> bytes:
    return json.dumps(value).encode() + b"\n"
