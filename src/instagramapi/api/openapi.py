"""The OpenAPI 3.1 document, made from the catalogue: prices, parameters, answers, every error."""

from collections.abc import Iterable
from typing import Any

from pydantic.json_schema import models_json_schema

from instagramapi.api.batch import PATH
from instagramapi.api.openapi_batch import OF_BATCH, batch_operation
from instagramapi.catalog.endpoint import Call, Catalogue, parameters_of
from instagramapi.catalog.parameters import OneOf, Parameter
from instagramapi.catalog.reading import wishes_of
from instagramapi.errors import (
    PROBLEMS,
    BadParameter,
    Forbidden,
    InsufficientCredits,
    InternalError,
    InvalidApiKey,
    NotFound,
    Overloaded,
    PayloadTooLarge,
    Problem,
    RateLimited,
    SpendCapReached,
    Suppressed,
    Unavailable,
    UpstreamError,
    UpstreamTimeout,
    UriTooLong,
)
from instagramapi.media.links import PATH as MEDIA_FOLDER

Json = dict[str, Any]

MEDIA_PATH = f"{MEDIA_FOLDER}{{token}}"

_REF = "#/components/schemas/{model}"
# Refusals that every route can give, whatever it asks.
_ALWAYS: tuple[type[Problem], ...] = (
    BadParameter,
    InvalidApiKey,
    Forbidden,
    PayloadTooLarge,
    UriTooLong,
    RateLimited,
    InternalError,
    Overloaded,
)
# What can happen besides where somebody is asked.
_WHEN_ASKING: tuple[type[Problem], ...] = (
    InsufficientCredits,
    SpendCapReached,
    NotFound,
    Suppressed,
    UpstreamError,
    Unavailable,
    UpstreamTimeout,
)
_OF_MEDIA: tuple[type[Problem], ...] = (
    *(BadParameter, Forbidden, NotFound, PayloadTooLarge, UriTooLong, Suppressed),
    *(InternalError, UpstreamError, Overloaded, UpstreamTimeout),
)
_TABLES = ("text/csv", "application/x-ndjson")
_MEDIA_KINDS = ("image/*", "video/*", "audio/*")
_ABOUT_MEDIA = """\
One picture, video or sound of an answer, handed on by this server. Always free.

With `media=proxy`, an answer's links to media lead here. A browser cannot send a key with a
picture, so the signed token in the link is the permission: whoever has the link can open it until
it is over, at most a day later by default and never longer than Instagram's own link works. An
answer's `media_expires_at` says when. A `range` of bytes gives a part; HEAD gives the headers.
Links to hosts that this server does not fetch from stay in the answer as they are.
"""
_HEADERS = {
    "x-request-id": ("The id of this request.", {"type": "string"}),
    "x-credits-charged": ("What this request cost.", {"type": "integer"}),
    "x-credits-remaining": (
        "The balance after it; `null` where no account is known.",
        {"type": "string", "pattern": "^([0-9]+|null)$"},
    ),
}
_OWN_HEADERS = {name: {"$ref": f"#/components/headers/{name}"} for name in _HEADERS}
_ABOUT = """\
Public Instagram data as JSON.

Send the key as `Authorization: Bearer ig_live_…` or `x-api-key`. A key that starts with `ig_test_`
is free and is answered from a synthetic world. An answer costs the credits that its operation
states in `x-credits`; an answer from the cache, a refusal and a failure of ours cost nothing.
"""


