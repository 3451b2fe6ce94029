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
from instagramapi.store.cache import Copy

Headers = list[tuple[bytes, bytes]]

_REMEMBERED = 256
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_JSON = (b"content-type", b"application/json")
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
        return reply.status, [*_CONSTANT, *_varying(reply, len(body))], body

    def wire(self, reply: Reply, lines: bytes) -> bytes:
        """Write a reply as one piece of HTTP/1.1, with further header lines."""
        body = self._body(reply)
        varying = [b"%b: %b\r\n" % header for header in _varying(reply, len(body))]
        head = (STATUS_LINE[reply.status], _CONSTANT_LINES, *varying, lines, b"\r\n")
        return b"".join((*head, body))

    def _body(self, reply: Reply) -> bytes:
        if reply.problem:
            return self._failure(reply, reply.problem)
        if reply.table:
            return self._lines(reply, reply.table)
        return self._batch(reply) if reply.results else self._success(reply)

    def _success(self, reply: Reply) -> bytes:
        data = reply.data or b"null"
        if reply.selection or reply.is_proxied:
            data = _json(self._as_wished(json.loads(data), reply)).encode()
        return b'{"data":%b,"meta":%b}' % (data, _meta(reply).encode())

    def _lines(self, reply: Reply, table: Table) -> bytes:
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
            f'"credits_charged":{charged},"credits_remaining":{_or_null(remaining)},'
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
    copy = reply.fetched.copy if reply.fetched else None
    is_cached = reply.fetched is not None and reply.fetched.source != "miss"
    # Ids, cursors and names of endpoints and providers are plain ASCII: nothing to escape.
    return (
        f'{{"endpoint":"{reply.endpoint}","request_id":"{reply.request_id}",'
        f'"credits_charged":{charged},"credits_remaining":{_or_null(remaining)},'
        f'"next_cursor":{_text(reply.next_cursor)},"ms":{reply.ms},'
        f'"cached":{"true" if is_cached else "false"},{_of_copy(copy) if copy else _NO_COPY}}}'
    )


_NO_COPY = '"fetched_at":null,"provider":null,"total":null,"empty_reason":null,"warnings":[]'


def _of_copy(copy: Copy) -> str:
    return (
        f'"fetched_at":"{iso(copy.fetched_at_s)}","provider":"{copy.provider}",'
        f'"total":{_or_null(copy.total)},'
        f'"empty_reason":{_json(copy.empty_reason) if copy.empty_reason else "null"},'
        f'"warnings":{_json(copy.warnings) if copy.warnings else "[]"}'
    )


def _varying(reply: Reply, length: int) -> Headers:
    """Write the headers that are not the same in every answer."""
    charged, remaining = _credits(reply)
    table = None if reply.problem else reply.table
    headers = [
        (b"content-type", MEDIA_TYPES[table.format]) if table else _JSON,
        (b"content-length", b"%d" % length),
        *accounting(reply.request_id, charged, remaining),
    ]
    if reply.fetched:
        headers.append((b"x-cache", reply.fetched.source.encode()))
        headers.append((b"age", b"%d" % max(0, reply.age_s)))
    if reply.is_sandbox:
        headers.append((b"x-sandbox", b"1"))
    if reply.allowance:
        headers += _rate_limit(reply.allowance)
    if reply.problem:
        headers += _of_problem(reply.problem, is_batch=reply.endpoint == NAME)
    if table:
        headers += _meta_headers(reply)
    return headers


def _meta_headers(reply: Reply) -> Headers:
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
    return [
        (name.encode(), fact.encode())
        for name, fact in told.items()
        if fact.isascii() and fact.isprintable()
    ]


def accounting(request_id: str, charged: int, remaining: int | None) -> Headers:
    """Write what every answer tells: which request, what it cost, what is left."""
    return [
        (b"x-request-id", request_id.encode()),
        (b"x-credits-remaining", _or_null(remaining).encode()),
        (b"x-credits-charged", b"%d" % charged),
    ]


def _of_problem(problem: Problem, *, is_batch: bool) -> Headers:
    if problem.status in (429, 503):
        return [(b"retry-after", b"%d" % (problem.retry_after_s or 1))]
    if problem.status == 401:
        return [(b"www-authenticate", b"Bearer")]
    if problem.status == 405:
        return [(b"allow", _BATCH_METHODS if is_batch else _METHODS)]
    return []


def _rate_limit(allowance: Allowance) -> Headers:
    policy = f'"key";q={allowance.limit.requests};w={allowance.limit.window_s}'
    state = f'"key";r={max(0, allowance.remaining)};t={allowance.reset_s}'
    return [(b"ratelimit-policy", policy.encode()), (b"ratelimit", state.encode())]


def _credits(reply: Reply) -> tuple[int, int | None]:
    if reply.receipt is None:
        return 0, None
    return reply.receipt.credits_charged, reply.receipt.credits_remaining


def _or_null(number: int | None) -> str:
    return "null" if number is None else str(number)


def _text(text: str | None) -> str:
    return "null" if text is None else f'"{text}"'


def _json(value: Any) -> str:
    return _ENCODER.encode(value)
