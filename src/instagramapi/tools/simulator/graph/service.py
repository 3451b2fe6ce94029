"""The Graph API: business discovery, hashtags, oEmbed, with tokens, usage headers and budgets."""

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from instagramapi.errors import Problem, RateLimited
from instagramapi.tools.simulator.exchange import Answer, Asked
from instagramapi.tools.simulator.graph.discovery import Discovery
from instagramapi.tools.simulator.graph.errors import ERRORS, GraphError, refusal
from instagramapi.tools.simulator.graph.fields import FieldSyntaxError
from instagramapi.tools.simulator.graph.refused import Refused
from instagramapi.tools.simulator.graph.tags import Tags
from instagramapi.tools.simulator.graph.usage import Usage
from instagramapi.tools.simulator.world import World

_PATH = re.compile(r"/v(?P<version>[0-9]{1,2}\.0)/(?P<node>[\w.]+)(?:/(?P<edge>\w+))?/?")
# An ended version is served by the oldest one that lives (upstreams A1).
_OLDEST, _NEWEST = 21, 26
_BAD_TOKENS = {"expired": "token_expired", "invalid": "token"}

Handler = Callable[[Asked, str], Awaitable[Any]]


class Graph:
    """Stands for graph.facebook.com; any token is good but `expired` and `invalid`."""

    name = "graph"
    faults: Mapping[str, str] = {name: error.message for name, error in ERRORS.items()}

    def __init__(self, world: World) -> None:
        self.usage = Usage()
        self._discovery = Discovery(world)
        self._tags = Tags(world)

    def claims(self, path: str) -> bool:
        return bool(re.match(r"/v[0-9]{1,2}\.[0-9]/", path))

    def endpoint(self, asked: Asked) -> str:
        match = _PATH.fullmatch(asked.path)
        if not match:
            return "unknown"
        if match["node"] in ("ig_hashtag_search", "instagram_oembed"):
            return match["node"]
        if match["edge"]:
            return match["edge"]
        kinds = ("business_discovery", "mentioned_media", "mentioned_comment")
        asked_for = asked.query.get("fields", "")
        return next((kind for kind in kinds if kind in asked_for), "node")

    async def answer(self, asked: Asked) -> Answer:
        match = _PATH.fullmatch(asked.path)
        if not match:
            return refusal(ERRORS["syntax"], message=f"Unknown path components: {asked.path}")
        try:
            self._check_token(asked)
            body = await self._handler(asked)(asked, match["node"])
        except Refused as refused:
            return refusal(refused.error, message=refused.message, headers=self._headers(asked))
        except FieldSyntaxError as fault:
            return refusal(ERRORS["syntax"], message=str(fault), headers=self._headers(asked))
        except Problem as problem:
            kind = "app_limit" if isinstance(problem, RateLimited) else "service"
            return refusal(ERRORS[kind], headers=self._headers(asked))
        return Answer(
            body, headers=self._headers(asked), media_type="application/json; charset=UTF-8"
        )

    def fail(self, fault: str, asked: Asked, given: Mapping[str, Any]) -> Answer:
        usual = ERRORS[fault]
        error = GraphError(
            int(given.get("code", usual.code)),
            usual.message,
            given.get("subcode", usual.subcode),
            status=int(given.get("status", usual.status)),
            is_transient=usual.is_transient,
            title=usual.title,
        )
        headers = dict(self._headers(asked))
        if fault in ("app_limit", "app_limit_403"):
            headers["x-app-usage"] = json.dumps(self.usage.exhausted())
        if fault == "business_limit":
            minutes = int(given.get("minutes", 20))
            headers |= self.usage.business_limit(_account_of(asked), minutes)
        return refusal(error, headers=headers)

    def _handler(self, asked: Asked) -> Handler:
        handlers: dict[str, Handler] = {
            "ig_hashtag_search": self._tags.search,
            "top_media": self._tags.media,
            "recent_media": self._tags.media,
            "recently_searched_hashtags": self._tags.recently_searched,
            "instagram_oembed": self._discovery.oembed,
            "mentioned_media": self._discovery.mentioned,
            "mentioned_comment": self._discovery.mentioned,
            "tags": self._discovery.tagged,
        }
        return handlers.get(self.endpoint(asked), self._node)

    async def _node(self, asked: Asked, node: str) -> Any:
        if self._tags.knows(node):
            return self._tags.node(asked, node)
        return await self._discovery.account(asked, node)

    def _check_token(self, asked: Asked) -> None:
        bearer = asked.headers.get("authorization", "").removeprefix("Bearer ")
        token = asked.query.get("access_token") or bearer
        if not token:
            raise Refused(ERRORS["no_token"])
        if token in _BAD_TOKENS:
            raise Refused(ERRORS[_BAD_TOKENS[token]])

    def _headers(self, asked: Asked) -> dict[str, str]:
        match = _PATH.fullmatch(asked.path)
        asked_version = int(match["version"].partition(".")[0]) if match else _NEWEST
        version = min(max(asked_version, _OLDEST), _NEWEST)
        return {"facebook-api-version": f"v{version}.0", **self.usage.headers(_account_of(asked))}


def _account_of(asked: Asked) -> str:
    match = _PATH.fullmatch(asked.path)
    node = match["node"] if match else ""
    return (
        node
        if node.isdecimal() and "user_id" not in asked.query
        else asked.query.get("user_id", "17841400455970028")
    )
