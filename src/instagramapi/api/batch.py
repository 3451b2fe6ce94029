"""`POST /v1/batch`: reads its body, call by call, or says what is wrong with it and where."""

import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from instagramapi.api.query import check_pairs, read_query
from instagramapi.catalog.endpoint import Call, Catalogue
from instagramapi.catalog.reading import Pairs
from instagramapi.errors import BadParameter, PayloadTooLarge

PATH = "/v1/batch"
MAX_CALLS = 50
_EXAMPLE = '{"requests": [{"endpoint": "profile", "params": {"handle": "nike"}}]}'

Receive = Callable[[], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One call of a batch as it was written; `endpoint` is None where there is no such thing."""

    name: str
    endpoint: type[Call] | None
    pairs: Pairs = ()
    refused: BadParameter | None = None


async def read_body(receive: Receive, max_bytes: int) -> bytes:
    """Read the body of a request; raises PayloadTooLarge as soon as it is."""
    body: bytes = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > max_bytes:
            raise PayloadTooLarge(f"The body is larger than {max_bytes} bytes.")
        if not message.get("more_body"):
            return body


def read_batch(body: bytes, catalogue: Catalogue) -> list[Asked]:
    """Read the calls of a batch; raises BadParameter, whose `param` is the place."""
    try:
        read = json.loads(body)
        # `"\ud800"` is half a character: JSON can write it, and no answer could repeat it.
        json.dumps(read, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as wrong:
        raise _malformed(None, f"The body is no JSON; send {_EXAMPLE}.") from wrong
    calls = read.get("requests") if isinstance(read, dict) else None
    if not isinstance(calls, list) or not calls:
        raise _malformed("requests", f"`requests` must be a list of calls: send {_EXAMPLE}.")
    if len(calls) > MAX_CALLS:
        raise _malformed(
            "requests", f"A batch has at most {MAX_CALLS} calls, and this one has {len(calls)}."
        )
    if len(read) > 1:
        raise _malformed(None, f"The body has `requests` and nothing else: send {_EXAMPLE}.")
    return [_asked(call, f"requests[{number}]", catalogue) for number, call in enumerate(calls)]


def _asked(call: Any, place: str, catalogue: Catalogue) -> Asked:
    forms = ({"path"}, {"endpoint"}, {"endpoint", "params"})
    if not isinstance(call, dict) or call.keys() not in forms:
        raise _malformed(
            place, f'`{place}` must be {{"endpoint": …, "params": {{…}}}} or {{"path": …}}.'
        )
    word = "path" if "path" in call else "endpoint"
    written = call[word]
    if not isinstance(written, str):
        raise _malformed(f"{place}.{word}", f"`{place}.{word}` must be text.")
    if written.partition("?")[0] in ("batch", PATH):
        raise _malformed(f"{place}.{word}", "A batch cannot be part of a batch.")
    if word == "path":
        return _by_path(written, catalogue)
    pairs = list(_pairs(call.get("params", {}), f"{place}.params"))
    return _checked(Asked(written, catalogue.by_name.get(written), pairs))


def _by_path(written: str, catalogue: Catalogue) -> Asked:
    path, _, query = written.partition("?")
    endpoint, in_path = catalogue.find(unquote(path))
    try:
        pairs = read_query(query.encode())
    except BadParameter as problem:
        return Asked(path, endpoint, refused=problem)
    return _checked(Asked(path, endpoint, (*in_path, *pairs)))


def _checked(asked: Asked) -> Asked:
    try:
        check_pairs(asked.pairs)
        _refuse_tables(asked.pairs)
    except BadParameter as problem:
        return Asked(asked.name, asked.endpoint, refused=problem)
    return asked


def _refuse_tables(pairs: Pairs) -> None:
    if any(name == "format" and text.lower() not in ("", "json") for name, text in pairs):
        raise BadParameter(
            "In a batch every list is JSON; ask for other formats one by one.",
            param="format",
            reason="conflict",
        )


def _pairs(params: Any, place: str) -> Iterator[tuple[str, str]]:
    if not isinstance(params, dict):
        raise _malformed(place, f"`{place}` must be an object of parameters and their values.")
    for name, value in params.items():
        # A truth value is a number to Python, and `true` to everybody else.
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, int | float):
            yield name, json.dumps(value)
        elif value is not None:
            inside = f"{place}.{name}"
            raise _malformed(inside, f"`{inside}` must be text, a number, true or false.")


def _malformed(param: str | None, message: str) -> BadParameter:
    return BadParameter(message, param=param, reason="malformed")
