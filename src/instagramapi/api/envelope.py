"""Writes a reply as HTTP: status, headers, and the envelope around ready bytes of data."""

import json
from functools import lru_cache
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from instagramapi.api.tables import MEDIA_TYPES, write_table
from instagramapi.catalog.fields import keep
from instagramapi.catalog.reading import DEFAULT_OPTIONS, Options
from instagramapi.errors import Problem
from instagramapi.gateway.batch import NAME
from instagramapi.gateway.limits import Allowance
from instagramapi.gateway.reply import Reply
from instagramapi.gateway.standing import Form
from instagramapi.kit.clock import iso
from instagramapi.media.links import MediaLinks
from instagramapi.store.cache import Copy

Headers = list[tuple[bytes, bytes]]
_Body = tuple[bytes, bytes, bytes]
"""A body in three pieces, the middle one being large: it is copied once, into what is sent."""

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
        body = b"".join(self._body(reply))
        return reply.status, [*_CONSTANT, *_split(_lines(reply, len(body)))], body

    def wire(self, reply: Reply, lines: bytes) -> bytes:
        """Write a reply as one piece of HTTP/1.1, with further header lines."""
        form = self._form(reply, lines)
        if form and reply.data:
            of_id = reply.request_id.encode()
            return b"".join((form[0], of_id, form[1], reply.data, form[2], of_id, form[3]))
        return b"".join(self._pieces(reply, lines))

    def _form(self, reply: Reply, lines: bytes) -> Form | None:
        """Return what stands around the id and the data of a copy; None where that varies.

        It is written once for answers that agree in all that it is made of, as most of those do
        that are sent within a second.
        """
        standing, copy, data = reply.standing, reply.copy, reply.data
        if standing is None or copy is None or data is None or reply.source != "hit":
            return None
        of_copy = _told(copy), copy.next_cursor, len(data)
        facts = *of_copy, *_credits(reply), reply.ms, reply.age_s, lines
        known = standing.form
        if known and known[0] == facts:
            return known[1]
        options = standing.options
        if options.selection or options.is_proxied or options.table or standing.allowance:
            return None
        head, front, _, back = self._pieces(reply, lines)
        before, after = head.split(of_id := reply.request_id.encode())
        between, behind = back.split(of_id)
        form = before, after + front, between, behind
        standing.form = facts, form
        return form

    def _pieces(self, reply: Reply, lines: bytes) -> tuple[bytes, bytes, bytes, bytes]:
        """Write the head, and the body in its three pieces."""
        front, data, back = self._body(reply)
        varying = _lines(reply, len(front) + len(data) + len(back)).encode()
        head = b"".join((_BEGINNINGS[reply.status], varying, lines, b"\r\n"))
        return head, front, data, back

    def _body(self, reply: Reply) -> _Body:
        if reply.problem:
            return self._failure(reply, reply.problem)
        if reply.results:
            return b'{"data":', self._batch(reply.results), _meta(reply)
        options = reply.standing.options if reply.standing else DEFAULT_OPTIONS
        data = reply.data or b"null"
        if options.table:
            items = self._as_wished(data, reply, options).get("items", ())
            return b"", write_table(options.table, items), b""
        if options.selection or options.is_proxied:
            data = _json(self._as_wished(data, reply, options)).encode()
        return b'{"data":', data, _meta(reply)

    def _batch(self, results: tuple[Reply, ...]) -> bytes:
        """Write each result as the body that its call would have had alone, and its status."""
        bodies = (b"".join(self._body(result)) for result in results)
        written = [
            b'{"status":%d,%b' % (result.status, body[1:])
            for result, body in zip(results, bodies, strict=True)
        ]
        return b'{"results":[%b]}' % b",".join(written)

    def _as_wished(self, data: bytes, reply: Reply, options: Options) -> Any:
        # The links come first: whose they are may stand in a field that is not kept.
        wished = json.loads(data)
        if options.is_proxied and reply.standing:
            wished = self._media.through_here(wished, reply.standing.owner)
        return keep(wished, options.selection) if options.selection else wished

    def _failure(self, reply: Reply, problem: Problem) -> _Body:
        error = self._error(
            problem.code, problem.message, problem.param, problem.reason, problem.retryable
        )
        charged, remaining = _credits(reply)
        meta = (
            f',"meta":{{"endpoint":{_text(reply.endpoint)},"request_id":"{reply.request_id}",'
            f'"credits_charged":{charged},"credits_remaining":{remaining},'
            f'"ms":{reply.ms}}}}}'
        )
        return b'{"error":', error, meta.encode()

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
    return 204, [*accounting(request_id), *_PREFLIGHT, *allowed], b""


def _meta(reply: Reply) -> bytes:
    """Write what follows the data."""
    charged, remaining = _credits(reply)
    # Ids, cursors and names of endpoints and providers are plain ASCII: nothing to escape.
    return (
        f',"meta":{{"endpoint":"{reply.endpoint}","request_id":"{reply.request_id}",'
        f'"credits_charged":{charged},"credits_remaining":{remaining},'
        f'"next_cursor":{_text(reply.next_cursor)},"ms":{reply.ms},'
        f'"cached":{"true" if reply.source in _FROM_CACHE else "false"},'
        f"{_told(reply.copy) if reply.copy else _NOT_FETCHED}}}}}"
    ).encode()


_FROM_CACHE = frozenset(["hit", "stale"])
_NOT_FETCHED = '"fetched_at":null,"provider":null,"total":null,"empty_reason":null,"warnings":[]'


def _told(copy: Copy) -> str:
    """Write what is told of a copy, once for all answers that it is."""
    if copy.told is None:
        copy.told = (
            f'"fetched_at":"{iso(copy.fetched_at_s)}","provider":"{copy.provider}",'
            f'"total":{"null" if copy.total is None else copy.total},'
            f'"empty_reason":{_json(copy.empty_reason) if copy.empty_reason else "null"},'
            f'"warnings":{_json(copy.warnings) if copy.warnings else "[]"}'
        )
    return copy.told


def _lines(reply: Reply, length: int) -> str:
    """Write the headers that are not the same in every answer, a line each."""
    charged, remaining = _credits(reply)
    standing, problem = reply.standing, reply.problem
    table = standing.options.table if standing and problem is None else None
    lines = (
        f"content-type: {MEDIA_TYPES[table.format] if table else _JSON}\r\n"
        f"content-length: {length}\r\n"
        f"x-request-id: {reply.request_id}\r\n"
        f"x-credits-remaining: {remaining}\r\n"
        f"x-credits-charged: {charged}\r\n"
    )
    if reply.source:
        lines += f"x-cache: {reply.source}\r\nage: {reply.age_s}\r\n"
    if standing and standing.allowance:
        lines += _rate_limit(standing.allowance)
    if problem:
        lines += _of_problem(problem, is_batch=reply.endpoint == NAME)
    if reply.key and reply.key.mode == "test":
        lines += "x-sandbox: 1\r\n"
    return lines + _meta_lines(reply) if table else lines


def _meta_lines(reply: Reply) -> str:
    """Tell what the envelope tells under `meta`, as far as it is known."""
    copy = reply.copy
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


def accounting(request_id: str) -> Headers:
    """Write what every answer tells: which request, what it cost, what is left; nobody pays."""
    return [
        (b"x-request-id", request_id.encode()),
        (b"x-credits-remaining", b"null"),
        (b"x-credits-charged", b"0"),
    ]


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
