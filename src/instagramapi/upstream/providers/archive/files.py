"""Finds the files of an import, and reads one within bounds."""

import json
import lzma
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

MAX_BYTES = 64 * 1024 * 1024
_MAX_XZ_MEMORY = 128 * 1024 * 1024
_ENDINGS = (".json", ".json.xz")
_XZ_MAGIC = b"\xfd7zXZ\x00"
# Links to media carry the second of their expiry, as `&oe=65ED7FB6`.
_EXPIRY = re.compile(rb"oe=([0-9A-Fa-f]{8})(?![0-9A-Za-z])")
_OPENING = 1_286_323_200  # Instagram's first day; an expiry before it is none.


class Unreadable(Exception):  # noqa: N818 - it names a state, like the Problems
    """A file that cannot be imported; the message is the reason, for people."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A file as it lies there: its bytes, their digest, and when it was last written."""

    data: bytes
    digest: bytes
    written_at: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A path to import, or the reason why it cannot be."""

    path: Path
    reason: str | None = None


def find(paths: Iterable[Path]) -> Iterator[Candidate]:
    """List the files of the paths, folders walked in the order of names.

    In a folder only what ends in `.json` or `.json.xz` counts; what is named itself counts
    whatever its name. A folder that was walked already is not walked again.
    """
    walked: set[tuple[int, int]] = set()
    for path in paths:
        try:
            mode = path.stat().st_mode
        except OSError as error:
            yield Candidate(path, _os_reason(error))
            continue
        if stat.S_ISDIR(mode):
            yield from _walk(path, walked)
        else:
            yield Candidate(path)


def _walk(top: Path, walked: set[tuple[int, int]]) -> Iterator[Candidate]:
    errors: list[OSError] = []
    for folder, subfolders, names in os.walk(top, onerror=errors.append, followlinks=True):
        try:
            status = Path(folder).stat()
        except OSError as error:
            errors.append(error)
            continue
        if (status.st_dev, status.st_ino) in walked:
            subfolders.clear()
            if Path(folder).is_symlink():
                yield Candidate(Path(folder), "is a link to a folder that is read anyway")
            continue
        walked.add((status.st_dev, status.st_ino))
        subfolders.sort()
        for name in sorted(names):
            if name.lower().endswith(_ENDINGS):
                yield Candidate(Path(folder) / name)
    for fault in errors:
        yield Candidate(Path(str(fault.filename)), _os_reason(fault))


def load(path: Path) -> Raw:
    """Read a file's bytes; raises Unreadable with the reason."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("is not a file")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unreadable(_os_reason(error)) from error
    _require_size(data)
    return Raw(data, blake2b(data, digest_size=16).digest(), int(status.st_mtime))


def parse(raw: Raw) -> tuple[Any, int | None]:
    """Return the JSON in the bytes, xz or plain, and the first expiry of a link in it."""
    data = _unpacked(raw.data) if raw.data.startswith(_XZ_MAGIC) else raw.data
    if not data.strip():
        raise Unreadable("is empty")
    try:
        # NaN and Infinity are no JSON; here they become unknown.
        document = json.loads(data, parse_constant=lambda _: None)
    except UnicodeDecodeError as error:
        raise Unreadable("is not JSON, nor xz-compressed JSON") from error
    except json.JSONDecodeError as error:
        raise Unreadable(f"is not JSON: {error.msg} in line {error.lineno}") from error
    except RecursionError as error:
        raise Unreadable("is nested too deeply") from error
    except ValueError as error:
        raise Unreadable("holds a number that is too long") from error
    return document, _first_expiry(data)


def _unpacked(data: bytes) -> bytes:
    # Both bounds are needed: a small file may unpack to much, or ask for much memory to do so.
    unpacker = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_MAX_XZ_MEMORY)
    try:
        plain = unpacker.decompress(data, max_length=MAX_BYTES + 1)
    except lzma.LZMAError as error:
        raise Unreadable("is damaged: its xz data cannot be unpacked") from error
    _require_size(plain)
    if not unpacker.eof:
        raise Unreadable("is cut off: its xz data has no end")
    return plain


def _require_size(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise Unreadable(f"is larger than {MAX_BYTES // 2**20} MiB")


def _first_expiry(data: bytes) -> int | None:
    moments = (int(match, 16) for match in _EXPIRY.findall(data))
    return min((moment for moment in moments if moment > _OPENING), default=None)


def _os_reason(error: OSError) -> str:
    reason = (error.strerror or "unknown fault").lower()
    return f"cannot be read: {reason}"
