"""Writes a reply as HTTP: status, headers, and the envelope around ready bytes of data."""

import json
from functools import lru_cache
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from instagramapi.api.tables import MEDIA_TYPES, write_table
from instagramapi.catalog.fields import keep
from instagramapi.catalog.reading import Table
from instagramapi.errors import Problem
from instagramapi.gateway.batch import NAME
from instagramapi.gateway.limits import Allowance
from instagramapi.gateway.reply import Reply
from instagramapi.kit.clock import iso
from instagramapi.media.links import MediaLinks
from instagramapi.upstream.fetch import Fetched

Headers = list[tuple[bytes, bytes]]

_REMEMBERED = 256
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_JSON = "application/json"
# An answer belongs to one key: nobody between us and the caller may keep it.
_NO_STORE = (b"cache-control", b"no-store")
CORS = [
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        b"x-request-id, x-credits-remaining, x-credits-charged, x-cache, x-sandbox, age, "
        b"retry-after, ratelimit, ratelimit-policy, x-next-cursor, x-total, x-fetched-at, "
        b"x-provider, x-empty-reason, x-warnings",
    ),
]
_CONSTANT = [_NO_STORE, *CORS]
_CONSTANT_LINES = b"".join(b"%b: %b\r\n" % header for header in _CONSTANT)
_EOL = "\r\n"
_SANDBOX = "x-sandbox: 1\r\n"
# How a piece of HTTP/1.1 begins, by its status.
_BEGINNINGS = {status: line + _CONSTANT_LINES for status, line in STATUS_LINE.items()}
_PREFLIGHT = [
    *CORS,
    (b"access-control-allow-headers", b"authorization, x-api-key, traceparent, content-type"),
    (b"access-control-max-age", b"86400"),
]
_METHODS = b"GET, HEAD, OPTIONS"
_BATCH_METHODS = b"POST, OPTIONS"


class Envelope:
    """Knows how replies look on the wire.

    `docs_url` is where the errors are explained, `media` makes the links of `media=proxy`.
    """

    def __init__(self, docs_url: str, media: MediaLinks) -> None:
        self._docs_url = docs_url
        self._media = media
        # Who is refused is refused over and over, in the same words.
        self._error = lru_cache(_REMEMBERED)(self._write_error)

    def write(self, reply: Reply) -> tuple[int, Headers, bytes]:
        """Turn a reply into status, headers and body."""
        body = self._body(reply)
        return reply.status, [*_CONSTANT, *_split(_lines(reply, len(body)))], body

    def wire(self, reply: Reply, lines: bytes) -> bytes:
        """Write a reply as one piece of HTTP/1.1, with further header lines."""
        body = self._body(reply)
        varying = _lines(reply, len(body)).encode()
        return b"".join((_BEGINNINGS[reply.status], varying, lines, b"\r\n", body))

    def _body(self, reply: Reply) -> bytes:
        if reply.problem:
            return self._failure(reply, reply.problem)
        if reply.table:
            return self._rows(reply, reply.table)
        return self._batch(reply) if reply.results else self._success(reply)

    def _success(self, reply: Reply) -> bytes:
        data = reply.data or b"null"
        if reply.selection or reply.is_proxied:
            data = _json(self._as_wished(json.loads(data), reply)).encode()
        return b'{"data":%b,"meta":%b}' % (data, _meta(reply).encode())

    def _rows(self, reply: Reply, table: Table) -> bytes:
        data = self._as_wished(json.loads(reply.data or b"{}"), reply)
        return write_table(table, data.get("items", ()))

    def _batch(self, reply: Reply) -> bytes:
        """Write each result as the body that its call would have had alone, and its status."""
        results = []
        for result in reply.results:
            results.append(b'{"status":%d,%b' % (result.status, self._body(result)[1:]))
        data = b'{"results":[%b]}' % b",".join(results)
        return b'{"data":%b,"meta":%b}' % (data, _meta(reply).encode())

    def _as_wished(self, data: Any, reply: Reply) -> Any:
        # The links come first: whose they are may stand in a field that is not kept.
        if reply.is_proxied:
            data = self._media.through_here(data, reply.owner)
        return keep(data, reply.selection) if reply.selection else data

    def _failure(self, reply: Reply, problem: Problem) -> bytes:
        error = self._error(
            problem.code, problem.message, problem.param, problem.reason, problem.retryable
        )
        charged, remaining = _credits(reply)
        meta = (
            f'{{"endpoint":{_text(reply.endpoint)},"request_id":"{reply.request_id}",'
            f'"credits_charged":{charged},"credits_remaining":{remaining},'
            f'"ms":{reply.ms}}}'
        )
        return b'{"error":%b,"meta":%b}' % (error, meta.encode())

    def _write_error(
        self, code: str, message: str, param: str | None, reason: str | None, is_retryable: bool
    ) -> bytes:
        error = {
            "code": code,
            "message": message,
            "param": param,
            "reason": reason,
            "retryable": is_retryable,
            "doc_url": f"{self._docs_url}#{code}",
        }
        return _json(error).encode()


