"""A new endpoint is a class and a method of a provider; everything else follows from them."""

import dataclasses
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import httpx2
import pytest

from instagramapi.accounts.terms import Terms
from instagramapi.asgi import App
from instagramapi.catalog.endpoint import Catalogue, Endpoint
from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.models import Model, Page
from instagramapi.catalog.parameters import Account, Cursor, Limit, OneOf, Parameter
from instagramapi.errors import NotFound
from instagramapi.settings import Settings
from instagramapi.upstream.provider import Provider, serves
from instagramapi.wiring import build

pytestmark = pytest.mark.anyio


class Badge(Model):
    """A badge that an account wears."""

    id: str
    """The badge's id."""
    colour: str | None = None
    """Its colour."""


def _colour(text: str) -> str:
    if text not in ("red", "blue"):
        raise ValueError("no such colour")
    return text


COLOUR = Parameter("colour", "`red` or `blue`", "red", _colour, "Only badges of this colour.")
Colour = Annotated[str | None, OneOf((COLOUR,), "a colour")]


class ListProfileBadges(
    Endpoint[Page[Badge]],
    name="profile/badges",
    path="/v1/profile/badges",
    credits=3,
    fresh_for=timedelta(minutes=1),
    example={"handle": "nike"},
    raises=(NotFound,),
):
    """Badges of one account, newest first."""

    account: Account
    colour: Colour = None
    cursor: Cursor = None
    limit: Limit = None


BADGE_ID = Parameter("badge_id", "a number", "0", str, "Which badge.")
BadgeId = Annotated[str, OneOf((BADGE_ID,), "a badge")]


class GetBadge(
    Endpoint[Badge],
    name="badge",
    path="/v1/badges/{badge_id}",
    credits=1,
    fresh_for=timedelta(minutes=1),
    example={"badge_id": "0"},
):
    """One badge."""

    badge_id: BadgeId


class Badges(Provider):
    """Knows one account that wears two badges, and shows one a page."""

    name = "badges"

    @serves(ListProfileBadges)
    async def badges(self, call: ListProfileBadges) -> Page[Badge]:
        if call.account.handle != "nike":
            raise NotFound("There is no such account.", reason="nonexistent")
        at = int(call.cursor or 0)
        badge = Badge(id=str(at), colour=call.colour)
        return Page[Badge](items=(badge,), next_cursor=None if at else "1", total=2)

    @serves(GetBadge)
    async def badge(self, call: GetBadge) -> Badge:
        return Badge(id=call.badge_id)


@dataclasses.dataclass
class Server:
    """The application in this process, and a key with 100 credits for it."""

    http: httpx2.AsyncClient

    async def get(self, url: str) -> tuple[int, Any]:
        response = await self.http.get(url)
        return response.status_code, response.json()


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    service = await build(
        Settings(data_dir=tmp_path, providers=("badges",), access_log=False),
        catalogue=Catalogue((*CATALOGUE, ListProfileBadges, GetBadge)),
        providers={"badges": lambda settings, clock: Badges()},
    )
    account = await service.accounts.create("owner@example.com")
    await service.ledger.grant(account.id, 100, reason="test")
    _, secret = await service.keys.create(account.id, Terms(name="test", mode="live"))
    transport = httpx2.ASGITransport(app=App(service))
    headers = {"authorization": f"Bearer {secret}"}
    try:
        async with httpx2.AsyncClient(
            transport=transport, base_url="http://test", headers=headers
        ) as http:
            yield Server(http)
    finally:
        await service.close()


async def test_a_new_endpoint_is_a_route_with_its_price(server: Server) -> None:
    status, body = await server.get("/v1/profile/badges?handle=@Nike&colour=red")

    assert status == 200
    assert body["data"]["items"] == [{"id": "0", "colour": "red"}]
    assert body["meta"]["endpoint"] == "profile/badges"
    assert body["meta"]["provider"] == "badges"
    assert body["meta"]["total"] == 2
    assert (body["meta"]["credits_charged"], body["meta"]["credits_remaining"]) == (3, 97)


async def test_a_new_list_has_cursors_fields_and_freshness(server: Server) -> None:
    url = "/v1/profile/badges?handle=nike"
    _, first = await server.get(url)
    _, second = await server.get(f"{url}&fields=items.id&cursor={first['meta']['next_cursor']}")
    _, again = await server.get(url)

    assert second["data"] == {"items": [{"id": "1"}]}
    assert second["meta"]["next_cursor"] is None
    assert (again["meta"]["cached"], again["meta"]["credits_charged"]) == (True, 0)


