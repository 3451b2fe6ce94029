"""The pages of the keys, over the real application: what they show, and what they change."""

import re
from pathlib import Path

import pytest
from dashboard_makers import Desk, open_dashboard

from instagramapi.accounts.people.rights import Role

pytestmark = pytest.mark.anyio

SECRET = re.compile(r"ig_(?:live|test)_[0-9A-Za-z]{32}")


async def make(desk: Desk, **fields: str | list[str]) -> str:
    """Send the form of a new key and return the secret that the page shows."""
    page = await desk.post("/app/keys", **{"name": "shown once", **fields})
    found = SECRET.search(page.text)
    assert found is not None
    return found.group()


async def test_a_new_key_is_shown_once_and_works_as_the_page_says(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path) as desk:
        secret = await make(desk, mode="live", cap_day="5")

        answer = await desk.api.get("/v1/profile?handle=nike", secret)
        listed = await desk.get("/app/keys")

        assert answer.status_code == 200
        assert secret not in listed.text
        assert secret[-4:] in listed.text
        assert ("of" in listed.text, '<meter min="0" max="5" value="1"' in listed.text) == (
            True,
            True,
        )
        assert [action for action, _ in await desk.notes()] == ["keys.create"]


async def test_a_key_that_may_not_be_is_refused_by_its_field_and_nothing_is_lost(
    tmp_path: Path,
) -> None:
    async with open_dashboard(tmp_path) as desk:
        page = await desk.post("/app/keys", name="mine", cap_day="lots", scopes=["post"])

        assert page.status_code == 422
        assert 'id="about-cap_day" role="alert"' in page.text
        assert 'value="mine"' in page.text
        assert re.search(r'value="post" checked', page.text)
        assert len(await desk.api.service.keys.list()) == 2


async def test_a_revoked_key_is_refused_from_then_on(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path) as desk:
        gone = await desk.post(f"/app/keys/{desk.api.key_id}/revoke")

        refused = await desk.api.get("/v1/profile?handle=nike")
        page = await desk.get(f"/app/keys/{desk.api.key_id}")

        assert (gone.status_code, gone.headers["location"]) == (303, "/app/keys")
        assert refused.status_code == 401
        assert 'id="confirm-revoke"' not in page.text
        assert await desk.notes() == [("keys.revoke", desk.api.key_id)]


async def test_a_rotated_key_goes_on_for_as_long_as_was_chosen(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path) as desk:
        page = await desk.post(f"/app/keys/{desk.api.key_id}/rotate", overlap="3600")
        found = SECRET.search(page.text)
        assert found is not None

        both = [
            (await desk.api.get("/v1/credits", secret)).status_code
            for secret in (desk.api.live, found.group())
        ]
        desk.api.clock.advance(3601)
        after = (await desk.api.get("/v1/credits")).status_code

        assert (both, after) == ([200, 200], 401)


async def test_a_key_is_rotated_once(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path) as desk:
        rotate = f"/app/keys/{desk.api.key_id}/rotate"
        await desk.post(rotate, overlap="86400")

        again = await desk.post(rotate, overlap="86400")

        assert (again.status_code, "flash=failed" in again.headers["set-cookie"]) == (303, True)
        assert (await desk.post(rotate, overlap="7")).status_code == 400


async def test_a_key_of_another_account_is_as_unknown_as_none(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path) as desk:
        service = desk.api.service
        other = await service.accounts.create("bob@example.com")
        await service.people.members.add(other.id, desk.user_id, Role.OWNER)
        session = service.people.sessions.of_user(desk.user_id)[0]
        await service.people.sessions.view(session.id, other.id)

        theirs = await desk.get(f"/app/keys/{desk.api.key_id}")
        revoked = await desk.post(f"/app/keys/{desk.api.key_id}/revoke")
        unknown = await desk.get("/app/keys/key_01JDD0Z7M8T4N6Q2V5X9Y3B1CW")

        assert [each.status_code for each in (theirs, revoked, unknown)] == [404, 404, 404]
        assert (await desk.api.get("/v1/credits")).status_code == 200


async def test_who_may_only_look_is_offered_nothing_to_change(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path, role=Role.READ_ONLY) as desk:
        listed = await desk.get("/app/keys")
        page = await desk.get(f"/app/keys/{desk.api.key_id}")

        assert (listed.status_code, page.status_code) == (200, 200)
        assert "/app/keys/new" not in listed.text
        assert "/revoke" not in page.text


async def test_a_name_is_shown_as_text_whatever_is_in_it(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path) as desk:
        await make(desk, name="<script>alert(1)</script>")

        page = await desk.get("/app/keys")

        assert "<script>alert" not in page.text
        assert "&lt;script&gt;alert" in page.text
