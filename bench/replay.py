"""A provider that is as slow as it is told to be, and costs next to nothing.

    python replay.py PORT URL

What it is asked for the first time it asks of the simulator at URL, and keeps; then it sends what
it kept. `GET /_replay/asked` counts the requests, `GET /_replay/after/SECONDS` delays all answers
from then on. It reads GET requests that do not come ahead of their answers, as our server's are.
"""

import asyncio
import sys
import urllib.request

import uvloop

CONTROL = "/_replay/"
_BACKLOG = 2048


class Replay:
    """What is kept, how late it is sent, and how often it was."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._kept: dict[str, bytes] = {}
        self.after_s = 0.0
        self.asked = 0

    def answer(self, target: str) -> bytes:
        """Return the body for a path and its query."""
        if target not in self._kept:
            request = urllib.request.Request(  # noqa: S310
                self._url + target, headers={"x-access-key": "any"}
            )
            with urllib.request.urlopen(request, timeout=30) as found:  # noqa: S310
                self._kept[target] = found.read()
        self.asked += 1
        return self._kept[target]

    def control(self, words: list[str]) -> bytes:
        """Set the delay, or tell the count."""
        if words[0] == "after":
            self.after_s = float(words[1])
        return b"%d" % self.asked


class Connection(asyncio.Protocol):
    """One connection, with one request at a time."""

    def __init__(self, replay: Replay) -> None:
        self._replay = replay
        self._request = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where answers go."""
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        """Answer once the request is whole, at once or late."""
        self._request += data
        if not self._request.endswith(b"\r\n\r\n"):
            return
        target = self._request.split(b" ", 2)[1].decode()
        self._request = b""
        if target.startswith(CONTROL):
            self._send(self._replay.control(target.removeprefix(CONTROL).split("/")))
            return
        body = self._replay.answer(target)
        asyncio.get_running_loop().call_later(self._replay.after_s, self._send, body)

    def _send(self, body: bytes) -> None:
        head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
        self._transport.write(head % len(body) + body)


async def _serve(port: int, url: str) -> None:
    replay = Replay(url)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Connection(replay), "127.0.0.1", port, backlog=_BACKLOG
    )
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(_serve(int(sys.argv[1]), sys.argv[2]))