def preflight(request_id: str, *, is_batch: bool = False) -> tuple[int, Headers, bytes]:
    """Answer OPTIONS: who may ask from a browser, and how."""
    methods = _BATCH_METHODS if is_batch else _METHODS
    allowed = [(b"access-control-allow-methods", methods), (b"allow", methods)]
    return 204, [*accounting(request_id, 0, None), *_PREFLIGHT, *allowed], b""


def _meta(reply: Reply) -> str:
    charged, remaining = _credits(reply)
    # Ids, cursors and names of endpoints and providers are plain ASCII: nothing to escape.
    return (
        f'{{"endpoint":"{reply.endpoint}","request_id":"{reply.request_id}",'
        f'"credits_charged":{charged},"credits_remaining":{remaining},'
        f'"next_cursor":{_text(reply.next_cursor)},"ms":{reply.ms},'
        f"{_of_fetched(reply.fetched) if reply.fetched else _NOT_FETCHED}}}"
    )


_NOT_FETCHED = (
    '"cached":false,"fetched_at":null,"provider":null,'
    '"total":null,"empty_reason":null,"warnings":[]'
)


def _of_fetched(fetched: Fetched) -> str:
    copy = fetched.copy
    return (
        f'"cached":{"false" if fetched.source == "miss" else "true"},'
        f'"fetched_at":"{iso(copy.fetched_at_s)}","provider":"{copy.provider}",'
        f'"total":{"null" if copy.total is None else copy.total},'
        f'"empty_reason":{_json(copy.empty_reason) if copy.empty_reason else "null"},'
        f'"warnings":{_json(copy.warnings) if copy.warnings else "[]"}'
    )


def _lines(reply: Reply, length: int) -> str:
    """Write the headers that are not the same in every answer, a line each."""
    charged, remaining = _credits(reply)
    table = None if reply.problem else reply.table
    fetched = reply.fetched
    return (
        f"content-type: {MEDIA_TYPES[table.format] if table else _JSON}\r\n"
        f"content-length: {length}\r\n"
        f"{_accounting(reply.request_id, charged, remaining)}"
        f"{f'x-cache: {fetched.source}{_EOL}age: {max(0, reply.age_s)}{_EOL}' if fetched else ''}"
        f"{_rate_limit(reply.allowance) if reply.allowance else ''}"
        f"{_of_problem(reply.problem, is_batch=reply.endpoint == NAME) if reply.problem else ''}"
        f"{_SANDBOX if reply.is_sandbox else ''}"
        f"{_meta_lines(reply) if table else ''}"
    )


def _meta_lines(reply: Reply) -> str:
    """Tell what the envelope tells under `meta`, as far as it is known."""
    copy = reply.fetched.copy if reply.fetched else None
    facts = {"x-next-cursor": reply.next_cursor}
    if copy:
        facts |= {
            "x-total": None if copy.total is None else str(copy.total),
            "x-fetched-at": iso(copy.fetched_at_s),
            "x-provider": copy.provider,
            "x-empty-reason": copy.empty_reason,
            # Headers hold ASCII, and this is the only fact that is text for people.
            "x-warnings": json.dumps(copy.warnings) if copy.warnings else None,
        }
    told = {name: fact for name, fact in facts.items() if fact is not None}
    # Some are the words of another server: what no header line can hold is not told.
    return "".join(
        f"{name}: {fact}\r\n"
        for name, fact in told.items()
        if fact.isascii() and fact.isprintable()
    )


def _split(lines: str) -> Headers:
    """Take lines apart into headers."""
    parts = (line.partition(": ") for line in lines.splitlines())
    return [(name.encode(), value.encode()) for name, _, value in parts]


def accounting(request_id: str, charged: int, remaining: int | None) -> Headers:
    """Write what every answer tells: which request, what it cost, what is left."""
    told: int | str = "null" if remaining is None else remaining
    return _split(_accounting(request_id, charged, told))


def _accounting(request_id: str, charged: int, remaining: int | str) -> str:
    return (
        f"x-request-id: {request_id}\r\n"
        f"x-credits-remaining: {remaining}\r\n"
        f"x-credits-charged: {charged}\r\n"
    )


def _of_problem(problem: Problem, *, is_batch: bool) -> str:
    if problem.status in (429, 503):
        return f"retry-after: {problem.retry_after_s or 1}\r\n"
    if problem.status == 401:
        return "www-authenticate: Bearer\r\n"
    if problem.status == 405:
        return f"allow: {(_BATCH_METHODS if is_batch else _METHODS).decode()}\r\n"
    return ""


def _rate_limit(allowance: Allowance) -> str:
    limit = allowance.limit
    return (
        f'ratelimit-policy: "key";q={limit.requests};w={limit.window_s}\r\n'
        f'ratelimit: "key";r={max(0, allowance.remaining)};t={allowance.reset_s}\r\n'
    )


def _credits(reply: Reply) -> tuple[int, int | str]:
    """What was charged and what is left, as it is written."""
    receipt = reply.receipt
    return (receipt.credits_charged, receipt.credits_remaining) if receipt else (0, "null")


def _text(text: str | None) -> str:
    return "null" if text is None else f'"{text}"'


def _json(value: Any) -> str:
    return _ENCODER.encode(value)
