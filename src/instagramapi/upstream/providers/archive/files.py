"""Finds the files of an import, and opens one: plain, gz or xz, read once where it is small."""

import gzip
import io
import lzma
import os
import stat
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path

MAX_BYTES = 64 * 1024 * 1024
"""The most that is held in memory of a file: one JSON document, plain or unpacked."""
HEAD_BYTES = 1024 * 1024
"""How much of a file can be looked at before it is read (`content.peek`)."""
MAX_UNPACKED_BYTES = 64 * 1024 * 1024 * 1024
_MAX_XZ_MEMORY = 128 * 1024 * 1024
_CHUNK_BYTES = 1024 * 1024
_PLAIN_ENDINGS = (".json", ".jsonl", ".ndjson", ".csv", ".tsv")
_ENDINGS = (
    *_PLAIN_ENDINGS,
    *(f"{name}{packed}" for name in _PLAIN_ENDINGS for packed in (".gz", ".xz")),
)
_XZ_MAGIC = b"\xfd7zXZ\x00"
_GZ_MAGIC = b"\x1f\x8b"


class Unreadable(Exception):  # noqa: N818 - it names a state, like the Problems
    """A file, or a part of one, that cannot be imported; the message is the reason, for people."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A path to import, or the reason why it cannot be."""

    path: Path
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """An open file: what is in it, unpacked; its bytes' digest on demand; when it was written."""

    content: io.BufferedReader
    digest: Callable[[], bytes]
    written_at: int


def find(paths: Iterable[Path]) -> Iterator[Candidate]:
    """List the files of the paths, folders walked in the order of names.

    In a folder only what ends in `.json`, `.jsonl`, `.ndjson`, `.csv` or `.tsv` counts, also with
    `.gz` or `.xz` behind it; what is named itself counts whatever its name. A folder that was
    walked already is not walked again.
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


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """Open a file; raises Unreadable with the reason, also while its content is read."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("is not a file")
        with path.open("rb") as file:
            # What fits is read once; what does not is hashed in a reading of its own.
            is_small = status.st_size <= MAX_BYTES
            plain = io.BytesIO(file.read(status.st_size)) if is_small else file
            yield Opened(_unpacked(plain), partial(_digest, plain), int(status.st_mtime))
    except OSError as error:
        raise Unreadable(_os_reason(error)) from error


def _digest(file: io.BytesIO | io.BufferedReader) -> bytes:
    digest, place = blake2b(digest_size=16), file.tell()
    file.seek(0)
    for chunk in iter(partial(file.read, _CHUNK_BYTES), b""):
        digest.update(chunk)
    file.seek(place)
    return digest.digest()


def _unpacked(file: io.BytesIO | io.BufferedReader) -> io.BufferedReader:
    magic = file.read(len(_XZ_MAGIC))
    file.seek(0)
    if magic == _XZ_MAGIC:
        raw: io.RawIOBase = _Unpacking(_XzReader(file).read, "xz")
    elif magic.startswith(_GZ_MAGIC):
        raw = _Unpacking(gzip.GzipFile(fileobj=file).read, "gz")
    else:
        raw = _Unpacking(file.read, "plain")
    return io.BufferedReader(raw, HEAD_BYTES)


def read_whole(content: io.BufferedReader) -> bytes:
    """Read what is left, but no more than a byte above MAX_BYTES; nothing is set aside for more."""
    chunks, left = [], MAX_BYTES + 1
    while left and (chunk := content.read(min(left, _CHUNK_BYTES))):
        chunks.append(chunk)
        left -= len(chunk)
    return b"".join(chunks)


class _Unpacking(io.RawIOBase):
    """Bytes as they unpack, never more at once than asked for, nor without end in all."""

    def __init__(self, read: Callable[[int], bytes], packing: str) -> None:
        self._read = read
        self._packing = packing
        self._left = MAX_UNPACKED_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._read(len(buffer))
        except EOFError as error:
            raise Unreadable(f"is cut off: its {self._packing} data has no end") from error
        except (lzma.LZMAError, gzip.BadGzipFile, zlib.error) as error:
            raise Unreadable(f"is damaged: its {self._packing} data cannot be unpacked") from error
        self._left -= len(data)
        if self._left < 0:
            raise Unreadable(f"unpacks to more than {MAX_UNPACKED_BYTES // 2**30} GiB")
        buffer[: len(data)] = data
        return len(data)


class _XzReader:
    # `lzma.open` knows no bound of memory, and a small file may ask for gigabytes.
    def __init__(self, file: io.BytesIO | io.BufferedReader) -> None:
        self._file = file
        self._unpacker = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_MAX_XZ_MEMORY)

    def read(self, size: int) -> bytes:
        plain = b""
        while len(plain) < size and not self._unpacker.eof:
            packed = self._file.read(_CHUNK_BYTES) if self._unpacker.needs_input else b""
            if not packed and self._unpacker.needs_input:
                raise EOFError
            plain += self._unpacker.decompress(packed, max_length=size - len(plain))
        return plain


def _os_reason(error: OSError) -> str:
    reason = (error.strerror or "unknown fault").lower()
    return f"cannot be read: {reason}"
