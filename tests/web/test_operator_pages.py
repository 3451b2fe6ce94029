"""The pages of who runs the server, over the real application."""

import re
from pathlib import Path

import pytest
from dashboard_makers import open_dashboard

from instagramapi.errors import UpstreamError
from makers import Scripted

pytestmark = pytest.mark.anyio

PAGES = ("", "/accounts", "/providers", "/prices", "/payments", "/suppression", "/audit")


async def test_only_who_runs_the_server_sees_any_of_it(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path) as desk:
        seen = [(await desk.get(f"/operator{page}")).status_code for page in PAGES]

        assert seen == [403] * len(PAGES)


async def test_an_account_is_opened_and_found(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path, is_operator=True) as desk:
        made = await desk.post(
            "/operator/accounts", email="Bob@Example.com", name="Bob & Sons", credits="1 000"
        )
        page = await desk.get(made.headers["location"])
        found = await desk.get("/operator/accounts?q=%26+so")
        nothing = await desk.get("/operator/accounts?q=%25")

        assert made.status_code == 303
        assert "1\N{NARROW NO-BREAK SPACE}000" in page.text
        assert "bob@example.com" in found.text
        assert "Bob &amp; Sons" in found.text
        assert "No account matches" in nothing.text


async def test_an_account_that_cannot_be_is_not_opened(tmp_path: Path) -> None:
    wrong = {
        "An e-mail address is needed": {"email": "nobody"},
        "a whole number of credits": {"email": "bob@example.com", "credits": "many"},
        "exists already": {"email": "ada@example.com"},
    }
    async with open_dashboard(tmp_path, is_operator=True) as desk:
        pages = {said: await desk.post("/operator/accounts", **wrong[said]) for said in wrong}

        assert [page.status_code for page in pages.values()] == [422, 422, 422]
        assert all(said in page.text for said, page in pages.items())
        assert len(desk.api.service.accounts.list()) == 1


async def test_accounts_come_in_pages(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path, is_operator=True) as desk:
        for number in range(60):
            await desk.api.service.accounts.create(f"user{number}@example.com")

        first = await desk.get("/operator/accounts?q=user")
        more = re.search(r'rel="next" href="([^"]+)"', first.text)
        assert more is not None
        second = await desk.get(more.group(1).replace("&amp;", "&"))

        listed = re.findall(r">(user\d+)@example", first.text + second.text)
        assert listed == [f"user{number}" for number in range(60)]


async def test_a_grant_with_its_reference_counts_once(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path, is_operator=True) as desk:
        path = f"/operator/accounts/{desk.account_id}/grant"
        sent = {"amount": "50", "reason": "invoice", "reference": "INV-7"}

        answers = [await desk.post(path, **sent) for _ in range(2)]
        other = await desk.post(path, **{**sent, "amount": "60"})
        wordless = await desk.post(path, amount="5", reason="")

        assert [each.status_code for each in answers] == [303, 303]
        assert (other.status_code, wordless.status_code) == (422, 422)
        assert await desk.api.balance() == 150
        assert 'id="about-reason" role="alert"' in wordless.text
        assert ("credits.grant", desk.account_id) in await desk.notes()
        assert "<td>Ada</td>" in (await desk.get("/operator/audit")).text


async def test_an_unknown_account_is_not_found(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path, is_operator=True) as desk:
        assert (await desk.get("/operator/accounts/acc_unknown")).status_code == 404


async def test_a_suppressed_account_is_not_served_until_it_is_lifted(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path, is_operator=True) as desk:
        path, named = "/operator/suppression", {"kind": "handle", "value": "nike"}

        await desk.post(path, action="suppress", **named)
        refused = await desk.api.get("/v1/profile?handle=nike")
        await desk.post(path, action="lift", **named)
        served = await desk.api.get("/v1/profile?handle=nike")
        erased = await desk.post(path, action="erase", **named)
        wrong = await desk.post(path, action="suppress", kind="handle", value="not a handle")
        nonsense = await desk.post(path, action="dance", **named)

        assert (refused.status_code, served.status_code) == (451, 200)
        assert erased.status_code == 303
        assert (wrong.status_code, nonsense.status_code) == (422, 422)
        assert len(desk.api.service.suppression) == 1


async def test_the_books_are_checked_with_and_without_a_script(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path, is_operator=True) as desk:
        await desk.api.get("/v1/profile?handle=nike")

        whole = await desk.post("/operator/verify")
        desk.sent["hx-request"] = "true"
        part = await desk.post("/operator/verify")

        for page in (whole, part):
            assert "The books are right." in page.text
            assert "2 entries of 1 account read" in page.text
        assert ("<html" in whole.text, "<html" in part.text) == (True, False)


async def test_providers_are_shown_with_what_went_wrong(tmp_path: Path) -> None:
    async with open_dashboard(
        tmp_path, Scripted(UpstreamError("It broke.")), is_operator=True
    ) as desk:
        await desk.api.get("/v1/profile?handle=nike")

        page = (await desk.get("/operator/providers")).text

        assert "It broke." in page
        assert "upstream_error × 1" in page


async def test_prices_name_every_endpoint(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path, is_operator=True) as desk:
        page = (await desk.get("/operator/prices")).text

        assert all(f"<code>{each.path}</code>" in page for each in desk.api.service.catalogue)


async def test_the_audit_log_names_who_did_what(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path, is_operator=True) as desk:
        before = (await desk.get("/operator/audit")).text

        await desk.post(f"/app/keys/{desk.api.key_id}/revoke")
        page = (await desk.get(f"/operator/audit?account={desk.account_id}")).text

        assert "Nothing was changed yet" in before
        assert "<code>keys.revoke</code>" in page
        assert "<td>Ada</td>" in page
