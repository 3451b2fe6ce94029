"""Style, scripts and pictures of the pages: read once, packed once, kept by browsers for ever."""

import gzip
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Self

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "ico": "image/x-icon",
}
_FOR_EVER = "public, max-age=31536000, immutable"


class Assets:
    """The files of the folder `static`, under addresses that change with their content.

    One digest names all of them, so that a script can import its neighbour by a relative path.
    """

    def __init__(self, contents: dict[str, bytes]) -> None:
        digest = blake2b(digest_size=6)
        for name in sorted(contents):
            digest.update(name.encode() + b"\0" + contents[name])
        self.digest = digest.hexdigest()
        self._contents = contents
        self._packed = {name: gzip.compress(data, 9, mtime=0) for name, data in contents.items()}

    @classmethod
    def packaged(cls) -> Self:
        """Read what comes with the program."""
        return cls(dict(_walk(files("instagramapi.web") / "static", "")))

    def url(self, name: str) -> str:
        """Return the address of a file; raises KeyError for one that is not there."""
        self._contents[name]
        return f"/static/{self.digest}/{name}"

    def size_bytes(self, name: str) -> int:
        """Count what a browser loads for one file."""
        return len(self._packed[name])

    def answer(self, request: Request) -> Response:
        """Answer with a file; one asked for by an old digest is not kept."""
        name = request.path_params["name"]
        if name not in self._contents:
            return PlainTextResponse("There is no such file.\n", status_code=404)
        is_packed = "gzip" in request.headers.get("accept-encoding", "")
        is_current = request.path_params["digest"] == self.digest
        headers = {
            "cache-control": _FOR_EVER if is_current else "no-cache",
            "vary": "accept-encoding",
        }
        if is_packed:
            headers["content-encoding"] = "gzip"
        content = (self._packed if is_packed else self._contents)[name]
        return Response(content, media_type=_TYPES[name.rpartition(".")[2]], headers=headers)


def _walk(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.is_dir():
            found += _walk(entry, f"{prefix}{entry.name}/")
        elif entry.name.rpartition(".")[2] in _TYPES:
            found.append((prefix + entry.name, entry.read_bytes()))
    return found
