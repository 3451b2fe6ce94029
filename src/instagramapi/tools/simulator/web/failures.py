"""Every way in which instagram.com says no, or says nothing, by upstreams B5."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from instagramapi.tools.simulator.exchange import Answer, Asked, Page

HTML = "text/html; charset=utf-8"
LOGIN_PAGE = "<!DOCTYPE html><html><head><title>Instagram</title></head><body>Log in</body></html>"
ERROR_ROUTE = "comet.igweb.PolarisErrorRoute"
POST_ROUTE = "comet.igweb.PolarisLoggedOutDesktopWWWPostRoute"

Failure = Callable[[Asked], Answer]


def _refused(status: int, body: Mapping[str, Any]) -> Failure:
    return lambda asked: Answer({**body, "status": "fail"}, status=status)


def _errors(*errors: Mapping[str, Any]) -> Failure:
    return lambda asked: Answer({"errors": list(errors), "data": None, **closing(asked)})


def _redirect(where: str) -> Failure:
    def answer(asked: Asked) -> Answer:
        target = f"{asked.origin}{where}".replace("{next}", quote(asked.path, safe=""))
        return Answer("", status=302, headers={"location": target}, media_type=HTML)

    return answer


def _html(status: int, body: str = LOGIN_PAGE) -> Failure:
    return lambda asked: Answer(body, status=status, media_type=HTML)


def closing(asked: Asked) -> dict[str, Any]:
    """What ends a GraphQL answer: the older endpoint has a status, the newer one does not."""
    if asked.path.startswith("/graphql/query"):
        return {"status": "ok"}
    return {"extensions": {"is_final": True}}


def error(message: str, code: int | None = None) -> dict[str, Any]:
    """One entry of `errors`."""
    told: dict[str, Any] = {"message": message, "severity": "CRITICAL"}
    if code is not None:
        told |= {"code": code, "api_error_code": code, "summary": message, "description": message}
    return told


def _null_object(asked: Asked) -> Answer:
    names = {"PostRoot": "xig_polaris_media", "Comments": "xig_polaris_media"}
    sent = " ".join(asked.form.values())
    name = next((key for word, key in names.items() if word in sent), "xig_user_by_username")
    if not asked.path.endswith(("/graphql", "/graphql/", "/query", "/query/")):
        return Answer({"data": {"user": None}, "status": "ok"})
    return Answer({"data": {name: None}, **closing(asked)})


def _error_summary(asked: Asked) -> Answer:
    # Also what comes of a missing `lsd` (1357004); it always has the prefix.
    body = {
        "__ar": 1,
        "error": 1357004,
        "errorSummary": "Sorry, something went wrong",
        "errorDescription": "Please try closing and re-opening your browser window.",
        "payload": None,
    }
    return Answer(body, prefix="for (;;);")


_WAIT = {
    "message": "Please wait a few minutes before you try again.",
    "require_login": True,
    "igweb_rollout": True,
}
_LOGGED_OUT = {
    "message": "login_required",
    "error_title": "You've Been Logged Out",
    "error_body": "Please log back in.",
    "logout_reason": 8,
}
_MISSING = {
    **error("A required variable was not sent"),
    "code": 1675012,
    "type": "missing_required_variable_value",
}

FAILURES: Mapping[str, tuple[Failure, str]] = {
    "please_wait": (_refused(401, _WAIT), "401: the guest gate, or too many from this address"),
    "login_required": (_refused(403, _LOGGED_OUT), "403: this needs a session"),
    "useragent_mismatch": (_refused(400, {"message": "useragent mismatch"}), "400: wrong app id"),
    "feedback_required": (_refused(400, {"message": "feedback_required"}), "400: blocked"),
    "checkpoint_required": (
        _refused(
            400,
            {"message": "checkpoint_required", "checkpoint_url": "/challenge/x/", "lock": False},
        ),
        "400: blocked",
    ),
    "challenge_required": (_refused(400, {"message": "challenge_required"}), "400: blocked"),
    "not_found": (_refused(404, {"message": "Not found"}), "404 as JSON"),
    "not_found_html": (_html(404), "404 as a page"),
    "null_object": (_null_object, "200 with null: nothing there, or the wrong endpoint"),
    "execution_error": (
        _errors(error("execution error"), error("execution error")),
        "200: an old doc id or a missing variable",
    ),
    "field_exception": (
        _errors(error("A server error field_exception occured. Check server logs for details.")),
        "200: no such post, from the query by shortcode",
    ),
    "unauthorized": (
        _errors(error("Unauthorized logged out query", 1675002)),
        "200: not for guests, or the token is missing",
    ),
    "rate_limit_error": (_errors(error("Rate limit exceeded", 1675004)), "200: a rate limit"),
    "object_not_found": (_errors(error("Object not found", 4630001)), "200: nothing there"),
    "missing_variable": (_errors(_MISSING), "200: a variable is missing"),
    "unknown_document": (
        _errors(error("The GraphQL document with ID 1 was not found.")),
        "200: an old doc id",
    ),
    "error_summary": (_error_summary, "200: something about the request is wrong"),
    "login_redirect": (_redirect("/accounts/login/?next={next}"), "302 to the log-in page"),
    "home_redirect": (_redirect("/"), "302 to the home page"),
    "challenge_redirect": (_redirect("/challenge/?next={next}"), "302 to a challenge"),
    "too_many": (_html(429, ""), "429 without a body"),
    "too_many_html": (_html(429), "429 with a page"),
    "html": (_html(200), "200: a page where JSON is due"),
    "empty_shell": (
        lambda asked: Answer(Page(POST_ROUTE), media_type=HTML),
        "200: a page without its data, a soft throttle",
    ),
    "error_route": (
        lambda asked: Answer(Page(ERROR_ROUTE), media_type=HTML),
        "200: the page of what is not there",
    ),
    "edge_560": (_html(560, ""), "560: blocked at the edge"),
    "edge_572": (_html(572, ""), "572: blocked at the edge"),
    "server_error": (_html(500), "500"),
    "bad_gateway": (_html(502, ""), "502"),
    "unavailable": (_html(503, ""), "503"),
}


def fail(name: str, asked: Asked) -> Answer:
    """Answer with one of the failures."""
    return FAILURES[name][0](asked)
