"""The request log and one request, over the real application."""

import re
from pathlib import Path

import pytest
from dashboard_makers import Desk, open_dashboard

from instagramapi.errors import NotFound, UpstreamError
from makers import Scripted, a_profile

pytestmark = pytest.mark.anyio

ROW = re.compile(r'<tr id="(req_\w+)">')


def rows(page: str) -> list[str]:
    return ROW.findall(page)


async def ask(desk: Desk, *handles: str, secret: str | None = None) -> list[str]:
    """Ask for profiles and return the ids of the requests."""
    answers = [await desk.api.get(f"/v1/profile?handle={each}", secret) for each in handles]
    return [answer.headers["x-request-id"] for answer in answers]


async def test_a_request_is_in_the_list_at_once(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path) as desk:
        empty = await desk.get("/app/requests")

        (request_id,) = await ask(desk, "nike")

        assert "No requests yet" in empty.text
        assert rows((await desk.get("/app/requests")).text) == [request_id]


FILTERED = {
    "endpoint=profile": [3, 2, 1, 0],
    "endpoint=post": [],
    "outcome=ok": [3, 2, 0],
    "outcome=not_found": [1],
    "cost=charged": [1, 0],
    "cost=free": [3, 2],
    "cache=hit": [2],
    "cache=miss&outcome=not_found": [1],
    "provider=none": [],
    "key=unknown": [],
    "subject=@nike": [2, 0],
    "since=2027-01-15&until=2027-01-15": [3, 2, 1, 0],
    "until=2027-01-14": [],
    "since=soon": [3, 2, 1, 0],
}
"""Which of four requests, in the order in which they came, each address shows."""


async def test_filters_are_in_the_address(tmp_path: Path) -> None:
    found = Scripted(a_profile(), NotFound("Gone.", reason="deleted"), a_profile())
    async with open_dashboard(tmp_path, found, log_subjects=True) as desk:
        asked = await ask(desk, "nike", "gone", "nike")
        asked += await ask(desk, "other", secret=desk.api.test)

        pages = {query: await desk.get(f"/app/requests?{query}") for query in FILTERED}

        shown = {query: [asked.index(each) for each in rows(pages[query].text)] for query in pages}
        assert shown == FILTERED


async def test_the_list_goes_on_where_the_page_before_ended(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path) as desk:
        asked = await ask(desk, *(f"a{number}" for number in range(55)))

        first = await desk.get("/app/requests?outcome=ok")
        older = re.search(r'rel="next" href="([^"]+)"', first.text)
        assert older is not None
        second = await desk.get(older.group(1).replace("&amp;", "&"))

        assert "outcome=ok" in older.group(1)
        assert rows(first.text) + rows(second.text) == list(reversed(asked))


async def test_the_live_end_brings_what_came_since_and_asks_on(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path) as desk:
        await ask(desk, "old")
        live = await desk.get("/app/requests?live=1")
        ahead = re.search(r'hx-get="([^"]+)"', live.text)
        assert ahead is not None

        new = await ask(desk, "new", "newer")
        tail = await desk.get(ahead.group(1).replace("&amp;", "&"), hx_request="true")
        further = re.search(r'hx-get="([^"]+)"', tail.text)
        assert further is not None
        nothing = await desk.get(further.group(1).replace("&amp;", "&"))

        assert rows(tail.text) == list(reversed(new))
        assert rows(nothing.text) == []


async def test_one_request_tells_what_happened_and_what_it_cost(tmp_path: Path) -> None:
    async with open_dashboard(
        tmp_path, Scripted(NotFound("Gone.", reason="deleted")), log_subjects=True
    ) as desk:
        (request_id,) = await ask(desk, "gone")

        page = (await desk.get(f"/app/requests/{request_id}")).text

        assert '<p class="figure-value" id="cost">1 credit</p>' in page
        assert "The query was made, and that is why it is billed" in page
        assert "It said that there is no public data." in page
        assert 'href="/docs/errors#not_found"' in page
        assert "Reason: deleted." in page
        assert "/v1/profile?handle=gone" in page


async def test_a_request_is_sent_again_as_the_same_key_for_what_the_page_says(
    tmp_path: Path,
) -> None:
    async with open_dashboard(tmp_path, log_subjects=True) as desk:
        (request_id,) = await ask(desk, "nike")
        page = (await desk.get(f"/app/requests/{request_id}")).text
        form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))

        again = await desk.post("/app/try", **form, **{"p.max_age": "0"})

        assert "Live request · uses 1 credit · as live" in page
        assert form["p.handle"] == "nike"
        assert "x-credits-charged: 1" in again.text
        assert len(rows((await desk.get("/app/requests")).text)) == 2


async def test_a_failure_says_that_the_credits_came_back(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path, Scripted(UpstreamError("Broken."))) as desk:
        (request_id,) = await ask(desk, "nike")

        page = (await desk.get(f"/app/requests/{request_id}")).text

        assert '<p class="figure-value" id="cost">Free</p>' in page
        assert "The credits were given back" in page


async def test_a_request_of_another_account_is_unknown(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path) as desk:
        service = desk.api.service
        other = await service.accounts.create("bob@example.com")
        (request_id,) = await ask(desk, "nike")
        session = service.people.sessions.of_user(desk.user_id)[0]
        await service.people.members.adopt(other.id, desk.user_id)
        await service.people.sessions.view(session.id, other.id)

        assert (await desk.get(f"/app/requests/{request_id}")).status_code == 404
        assert rows((await desk.get("/app/requests")).text) == []
