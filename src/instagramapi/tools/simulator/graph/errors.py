"""The Graph API's errors: a body with code and subcode; the HTTP status says little."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from instagramapi.tools.simulator.exchange import Answer


@dataclass(frozen=True)
class GraphError:
    """One way to fail."""

    code: int
    message: str
    subcode: int | None = None
    status: int = 400
    is_transient: bool | None = None
    title: str | None = None


# Codes by upstreams A5; 18, 104, 2500 and the subcode of 80002 are from memory, not from a page.
ERRORS: Mapping[str, GraphError] = {
    "unknown": GraphError(1, "An unknown error has occurred.", status=500, is_transient=True),
    "service": GraphError(2, "Service temporarily unavailable", status=503, is_transient=True),
    "unexpected": GraphError(
        2, "An unexpected error has occurred. Please retry your request later.", is_transient=True
    ),
    "ig_server_error": GraphError(-1, "Instagram server error.", 2207001, is_transient=True),
    "ig_timeout": GraphError(-2, "Timeout when fetching from Instagram.", 2207003),
    "capability": GraphError(3, "(#3) Application does not have the capability to do this."),
    "app_limit": GraphError(4, "(#4) Application request limit reached", is_transient=True),
    "app_limit_403": GraphError(4, "(#4) Application request limit reached", status=403),
    "spam": GraphError(4, "Application request limit reached", 2207051, title="Action blocked"),
    "permission": GraphError(10, "(#10) Application does not have permission for this action"),
    "user_limit": GraphError(17, "(#17) User request limit reached", is_transient=True),
    "hashtag_limit": GraphError(18, "(#18) Max hashtags queried per 7 days", 2207034),
    "not_to_be_found": GraphError(
        24, "The requested resource does not exist", 2207006, title="Media not found"
    ),
    "page_limit": GraphError(32, "(#32) Page request limit reached"),
    "invalid_parameter": GraphError(100, "(#100) Invalid parameter"),
    "invisible": GraphError(
        100,
        "Unsupported get request. Object with ID '0' does not exist, cannot be loaded due to "
        "missing permissions, or does not support this operation.",
        33,
    ),
    "session_key": GraphError(102, "Session key invalid or no longer valid", status=401),
    "no_token": GraphError(104, "An access token is required to request this resource."),
    "no_such_user": GraphError(
        110,
        "Invalid user id",
        2207013,
        is_transient=False,
        title="User not found",
    ),
    "token": GraphError(190, "Invalid OAuth access token.", status=401),
    "token_app_removed": GraphError(190, "The user has not authorized application.", 458),
    "token_checkpointed": GraphError(190, "User is checkpointed.", 459),
    "token_password": GraphError(190, "The session was invalidated.", 460),
    "token_expired": GraphError(190, "Session has expired.", 463, status=401),
    "token_unconfirmed": GraphError(190, "User is not confirmed.", 464),
    "token_invalid": GraphError(190, "Access token is invalid.", 467),
    "permission_200": GraphError(200, "(#200) Permissions error", status=403),
    "permission_299": GraphError(299, "(#299) Permissions error", status=403),
    "app_limit_341": GraphError(341, "(#341) Application limit reached"),
    "blocked": GraphError(368, "(#368) The action is temporarily blocked.", status=403),
    "custom_limit": GraphError(613, "(#613) Calls to this api have exceeded the rate limit."),
    "product": GraphError(36000, "(#36000) The image is not supported."),
    "live_media": GraphError(36104, "(#36104) This field cannot be read here."),
    "business_limit": GraphError(80002, "(#80002) There have been too many calls.", 2446079),
    "syntax": GraphError(2500, "Syntax error"),
}


def refusal(
    error: GraphError, *, message: str | None = None, headers: Mapping[str, str] | None = None
) -> Answer:
    """Write an error as an answer; a message may replace the usual one."""
    body: dict[str, Any] = {
        "message": message or error.message,
        "type": "OAuthException",
        "code": error.code,
    }
    if error.subcode is not None:
        body["error_subcode"] = error.subcode
    if error.is_transient is not None:
        body["is_transient"] = error.is_transient
    if error.title is not None:
        body["error_user_title"] = error.title
        body["error_user_msg"] = f"{error.title}."
    body["fbtrace_id"] = "AQt_simulator"
    return Answer({"error": body}, status=error.status, headers=headers or {})
