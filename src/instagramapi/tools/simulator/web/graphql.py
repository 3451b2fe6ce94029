"""The two GraphQL endpoints: which query goes where, what guests may ask, how the wrong ends."""

import json
from typing import Any

from instagramapi.errors import BadParameter, NotFound
from instagramapi.tools.simulator.exchange import Answer, Asked
from instagramapi.tools.simulator.web import guest
from instagramapi.tools.simulator.web.documents import DEAD_IDS, Document, document_of
from instagramapi.tools.simulator.web.failures import closing, error, fail
from instagramapi.tools.simulator.web.logged_out import LoggedOut
from instagramapi.tools.simulator.web.polaris import Polaris
from instagramapi.tools.simulator.world import World

WEB_API = "/api/graphql"
_MEDIA_TYPE = "text/javascript; charset=utf-8"


class GraphQL:
    """Answers queries; the logged-out family on `/api/graphql` only, the Polaris one on both."""

    def __init__(self, world: World) -> None:
        self.logged_out = LoggedOut(world)
        self._queries = {**self.logged_out.queries, **Polaris(world).queries}

    async def answer(self, asked: Asked) -> Answer:
        """Answer one query, or refuse it the way the recorded refusals look."""
        sent = asked.form or asked.query
        dead = DEAD_IDS.get(sent.get("doc_id", ""))
        document = query_of(asked)
        if dead:
            return fail(dead, asked)
        if document is None:
            number = sent.get("doc_id") or sent.get("query_hash", "")
            message = f"The GraphQL document with ID {number} was not found."
            return Answer({"errors": [error(message)], "data": None, **closing(asked)})
        refusal = _refusal(asked, document)
        if refusal:
            return fail(refusal, asked)
        if document.is_logged_out_family and not _is_web_api(asked):
            return Answer({"data": {_empty(document): None}, "status": "ok"})
        return await self._ask(asked, document)

    async def _ask(self, asked: Asked, document: Document) -> Answer:
        try:
            given = json.loads((asked.form or asked.query).get("variables") or "{}")
            missing = [name for name in document.needs if given.get(name) in (None, "")]
        except (ValueError, AttributeError):
            return fail("error_summary", asked)
        if missing:
            return fail("missing_variable", asked)
        try:
            data = await self._queries[document.name](given)
        except NotFound:
            return fail("field_exception", asked)
        except (ValueError, KeyError, TypeError, BadParameter):
            return fail("execution_error", asked)
        if data.get("xdt_api__v1__media__shortcode__web_info", data) is None:
            return fail("field_exception", asked)
        media_type = _MEDIA_TYPE if _is_web_api(asked) else "application/json; charset=utf-8"
        return Answer({"data": data, **closing(asked)}, media_type=media_type)


def query_of(asked: Asked) -> Document | None:
    """The query that a request asks, by its name or by its id."""
    sent: Any = asked.form or asked.query
    name = sent.get("fb_api_req_friendly_name") or asked.headers.get("x-fb-friendly-name", "")
    return document_of(name, sent.get("doc_id", ""))


def _refusal(asked: Asked, document: Document) -> str | None:
    if asked.method != "POST":
        return "execution_error"
    if not document.for_guests and not guest.has_session(asked):
        return "unauthorized"
    if document.name.endswith("PostCommentsPaginationQuery") and not guest.has_csrf(asked):
        return "unauthorized"
    if _is_web_api(asked) and not asked.form.get("lsd"):
        return "error_summary"
    return None


def _is_web_api(asked: Asked) -> bool:
    return asked.path.rstrip("/") == WEB_API


def _empty(document: Document) -> str:
    return "xig_polaris_media" if document.needs == ("media_id",) else "xig_user_by_username"