def openapi(catalogue: Catalogue, server_url: str, version: str) -> Json:
    """Describe every endpoint of a catalogue."""
    answers = {endpoint.answer: endpoint for endpoint in catalogue}
    refs, definitions = models_json_schema(
        [(answer, "serialization") for answer in answers], ref_template=_REF
    )
    names = {answer: refs[(answer, "serialization")]["$ref"] for answer in answers}
    schemas = {name: _loose(schema) for name, schema in definitions["$defs"].items()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "instagramapi", "version": version, "description": _ABOUT},
        "servers": [{"url": server_url}],
        "security": [{"bearer": []}, {"apiKey": []}],
        "tags": [{"name": tag} for tag in dict.fromkeys((*map(_tag, catalogue), "batch", "media"))],
        "paths": {
            endpoint.path: {"get": _operation(endpoint, names[endpoint.answer])}
            for endpoint in catalogue
        }
        | {
            PATH: {"post": batch_operation(_OWN_HEADERS, _failures_of(OF_BATCH, is_priced=False))},
            MEDIA_PATH: {"get": _media_operation()},
        },
        "components": {
            "schemas": schemas | {"Meta": _META, "Failure": _FAILURE},
            "headers": {
                name: {"description": about, "schema": schema}
                for name, (about, schema) in _HEADERS.items()
            },
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "apiKey": {"type": "apiKey", "in": "header", "name": "x-api-key"},
            },
        },
    }


def _operation(endpoint: type[Call], answer: str) -> Json:
    documentation = endpoint.documentation()
    return {
        "operationId": endpoint.__name__,
        "summary": documentation.split("\n", 1)[0],
        "description": documentation,
        "tags": [_tag(endpoint)],
        "x-credits": endpoint.credits,
        "x-fresh-for-seconds": int(endpoint.fresh_for.total_seconds()),
        "parameters": _parameters(endpoint),
        "responses": {"200": _success(endpoint, answer)} | _failures(endpoint),
    }


def _media_operation() -> Json:
    token: Json = {
        "name": "token",
        "in": "path",
        "required": True,
        "description": "As it stands in an answer to a call with `media=proxy`.",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]+$"},
    }
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in _MEDIA_KINDS}
    return {
        "operationId": "GetMedia",
        "summary": _ABOUT_MEDIA.split("\n", 1)[0],
        "description": _ABOUT_MEDIA,
        "tags": ["media"],
        "x-credits": 0,
        "security": [],
        "parameters": [token],
        "responses": {
            "200": {"description": "All of it.", "headers": _OWN_HEADERS, "content": content},
            "206": {
                "description": "The part asked for.",
                "headers": _OWN_HEADERS,
                "content": content,
            },
            "416": {"description": "There is no such part.", "headers": _OWN_HEADERS},
        }
        | _failures_of(_OF_MEDIA, is_priced=False),
    }


def _tag(endpoint: type[Call]) -> str:
    return endpoint.name.split("/", 1)[0]


def _parameters(endpoint: type[Call]) -> list[Json]:
    own = [
        _parameter(parameter, slot.one_of, endpoint.example)
        | {"required": slot.is_required and len(slot.one_of.parameters) == 1}
        | ({"in": "path"} if parameter.name == endpoint.path_parameter else {})
        for slot in endpoint.slots
        for parameter in slot.one_of.parameters
    ]
    wishes = [
        _parameter(parameter, OneOf((parameter,), ""), {})
        for parameter in parameters_of(wishes_of(endpoint))
    ]
    return own + wishes


def _parameter(parameter: Parameter, one_of: OneOf, example: Any) -> Json:
    about = f"{parameter.about} Accepts {parameter.accepts}."
    if len(one_of.parameters) > 1:
        about += f" Send exactly one of {one_of.names}."
    if parameter.aliases:
        about += f" Also: {', '.join(f'`{alias}`' for alias in parameter.aliases)}."
    described: Json = {
        "name": parameter.name,
        "in": "query",
        "description": about,
        "schema": dict(parameter.schema),
    }
    if parameter.name in example:
        described["example"] = example[parameter.name]
    return described


def _success(endpoint: type[Call], answer: str) -> Json:
    schema = {
        "type": "object",
        "required": ["data", "meta"],
        "properties": {
            "data": {"$ref": answer},
            "meta": {"$ref": "#/components/schemas/Meta"},
        },
    }
    content: Json = {"application/json": {"schema": schema}}
    if endpoint.is_list():
        content |= {kind: {"schema": {"type": "string"}} for kind in _TABLES}
    return {
        "description": f"The answer; costs {endpoint.credits} credits, 0 from the cache.",
        "headers": _OWN_HEADERS,
        "content": content,
    }


