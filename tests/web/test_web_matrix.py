"""Every page by everybody: made from the table of pages, so that no page can be left out.

Whoever adds a page for strangers, or one that changes something, says so in the lists below.
"""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from site_makers import HERE, HTML

from instagramapi.accounts.people.rights import RIGHTS_OF, Role
from instagramapi.accounts.people.sessions import STEPPED_UP_S, Device
from instagramapi.asgi import App
from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.web.routes import Route
from instagramapi.web.table import ROUTES
from makers import Api, in_process, open_api

pytestmark = pytest.mark.anyio

STRANGERS_MAY = re.compile(
    r"/|/theme|/favicon\.ico|/docs(\.md|/.*)?|/llms(-full)?\.txt|/robots\.txt|/\.well-known/security\.txt"
    r"|/signin(/.*)?|/signup(/new)?|/join|/link|/webhooks/stripe"
)
"""Pages that need nobody to be signed in."""
ASKS_AGAIN = re.compile(
    r"/app/keys(/new|/{key_id}/(rotate|revoke))?|/app/billing/buy|/app/team/(invite|role|remove)"
    r"|/app/settings/(export|delete|password|totp.*|passkeys.*|recovery)"
    r"|/operator/(accounts|accounts/{account_id}/grant|suppression)"
)
"""Where a change counts so much that the visitor proves anew that it is still them."""
TABLE = [route for route in ROUTES if not route.is_for_machines]


@dataclass
class Cast:
    """A server, its pages, and a session of everybody."""

    api: Api
    pages: httpx2.AsyncClient
    address: dict[str, str]
    """What stands in the paths of the account that is looked at."""

    async def ask(self, route: Route, cookie: str = "", **headers: str) -> httpx2.Response:
        """Open a page, or send an empty form to it."""
        path = re.sub(r"{(\w+)(?::\w+)?}", lambda part: self.address[part[1]], route.path)
        sent = {**HERE, **HTML, "cookie": f"__Host-session={cookie}", **headers}
        return await self.pages.request(route.method, path, headers=sent)

    async def session(self, role: Role | None, *, is_operator: bool = False) -> str:
        """Sign somebody new in, as a member of the account or of none."""
        people = self.api.service.people
        number = len(people.users.list())
        user = await people.users.create(f"u{number}@example.com", is_operator=is_operator)
        if role is not None:
            await people.members.add(self.api.account_id, user.id, role)
        return await people.sessions.open(user.id, Device("127.0.0.1"), method="link")


@asynccontextmanager
async def assemble(data_dir: Path) -> AsyncIterator[Cast]:
    """Open a server whose account has a key and a request."""
    async with open_api(data_dir) as api, in_process(App(api.service)) as pages:
        answer = await api.get("/v1/profile?handle=nike")
        address = {
            "key_id": api.key_id,
            "request_id": answer.headers["x-request-id"],
            "account_id": api.account_id,
            "name": "profile",
        }
        yield Cast(api, pages, address)


def line(route: Route) -> str:
    return f"{route.method} {route.path}"


def those(kind: str) -> Iterator[Route]:
    """List the pages of a kind: `public`, `signed-in`, `operator`."""
    return (route for route in TABLE if route.access.kind == kind)


def is_sent_to_sign_in(answer: httpx2.Response) -> bool:
    return answer.status_code == 303 and answer.headers["location"].startswith("/signin?")


def test_only_pages_that_are_listed_are_for_strangers() -> None:
    public = {line(route) for route in ROUTES if route.access.kind == "public"}
    listed = {line(route) for route in ROUTES if STRANGERS_MAY.fullmatch(route.path)}

    assert public == listed


def test_whose_pages_they_are_stands_in_their_address() -> None:
    operators = {line(route) for route in those("operator")}

    assert operators == {line(route) for route in TABLE if route.path.startswith("/operator")}


def test_every_change_that_counts_asks_again_who_it_is() -> None:
    asking = {line(route) for route in TABLE if route.steps_up}
    listed = {
        line(route)
        for route in TABLE
        if ASKS_AGAIN.fullmatch(route.path) and (route.method == "POST" or "/new" in route.path)
    }

    assert asking == listed


