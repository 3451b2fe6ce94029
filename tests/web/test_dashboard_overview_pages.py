"""Overview and usage, over the real application."""

import csv
import io
from pathlib import Path

import pytest
from dashboard_makers import Desk, open_dashboard

from instagramapi.accounts.people.rights import Role
from instagramapi.accounts.terms import Terms
from instagramapi.errors import UpstreamError
from makers import Scripted, Unable, a_profile

pytestmark = pytest.mark.anyio


async def call(desk: Desk, *paths: str) -> None:
    for path in paths:
        await desk.api.get(path)


async def test_a_new_account_is_told_its_first_steps(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path) as desk:
        page = (await desk.get("/app")).text

        assert 'id="first-steps"' in page
        assert "/v1/profile?handle=nike" in page
        assert '<svg class="chart"' not in page


async def test_the_overview_counts_what_was_spent_and_saved(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path) as desk:
        await call(desk, *["/v1/profile?handle=nike"] * 3)

        page = (await desk.get("/app")).text

        assert '<p class="figure-value">99</p>' in page
        assert '<p class="figure-value">1</p>' in page
        assert '<p class="figure-value">2</p><p class="muted figure-remark">credits in 30' in page
        assert "693 days left at this pace" in page
        assert "2027-01-15: 1 spent, 2 saved by the cache" in page
        assert 'id="first-steps"' not in page


async def test_the_chart_can_count_calls(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path, Scripted(a_profile(), UpstreamError("No."))) as desk:
        await call(desk, "/v1/profile?handle=a", "/v1/profile?handle=b", "/v1/profile?handle=a")

        page = (await desk.get("/app?chart=calls")).text

        assert "2027-01-15: 1 live, 1 cached, 1 failed or refused" in page


async def test_endpoints_that_do_not_answer_well_are_named(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path, Unable()) as desk:
        page = (await desk.get("/app")).text

        assert "no provider" in page
        assert "0 of " in page


async def test_usage_is_split_as_the_address_says(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path) as desk:
        await call(desk, "/v1/profile?handle=nike", "/v1/profile/posts?handle=nike")

        by_endpoint = (await desk.get("/app/usage?by=endpoint&days=7")).text
        by_key = (await desk.get("/app/usage?by=key")).text
        by_nonsense = await desk.get("/app/usage?by=nonsense&days=-1")

        assert 'href="/app/requests?endpoint=profile%2Fposts"' in by_endpoint
        assert ">live</a>" in by_key
        assert by_nonsense.status_code == 200
        assert 'aria-current="true">By day<' in by_nonsense.text


async def test_the_download_has_the_same_figures_and_no_formulas(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path) as desk:
        keys = desk.api.service.keys
        _, secret = await keys.create(desk.account_id, Terms(name='=HYPERLINK("x")'))
        await desk.api.get("/v1/profile/posts?handle=nike", secret)
        await call(desk, "/v1/profile?handle=nike")

        answer = await desk.get("/app/usage.csv?by=key&days=7")

        written = list(csv.DictReader(io.StringIO(answer.text)))
        assert [(row["key"], row["calls"], row["credits"]) for row in written] == [
            ('\'=HYPERLINK("x")', "1", "2"),
            ("live", "1", "1"),
        ]
        assert "attachment" in answer.headers["content-disposition"]


async def test_usage_without_any_says_so(tmp_path: Path) -> None:
    async with open_dashboard(tmp_path, role=Role.BILLING) as desk:
        page = await desk.get("/app/usage")

        assert page.status_code == 200
        assert "Nothing was used in these days" in page.text