def _failures(endpoint: type[Call]) -> Json:
    asked = _WHEN_ASKING if endpoint.credits else ()
    possible = dict.fromkeys((*_ALWAYS, *asked, *endpoint.raises))
    return _failures_of(possible, is_priced=endpoint.credits > 0)


def _failures_of(possible: Iterable[type[Problem]], *, is_priced: bool) -> Json:
    by_status: dict[int, list[type[Problem]]] = {}
    for problem in possible:
        by_status.setdefault(problem.status, []).append(problem)
    return {
        str(status): _failure(by_status[status], is_priced=is_priced)
        for status in sorted(by_status)
    }


def _failure(problems: list[type[Problem]], *, is_priced: bool) -> Json:
    billed = {problem for problem in problems if problem.billed and is_priced}
    about = "\n\n".join(
        f"`{problem.code}` ({'billed' if problem in billed else 'free'}): {problem.documentation()}"
        for problem in problems
    )
    examples = {each.code: {"value": _example(each, int(each in billed))} for each in problems}
    return {
        "description": about,
        "headers": _OWN_HEADERS,
        "content": {
            "application/json": {
                "schema": {"$ref": "#/components/schemas/Failure"},
                "examples": examples,
            }
        },
    }


def _example(problem: type[Problem], charged: int) -> Json:
    return {
        "error": {
            "code": problem.code,
            "message": problem.documentation().split("\n", 1)[0],
            "param": None,
            "reason": None,
            "retryable": problem.retryable,
            "doc_url": f"/docs/errors#{problem.code}",
        },
        "meta": {
            "endpoint": "profile",
            "request_id": "req_01JDD0Z7M8T4N6Q2V5X9Y3B1CW",
            "credits_charged": charged,
            "credits_remaining": None if problem is InvalidApiKey else 4987,
            "ms": 12,
        },
    }


def _loose(schema: Json) -> Json:
    """Require nothing: every field is always there, but `fields` may have dropped it."""
    return {name: value for name, value in schema.items() if name != "required"}


def _nullable(kind: str, about: str) -> Json:
    return {"type": [kind, "null"], "description": about}


_REQUEST: Json = {
    "endpoint": _nullable("string", "Name of the endpoint; null where there is no such path."),
    "request_id": {"type": "string", "pattern": "^req_[0-9A-Z]{26}$"},
    "credits_charged": {"type": "integer", "minimum": 0},
    "credits_remaining": _nullable("integer", "The balance after this request."),
    "ms": {"type": "integer", "description": "Milliseconds that the answer took."},
}
_META: Json = {
    "type": "object",
    "required": [*_REQUEST, "next_cursor"],
    "properties": _REQUEST
    | {
        "next_cursor": _nullable("string", "Pass it as `cursor`; null at the end of a list."),
        "cached": {"type": "boolean", "description": "Whether nobody was asked."},
        "fetched_at": _nullable("string", "When the provider was asked."),
        "provider": _nullable("string", "Who answered."),
        "total": _nullable("integer", "How many there are, as Instagram states it."),
        "empty_reason": _nullable("string", "Why there is nothing, where that is known."),
        "warnings": {"type": "array", "items": {"type": "string"}},
    },
}
_FAILURE: Json = {
    "type": "object",
    "required": ["error", "meta"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "param", "reason", "retryable", "doc_url"],
            "properties": {
                "code": {"type": "string", "enum": [problem.code for problem in PROBLEMS]},
                "message": {"type": "string"},
                "param": _nullable("string", "The parameter that is wrong."),
                "reason": _nullable("string", "What exactly it is, in one word."),
                "retryable": {"type": "boolean"},
                "doc_url": {"type": "string", "description": "Where this error is explained."},
            },
        },
        "meta": {"type": "object", "required": list(_REQUEST), "properties": _REQUEST},
    },
}