async def test_a_stranger_is_sent_to_sign_in_from_every_page_but_the_public_ones(
    tmp_path: Path,
) -> None:
    async with assemble(tmp_path) as cast:
        ended = await cast.session(Role.OWNER)
        session = cast.api.service.people.sessions.find(ended)
        assert session is not None
        await cast.api.service.people.sessions.end(session.id, session.user_id)

        for route in TABLE:
            answers = {
                "nobody": await cast.ask(route),
                "an ended session": await cast.ask(route, ended),
                "an invented session": await cast.ask(route, "x" * 43),
                "a key": await cast.ask(route, authorization=f"Bearer {cast.api.live}"),
                "a key in a header": await cast.ask(route, x_api_key=cast.api.live),
            }

            sent_away = {who for who, answer in answers.items() if is_sent_to_sign_in(answer)}
            expected = set() if route.access.kind == "public" else set(answers)
            assert (line(route), sent_away) == (line(route), expected)


async def test_a_role_without_the_right_is_refused_by_every_page(tmp_path: Path) -> None:
    async with assemble(tmp_path) as cast:
        sessions = {role: await cast.session(role) for role in (*Role, None)}

        for route in those("signed-in"):
            right = route.access.right
            answers = {role: await cast.ask(route, cookie) for role, cookie in sessions.items()}

            refused = {role for role, answer in answers.items() if answer.status_code == 403}
            without = {role for role in answers if role is None or right not in RIGHTS_OF[role]}
            assert (line(route), refused) == (line(route), without if right else set())
            sessions = await renewed(cast, sessions)


async def renewed(cast: Cast, sessions: dict[Role | None, str]) -> dict[Role | None, str]:
    """Sign in anew whoever a page just signed out."""
    find = cast.api.service.people.sessions.find
    return {
        role: token if find(token) else await cast.session(role) for role, token in sessions.items()
    }


async def test_only_an_operator_sees_what_is_the_operators(tmp_path: Path) -> None:
    async with assemble(tmp_path) as cast:
        owner = await cast.session(Role.OWNER)
        operator = await cast.session(None, is_operator=True)

        for route in those("operator"):
            answers = [(await cast.ask(route, who)).status_code for who in (owner, operator)]

            assert answers[0] == 403, line(route)
            assert answers[1] in (200, 303, 422), line(route)


async def test_another_account_sees_nothing_of_this_one(tmp_path: Path) -> None:
    async with assemble(tmp_path) as cast:
        service = cast.api.service
        # The address of a page stands in the page; the hint of a key is only in what it shows.
        hint = (await service.keys.get(cast.api.key_id)).hint
        theirs = await service.accounts.create("other@example.com")
        user = await service.people.users.create("other@example.com")
        await service.people.members.adopt(theirs.id, user.id)
        token = await service.people.sessions.open(user.id, Device("127.0.0.1"), method="link")

        for route in those("signed-in"):
            if not service.people.sessions.find(token):
                device = Device("127.0.0.1")
                token = await service.people.sessions.open(user.id, device, method="link")
            answer = await cast.ask(route, token)

            if re.search(r"{(key_id|request_id)}", route.path):
                assert (line(route), answer.status_code) == (line(route), 404)
            assert hint not in answer.text, line(route)


async def test_who_proved_themselves_long_ago_is_asked_again(tmp_path: Path) -> None:
    async with assemble(tmp_path) as cast:
        people = cast.api.service.people
        owner = await cast.session(Role.OWNER, is_operator=True)
        session = people.sessions.find(owner)
        assert session is not None
        user = people.users.find(session.user_id)
        await people.passwords.set(user, "correct horse battery staple")
        cast.api.clock.advance(STEPPED_UP_S + 1)

        for route in (route for route in TABLE if route.steps_up):
            answer = await cast.ask(route, owner)

            assert answer.status_code == 303, line(route)
            assert answer.headers["location"].startswith("/step-up?"), line(route)


async def test_no_session_opens_the_api(tmp_path: Path) -> None:
    async with assemble(tmp_path) as cast:
        owner = await cast.session(Role.OWNER, is_operator=True)
        cookie = f"__Host-session={owner}; session={owner}"

        for path in CATALOGUE.by_path:
            asked = re.sub("{.*}", cast.address["request_id"], path)
            answer = await cast.pages.get(asked, headers={"cookie": cookie})

            assert (asked, answer.status_code) == (asked, 401)