@pytest.mark.parametrize(
    ("query", "param", "reason", "says"),
    [
        ("", "handle", "missing", "for example `handle=nike`"),
        ("handle=nike&color=red", "color", "unknown", "Did you mean `colour`?"),
        ("handle=nike&colour=pink", "colour", "malformed", "must be `red` or `blue`"),
        ("handle=nike&fields=items.color", "fields", "malformed", "`items.colour`"),
        ("handle=nike&cursor=None", "cursor", "cursor", "meta.next_cursor"),
    ],
)
async def test_the_parameters_of_a_new_endpoint_are_checked(
    server: Server, query: str, param: str, reason: str, says: str
) -> None:
    status, body = await server.get(f"/v1/profile/badges?{query}")

    assert (status, body["error"]["code"]) == (400, "missing_parameter")
    assert (body["error"]["param"], body["error"]["reason"]) == (param, reason)
    assert says in body["error"]["message"]
    assert body["meta"]["credits_charged"] == 0


async def test_the_word_none_is_no_cursor_also_when_the_first_page_is_kept(server: Server) -> None:
    await server.get("/v1/profile/badges?handle=nike")

    status, body = await server.get("/v1/profile/badges?handle=nike&cursor=None")

    assert (status, body["error"]["reason"]) == (400, "cursor")


async def test_a_new_endpoint_can_find_nothing(server: Server) -> None:
    status, body = await server.get("/v1/profile/badges?handle=adidas")

    assert (status, body["error"]["reason"]) == (404, "nonexistent")
    assert body["meta"]["credits_charged"] == 3


async def test_a_new_endpoint_is_in_the_openapi_document(server: Server) -> None:
    _, document = await server.get("/openapi.json")

    operation = document["paths"]["/v1/profile/badges"]["get"]
    described = {parameter["name"]: parameter for parameter in operation["parameters"]}
    assert operation["summary"] == "Badges of one account, newest first."
    assert (operation["operationId"], operation["x-credits"]) == ("ListProfileBadges", 3)
    assert list(described) == [
        *("handle", "id", "colour", "cursor", "limit"),
        *("fields", "max_age", "only_cached", "format"),
    ]
    assert "`red` or `blue`" in described["colour"]["description"]
    assert described["handle"]["example"] == "nike"
    assert "404" in operation["responses"]
    assert document["components"]["schemas"]["Badge"]["properties"].keys() == {"id", "colour"}


async def test_a_near_path_leads_to_a_new_endpoint(server: Server) -> None:
    status, body = await server.get("/v1/profile/badge?handle=nike")

    assert (status, body["error"]["code"]) == (404, "unknown_endpoint")
    assert "/v1/profile/badges" in body["error"]["message"]


async def test_what_a_provider_does_not_serve_says_so(server: Server) -> None:
    status, body = await server.get("/v1/profile?handle=nike")

    assert (status, body["error"]["reason"]) == (503, "no_provider")
    assert body["meta"]["credits_charged"] == 0


@pytest.mark.parametrize(
    ("url", "badge"),
    [("/v1/badges/7", "7"), ("/v1/badges/a%20b?fields=id", "a b"), ("/v1/badges/é", "é")],
)
async def test_a_new_endpoint_may_name_its_subject_in_the_path(
    server: Server, url: str, badge: str
) -> None:
    status, body = await server.get(url)

    assert (status, body["data"]["id"], body["meta"]["endpoint"]) == (200, badge, "badge")


@pytest.mark.parametrize(
    ("url", "status", "says"),
    [
        ("/v1/badges/7?badge_id=7", 400, "was sent twice"),
        ("/v1/badges/7/8", 404, "/v1/badges/{badge_id}"),
    ],
)
async def test_a_parameter_of_the_path_is_said_once_and_there(
    server: Server, url: str, status: int, says: str
) -> None:
    found, body = await server.get(url)

    assert (found, body["meta"]["credits_charged"]) == (status, 0)
    assert says in body["error"]["message"]


async def test_the_openapi_document_says_that_a_parameter_is_in_the_path(server: Server) -> None:
    _, document = await server.get("/openapi.json")

    (badge_id, *_) = document["paths"]["/v1/badges/{badge_id}"]["get"]["parameters"]
    assert (badge_id["name"], badge_id["in"], badge_id["required"]) == ("badge_id", "path", True)
