"""A door that knows the key already passes it; lists of our own have sealed cursors like others."""

from dataclasses import replace
from pathlib import Path

import pytest

from instagramapi.accounts.key import Key
from instagramapi.catalog.account import GetCredits
from instagramapi.catalog.models import Page, UserShort
from instagramapi.catalog.profile import GetProfile, ListProfileFollowers
from instagramapi.catalog.reading import read_call
from instagramapi.errors import BadParameter
from instagramapi.gateway.own import paged
from instagramapi.gateway.reply import Reply
from instagramapi.gateway.request import Request
from instagramapi.upstream.cursor import Cursors
from makers import Api, Scripted, a_page, open_api

pytestmark = pytest.mark.anyio


async def ask_with(api: Api, key: Key) -> Reply:
    return await api.service.gateway.answer(
        Request(
            id=api.service.ids.new("req"),
            endpoint=GetProfile,
            key=key,
            address="",
            started_s=api.clock.monotonic_s(),
            pairs=[("handle", "nike")],
        )
    )


async def test_a_key_that_the_door_knows_pays_as_its_secret_would(tmp_path: Path) -> None:
    async with open_api(tmp_path, Scripted()) as api:
        reply = await ask_with(api, await api.service.keys.get(api.key_id))

        assert reply.receipt and reply.key
        assert (reply.problem, reply.receipt.credits_charged) == (None, 1)
        assert (reply.key.id, await api.balance()) == (api.key_id, 99)
        assert await api.usage(reply.request_id)


@pytest.mark.parametrize("over", [{"revoked_at": 1.0}, {"expires_at": 1.0}])
async def test_a_key_that_works_no_more_is_refused_whoever_brings_it(
    over: dict[str, float], tmp_path: Path
) -> None:
    async with open_api(tmp_path, provider := Scripted()) as api:
        key = await api.service.keys.get(api.key_id)

        reply = await ask_with(api, replace(key, **over))  # type: ignore[arg-type]

        assert reply.problem
        assert reply.problem.status == 401
        assert provider.asked == []


async def test_a_list_of_our_own_sees_its_positions_and_callers_see_seals(tmp_path: Path) -> None:
    seen: list[str | None] = []

    async def people(call: ListProfileFollowers, key: Key) -> Page[UserShort]:
        seen.append(call.cursor)
        return a_page("ada", next_cursor=None if call.cursor else "2")

    answer = paged(Cursors(b"secret"), people)
    async with open_api(tmp_path) as api:
        key = await api.service.keys.get(api.key_id)
        first, _ = read_call(ListProfileFollowers, [("handle", "nike")])
        page = await answer(first, key)
        assert page.next_cursor not in (None, "2")
        cursor = ("cursor", page.next_cursor or "")
        second, _ = read_call(ListProfileFollowers, [("handle", "nike"), cursor])
        foreign, _ = read_call(ListProfileFollowers, [("handle", "puma"), cursor])

        assert (await answer(second, key)).next_cursor is None
        assert seen == [None, "2"]
        with pytest.raises(BadParameter, match="not one of this list"):
            await answer(foreign, key)


async def test_what_is_no_list_has_no_cursor(tmp_path: Path) -> None:
    async with open_api(tmp_path) as api:
        assert (await api.get(GetCredits.path)).json()["meta"]["next_cursor"] is None
