"""Reads JSON from bytes: whole, line by line, or item by item of a list."""

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from io import BufferedReader
from typing import Any

from instagramapi.upstream.providers.archive.files import Unreadable

MAX_PART_BYTES = 16 * 1024 * 1024
"""The longest line, and the longest item of a list too large to be held whole."""
# Links to media carry the second of their expiry, as `&oe=65ED7FB6`.
_EXPIRY = re.compile(rb"oe=([0-9A-Fa-f]{8})(?![0-9A-Za-z])")
_OPENING = 1_286_323_200  # Instagram's first day; an expiry before it is none.
_BETWEEN = re.compile(r"[\s,]*")
# Half of a character, which JSON can write and nothing else can hold.
_HIGH, _LOW = r"\\u[dD][89abAB][0-9a-fA-F]{2}", r"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_HALF = re.compile(rf"{_HIGH}(?!{_LOW})|(?<!{_HIGH}){_LOW}")


def parse(data: bytes) -> Any:
    """Read one JSON document; raises Unreadable with the reason."""
    if not data.strip():
        raise Unreadable("is empty")
    try:
        # NaN and Infinity are no JSON; here they become unknown.
        found = json.loads(data, parse_constant=lambda _: None)
        return _mended(found, data.decode("utf-8", "replace"))
    except UnicodeDecodeError as error:
        raise Unreadable("is not JSON, nor xz-compressed JSON") from error
    except json.JSONDecodeError as error:
        raise Unreadable(f"is not JSON: {error.msg} in line {error.lineno}") from error
    except RecursionError as error:
        raise Unreadable("is nested too deeply") from error
    except ValueError as error:
        raise Unreadable("holds a number that is too long") from error


def first_expiry(data: bytes) -> int | None:
    """Find when the first of the links to media in it stops working, in seconds since 1970."""
    moments = (int(match, 16) for match in _EXPIRY.findall(data))
    return min((moment for moment in moments if moment > _OPENING), default=None)


def lines(content: BufferedReader) -> Iterator[tuple[int, bytes | None]]:
    """Number the lines from 1; one that is longer than 16 MiB is passed over and told as None."""
    number = 0
    while line := content.readline(MAX_PART_BYTES):
        number += 1
        is_cut = len(line) == MAX_PART_BYTES and not line.endswith(b"\n")
        while is_cut and line and not line.endswith(b"\n"):
            line = content.readline(MAX_PART_BYTES)
        yield number, None if is_cut else line


def items(chunks: Iterable[bytes]) -> Iterator[tuple[Any, bytes]]:
    """Read a list item by item: each as it is, and the bytes that it was written with.

    Raises Unreadable where one cannot be read: what follows it cannot be found any more.
    """
    decode = codecs.getincrementaldecoder("utf-8-sig")().decode
    reader, source = json.JSONDecoder(parse_constant=lambda _: None), iter(chunks)
    text, place, is_open = "", 0, False
    while True:
        place = _skip(text, place)
        if is_open and text[place : place + 1] == "]":
            return
        if not is_open and text[place : place + 1] == "[":
            is_open, place = True, place + 1
            continue
        found = _decoded(reader, text, place)
        if found is not None:
            item, end = found
            yield item, text[place:end].encode("utf-8", "surrogatepass")
            place = end
            continue
        text, place = text[place:] + _more(decode, source, len(text) - place), 0


def _skip(text: str, place: int) -> int:
    match = _BETWEEN.match(text, place)
    return match.end() if match else place


def _decoded(reader: json.JSONDecoder, text: str, place: int) -> tuple[Any, int] | None:
    try:
        item, end = reader.raw_decode(text, place)
        item = _mended(item, text[place:end])
    except json.JSONDecodeError:
        return None
    except (RecursionError, ValueError) as error:
        raise Unreadable("cannot be read, nor what follows it") from error
    # A number at the end may go on in the next chunk.
    return (item, end) if end < len(text) else None


def _mended(found: Any, written: str) -> Any:
    return _whole(found) if _HALF.search(written) else found


def _whole(value: Any) -> Any:
    """Copy a value with halves of characters replaced."""
    if isinstance(value, dict):
        return {_whole(name): _whole(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_whole(inner) for inner in value]
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def _more(decode: Any, source: Iterator[bytes], held: int) -> str:
    """Read on: twice as much as is held, so that a long item is not tried again too often."""
    if held > MAX_PART_BYTES:
        raise Unreadable("is damaged or longer than 16 MiB, and what follows it cannot be read")
    read, wanted = "", max(held, 1)
    while len(read) < wanted:
        chunk = next(source, None)
        if chunk is None:
            break
        try:
            read += decode(chunk)
        except UnicodeDecodeError as error:
            raise Unreadable("is not UTF-8, and what follows it cannot be read") from error
    if not read:
        raise Unreadable("is cut off: the list has no end")
    return read
