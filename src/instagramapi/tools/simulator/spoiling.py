"""Spoils answers: fields that moved, vanished or changed type, and bodies that are no JSON."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from instagramapi.tools.simulator.exchange import Answer, Page

OVERSIZED_BYTES = 9 * 1024 * 1024
_DEPTH = 100_000
_HTML = "<!DOCTYPE html><html><body><h1>Sorry, something went wrong.</h1></body></html>"

SHAPES: Mapping[str, str] = {
    "renamed_field": "`field` is called `to` instead (or `<field>_v2`)",
    "missing_field": "`field` is not there",
    "null_field": "`field` is null",
    "retyped_field": "`field` holds its value as the only item of a list",
}
BODIES: Mapping[str, str] = {
    "garbage": "bytes that are neither text nor JSON",
    "broken_json": "JSON that ends in the middle, with the length of what is sent",
    "html_body": "a page, with the type of the usual answer",
    "wrong_type": "the usual answer, called text/html",
    "empty_body": "nothing, with the usual status",
    "oversized": f"more than {OVERSIZED_BYTES // 2**20} MiB of JSON",
    "deep_json": "lists in lists, deeper than readers can go",
    "invalid_utf8": "JSON whose text is not UTF-8",
    "prefixed": "the usual answer behind `for (;;);`",
    "wrong_shape": 'valid JSON of another kind: `{"unexpected": []}`',
}


def reshape(answer: Answer, fault: str, given: Mapping[str, Any]) -> Answer:
    """Change a field wherever it stands in the answer."""
    name = str(given.get("field", "id"))
    change = _changes(str(given.get("to", f"{name}_v2")))[fault]
    return replace(answer, body=_walk(answer.body, name, change))


Change = Callable[[str, Any], dict[str, Any]]


def _changes(new_name: str) -> dict[str, Change]:
    return {
        "renamed_field": lambda name, value: {new_name: value},
        "missing_field": lambda name, value: {},
        "null_field": lambda name, value: {name: None},
        "retyped_field": lambda name, value: {name: [value]},
    }


def _walk(value: Any, name: str, change: Change) -> Any:
    if isinstance(value, Page):
        return Page(value.route, _walk(dict(value.blocks), name, change))
    if isinstance(value, list):
        return [_walk(item, name, change) for item in value]
    if not isinstance(value, dict):
        return value
    changed: dict[str, Any] = {}
    for key, inner in value.items():
        inner = _walk(inner, name, change)
        changed |= change(key, inner) if key == name else {key: inner}
    return changed


def spoil(answer: Answer, body: bytes, fault: str) -> tuple[Answer, bytes]:
    """Replace the bytes of an answer, or what it says of them."""
    if fault == "wrong_type":
        return replace(answer, media_type="text/html; charset=utf-8"), body
    if fault == "prefixed":
        return answer, b"for (;;);" + body
    return answer, _BYTES[fault](body)


_BYTES: Mapping[str, Callable[[bytes], bytes]] = {
    "garbage": lambda body: bytes(range(256)) * 8,
    "broken_json": lambda body: body[: len(body) // 2],
    "html_body": lambda body: _HTML.encode(),
    "empty_body": lambda body: b"",
    "oversized": lambda body: json.dumps({"padding": "x" * OVERSIZED_BYTES}).encode(),
    "deep_json": lambda body: b"[" * _DEPTH + b"]" * _DEPTH,
    "invalid_utf8": lambda body: b'{"data": {"text": "\xff\xfe"}}',
    "wrong_shape": lambda body: b'{"unexpected": []}',
}
