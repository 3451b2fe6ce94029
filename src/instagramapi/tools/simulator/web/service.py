"""instagram.com: pages, GraphQL and REST under one roof."""

import re
from collections.abc import Mapping
from typing import Any

from instagramapi.catalog.subjects import post_by_shortcode
from instagramapi.errors import Problem
from instagramapi.tools.simulator.exchange import Answer, Asked, Page
from instagramapi.tools.simulator.web import guest
from instagramapi.tools.simulator.web.failures import (
    ERROR_ROUTE,
    FAILURES,
    HTML,
    LOGIN_PAGE,
    POST_ROUTE,
    fail,
)
from instagramapi.tools.simulator.web.graphql import GraphQL, query_of
from instagramapi.tools.simulator.web.rest import Rest, failing
from instagramapi.tools.simulator.world import World

_PROFILE_ROUTE = "comet.igweb.PolarisLoggedOutDesktopWWWProfileRoute"
_HOME_ROUTE = "comet.igweb.PolarisLoggedOutDesktopWWWLandingRoute"
_LOGGED_OUT = "PolarisLoggedOutDesktopWWW"
_POST_PAGE = re.compile(r"(?:/[\w.]+)?/(?:p|reel|reels|tv)/(?P<code>[\w-]+)/?")
_PROFILE_PAGE = re.compile(r"/(?P<handle>[A-Za-z0-9._]{1,30})/?")
_GATED = "age_gate"


class Web:
    """Stands for www.instagram.com; claims every path that no other upstream claims."""

    name = "web"
    faults: Mapping[str, str] = {
        **{name: means for name, (_, means) in FAILURES.items()},
        _GATED: "200: the post is there, but asks for a log-in or an age",
    }

    def __init__(self, world: World) -> None:
        self._graphql = GraphQL(world)
        self._rest = Rest(world, self._graphql.logged_out)

    def claims(self, path: str) -> bool:
        return True

    def endpoint(self, asked: Asked) -> str:
        if asked.path.rstrip("/") in ("/api/graphql", "/graphql/query"):
            document = query_of(asked)
            return document.name if document else "graphql"
        named = self._rest.endpoint(asked.path)
        if named:
            return named
        if asked.path == "/":
            return "home_page"
        if _POST_PAGE.fullmatch(asked.path):
            return "post_page"
        return "profile_page" if _PROFILE_PAGE.fullmatch(asked.path) else "page"

    async def answer(self, asked: Asked) -> Answer:
        try:
            return await self._answer(asked)
        except Problem as problem:
            return fail(failing(problem), asked)

    def fail(self, fault: str, asked: Asked, given: Mapping[str, Any]) -> Answer:
        if fault == _GATED:
            post = {"__typename": "XIGPolarisImageMedia", "if_not_gated_logged_out": None}
            gate = {"gating_type": given.get("gating_type", "AGE")}
            media = {**post, "gating_ruling": gate, "comments_connection": None}
            result = {"data": {"xig_polaris_media": media}, "extensions": {"is_final": True}}
            if self.endpoint(asked) == "post_page":
                page = Page(POST_ROUTE, {f"{_LOGGED_OUT}PostRootContentQuery": result})
                return Answer(page, media_type=HTML)
            return Answer(result)
        return fail(fault, asked)

    async def _answer(self, asked: Asked) -> Answer:
        endpoint = self.endpoint(asked)
        if asked.path.rstrip("/") in ("/api/graphql", "/graphql/query"):
            return await self._graphql.answer(asked)
        if self._rest.endpoint(asked.path):
            return await self._rest.answer(asked, endpoint)
        if asked.path.startswith(("/accounts/login", "/challenge")):
            return Answer(LOGIN_PAGE, media_type=HTML)
        return await self._page(asked, endpoint)

    async def _page(self, asked: Asked, endpoint: str) -> Answer:
        # Tags and places are shown to nobody who is not logged in.
        if endpoint == "page":
            return fail("login_redirect", asked)
        pages = {"home_page": self._home, "post_page": self._post, "profile_page": self._profile}
        page = await pages[endpoint](asked)
        if not guest.is_navigation(asked):
            page = Page(page.route)
        return Answer(page, headers=guest.COOKIES, media_type=HTML)

    async def _home(self, asked: Asked) -> Page:
        return Page(_HOME_ROUTE)

    async def _profile(self, asked: Asked) -> Page:
        match = _PROFILE_PAGE.fullmatch(asked.path)
        given = {"username": match["handle"] if match else ""}
        head = await self._graphql.logged_out.profile(given)
        if head["xig_user_by_username"] is None:
            return Page(ERROR_ROUTE)
        posts = await self._graphql.logged_out.posts(given)
        return Page(
            _PROFILE_ROUTE,
            {
                f"{_LOGGED_OUT}ProfileRootContentQuery": _result(head),
                f"{_LOGGED_OUT}ProfilePostsTabContentQuery": _result(posts),
            },
        )

    async def _post(self, asked: Asked) -> Page:
        match = _POST_PAGE.fullmatch(asked.path)
        try:
            given = {"media_id": post_by_shortcode(match["code"] if match else "").id}
        except ValueError:
            return Page(ERROR_ROUTE)
        data = await self._graphql.logged_out.post_page(given)
        if data["xig_polaris_media"] is None:
            return Page(ERROR_ROUTE)
        return Page(POST_ROUTE, {f"{_LOGGED_OUT}PostRootContentQuery": _result(data)})


def _result(data: dict[str, Any]) -> dict[str, Any]:
    return {"data": data, "extensions": {"is_final": True}}
