"""How the OpenAPI document describes `POST /v1/batch`, which is no endpoint of the catalogue."""

from typing import Any

from instagramapi.api.batch import MAX_CALLS
from instagramapi.errors import (
    BadParameter,
    InternalError,
    InvalidApiKey,
    Overloaded,
    PayloadTooLarge,
    Problem,
    UriTooLong,
)

Json = dict[str, Any]

OF_BATCH: tuple[type[Problem], ...] = (
    *(BadParameter, InvalidApiKey, PayloadTooLarge, UriTooLong),
    *(InternalError, Overloaded),
)
"""What can happen to a batch as a whole; each of its calls has its own problems."""
_ABOUT = f"""\
Up to {MAX_CALLS} calls in one request. Costs the sum of its calls.

Each result is what its call would have answered alone, with its `status` before it: `data` or
`error`, and a `meta` with its own `request_id`, charge and balance. Results are in the order of the
calls; some calls run at the same time. All share one deadline: what is not answered by then is a
504, free. Each call takes its credits when it begins, so a batch never overdraws: where the credits
end, the calls after are a 402, free.

`meta.credits_charged` is the sum of the results, `meta.credits_remaining` the balance that the last
committed charge of the batch left behind, or the posted balance where nothing was charged. Where
the answer is not delivered, no call of it is billed. A batch cannot hold a batch, and lists in it
are always JSON.
"""


def batch_operation(headers: Json, failures: Json) -> Json:
    """Describe the operation."""
    return {
        "operationId": "Batch",
        "summary": _ABOUT.split("\n", 1)[0],
        "description": _ABOUT,
        "tags": ["batch"],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": _BODY, "example": _EXAMPLE}},
        },
        "responses": {
            "200": {
                "description": "One result for each call.",
                "headers": headers,
                "content": {"application/json": {"schema": _ANSWER}},
            }
        }
        | failures,
    }


_EXAMPLE: Json = {
    "requests": [
        {"endpoint": "profile", "params": {"handle": "nike"}},
        {"path": "/v1/profile/posts?handle=nike&limit=12"},
    ]
}
_BY_NAME: Json = {
    "type": "object",
    "required": ["endpoint"],
    "additionalProperties": False,
    "properties": {
        "endpoint": {"type": "string", "description": "An endpoint's name, like `profile/posts`."},
        "params": {
            "type": "object",
            "description": "Its parameters.",
            "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
        },
    },
}
_BY_PATH: Json = {
    "type": "object",
    "required": ["path"],
    "additionalProperties": False,
    "properties": {"path": {"type": "string", "description": "A path with its query string."}},
}
_BODY: Json = {
    "type": "object",
    "required": ["requests"],
    "additionalProperties": False,
    "properties": {
        "requests": {
            "type": "array",
            "minItems": 1,
            "maxItems": MAX_CALLS,
            "items": {"oneOf": [_BY_NAME, _BY_PATH]},
        }
    },
}
_RESULT: Json = {
    "type": "object",
    "required": ["status", "meta"],
    "properties": {
        "status": {"type": "integer", "description": "The HTTP status of the call."},
        "data": {"description": "As the call's own operation describes it."},
        "error": {"$ref": "#/components/schemas/Failure/properties/error"},
        "meta": {"$ref": "#/components/schemas/Failure/properties/meta"},
    },
}
_ANSWER: Json = {
    "type": "object",
    "required": ["data", "meta"],
    "properties": {
        "data": {
            "type": "object",
            "required": ["results"],
            "properties": {"results": {"type": "array", "items": _RESULT}},
        },
        "meta": {"$ref": "#/components/schemas/Meta"},
    },
}
