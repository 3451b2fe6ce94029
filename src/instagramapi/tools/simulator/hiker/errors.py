"""HikerAPI's refusals: the HTTP status says it, the body names it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from instagramapi.tools.simulator.exchange import Answer


class HikerError(NamedTuple):
    """One way to refuse; names of `exc_type` are from memory, statuses are documented."""

    status: int
    detail: str
    exc_type: str


ERRORS: Mapping[str, HikerError] = {
    "redirect": HikerError(307, "Temporary Redirect", "TemporaryRedirect"),
    "bad_arguments": HikerError(400, "Arguments are not correctly transmitted", "BadRequest"),
    "unauthorized": HikerError(401, "You forgot to add the token to the query", "Unauthorized"),
    "payment_required": HikerError(402, "Top up your account", "InsufficientFunds"),
    "private": HikerError(403, "Account is private", "PrivateAccount"),
    "not_found": HikerError(404, "Target not found", "NotFoundError"),
    "user_not_found": HikerError(404, "Target user not found", "UserNotFound"),
    "media_not_found": HikerError(404, "Media not found or unavailable", "MediaNotFound"),
    "method_not_allowed": HikerError(405, "Method Not Allowed", "MethodNotAllowed"),
    "request_timeout": HikerError(408, "Request Timeout", "RequestTimeout"),
    "gone": HikerError(410, "This endpoint is retired", "Gone"),
    "unprocessable": HikerError(422, "field required", "ValidationError"),
    "too_many": HikerError(
        429, "Your request was rejected due to exceeding the limit", "RateLimit"
    ),
    "header_too_large": HikerError(430, "Request header fields too large", "HeadersTooLarge"),
    "server_error": HikerError(500, "Internal server error", "InternalError"),
    "unavailable": HikerError(503, "Server temporarily unable to process", "Unavailable"),
    "gateway_timeout": HikerError(504, "Network delays or server access problems", "Timeout"),
}


def refusal(name: str, *, field: str | None = None) -> Answer:
    """Write a refusal; 422 has FastAPI's list, which names the parameter."""
    error = ERRORS[name]
    body: dict[str, Any] = {"detail": error.detail, "exc_type": error.exc_type}
    if name == "unprocessable":
        missing = {"loc": ["query", field or "id"], "msg": error.detail, "type": "missing"}
        body = {"detail": [missing]}
    headers = {"location": "/"} if name == "redirect" else {}
    return Answer(body, status=error.status, headers=headers)
