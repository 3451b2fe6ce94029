"""What can be read of the request log: pages in their order, filters, one request, sums."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ledger_makers import DAY_S, NOON, Till, make_usage, open_till

from instagramapi.ledger.ledger import Usage, UsageKind
from instagramapi.ledger.rollup import Rollup
from instagramapi.ledger.usage import BOUNDS_MS, LogPage, Sought, SoughtDays, UsageSum
from instagramapi.ledger.usage_sqlite import SqliteUsageLog

pytestmark = pytest.mark.anyio

TODAY, TOMORROW = "2026-11-23", "2026-11-24"


def a_row(number: int, **values: Any) -> Usage:
    usage = make_usage(f"req_row{number:023}")
    of_kind = {name: values.pop(name) for name in UsageKind._fields if name in values}
    return replace(usage, kind=usage.kind._replace(**of_kind), **values)


# What each row is, beside an answered call of `acc` at noon by `key`. Row 7 is charged 3.
ROWS: list[dict[str, Any]] = [
    {},
    {"key_id": "other", "endpoint": "post", "cache": "hit", "held": 2},
    {"status": 404, "code": "not_found", "reason": "private", "ms": 3},
    {"account_id": "rival"},
    {"status": 502, "code": "upstream_error", "provider": None, "cache": None, "ms": 30_000},
    {"status": 400, "code": "missing_parameter", "provider": None, "cache": None},
    {"at": NOON + DAY_S, "provider": "web", "subject": "puma", "mode": "test"},
]


@pytest.fixture
async def till(tmp_path: Path) -> AsyncIterator[Till]:
    async with open_till(tmp_path) as till:
        for number, values in enumerate(ROWS, 1):
            till.ledger.note(a_row(number, **values))
            if number == 6:
                await till.pay(3)
        yield till


async def roll_up(till: Till, rows: int) -> None:
    await till.database.write(lambda connection: None)
    if rows:
        await Rollup(till.database, till.clock, keep_days=30).add_up(rows)


def numbers(page: LogPage) -> list[int]:
    return [row.sequence for row in page.rows]


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ({}, [8, 7, 6, 5, 4, 3, 2, 1]),
        ({"account_id": "acc"}, [8, 7, 6, 5, 3, 2, 1]),
        ({"account_id": "acc", "key_id": "other"}, [2]),
        ({"account_id": "nobody"}, []),
        ({"endpoint": "post"}, [2]),
        ({"status": 404}, [3]),
        ({"outcome": "ok"}, [8, 7, 4, 2, 1]),
        ({"outcome": "not_found"}, [3]),
        ({"provider": "web"}, [8]),
        ({"provider": ""}, [6, 5]),
        ({"cache": "hit"}, [2]),
        ({"cache": ""}, [6, 5]),
        ({"is_charged": True}, [7]),
        ({"is_charged": False, "mode": "test"}, [8]),
        ({"subject": "puma"}, [8]),
        ({"since_s": NOON + 1}, [8]),
        ({"until_s": NOON + 1}, [7, 6, 5, 4, 3, 2, 1]),
        ({"until_s": NOON}, []),
        ({"since_s": NOON, "until_s": NOON + DAY_S, "account_id": "rival"}, [4]),
    ],
)
async def test_the_log_is_read_newest_first_and_filtered(
    sought: dict[str, Any], found: list[int], till: Till
) -> None:
    log = SqliteUsageLog(till.database)

    page = await log.requests(Sought(**sought), limit=50)

    assert (numbers(page), page.before) == (found, None)


@pytest.mark.parametrize("rolled", [0, 5, 8])
@pytest.mark.parametrize("scanned", [1, 3, 100])
@pytest.mark.parametrize("limit", [1, 2, 50])
@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ({}, [8, 7, 6, 5, 4, 3, 2, 1]),
        ({"account_id": "acc"}, [8, 7, 6, 5, 3, 2, 1]),
        ({"status": 404}, [3]),
        ({"account_id": "acc", "status": 404}, [3]),
        ({"account_id": "acc", "key_id": "other", "until_s": NOON + 1}, [2]),
    ],
)
async def test_pages_go_on_to_the_end_without_a_gap_or_a_repeat(
    sought: dict[str, Any], found: list[int], limit: int, scanned: int, rolled: int, till: Till
) -> None:
    await roll_up(till, rolled)
    log = SqliteUsageLog(till.database, scanned_rows=scanned)
    seen: list[int] = []
    page = await log.requests(Sought(**sought), limit=limit)
    while True:
        seen += numbers(page)
        assert len(page.rows) <= limit
        if page.before is None:
            break
        page = await log.requests(Sought(**sought), limit=limit, before=page.before)

    assert seen == found


async def test_what_came_after_a_row_is_all_that_a_live_view_needs(till: Till) -> None:
    log = SqliteUsageLog(till.database)
    assert numbers(await log.requests(Sought(account_id="acc"), limit=50, after=6)) == [8, 7]

    till.ledger.note(a_row(0))

    assert numbers(await log.requests(Sought(account_id="acc"), limit=50, after=8)) == [9]


async def test_a_late_row_is_behind_those_that_were_read_though_its_request_began_before(
    till: Till,
) -> None:
    till.ledger.note(a_row(0, at=NOON + DAY_S - 5))
    log = SqliteUsageLog(till.database)

    page = await log.requests(Sought(since_s=NOON + 1, until_s=NOON + DAY_S), limit=50)

    assert [row.request_id for row in page.rows] == [f"req_row{0:023}"]


async def test_one_request_is_told_whole_and_only_to_its_account(till: Till) -> None:
    log = SqliteUsageLog(till.database)
    attempts = '[["web","blocked",3]]'
    row = a_row(99, key_id="other", held=4, attempts=attempts, reason="private", status=404)
    till.ledger.note(row)

    mine = await log.request(row.request_id, "acc")

    assert mine
    assert (mine.held, mine.attempts, mine.reason) == (4, attempts, "private")
    assert (mine.credits_remaining, mine.refunded) == (7, 0)
    assert await log.request(row.request_id, None) == mine
    assert await log.request(row.request_id, "rival") is None
    assert await log.request("req_x", "acc") is None


async def test_a_refund_is_told_of_a_request(till: Till) -> None:
    receipt = await till.capture(await till.hold(2, request_id="req_lost"))
    assert receipt.sequence
    await till.crash()
    await till.dropped()

    row = await SqliteUsageLog(till.database).request("req_lost", "acc")

    assert row
    assert (row.credits_charged, row.refunded) == (2, 2)


def outline(sums: list[UsageSum]) -> list[tuple[str | None, int, int, int]]:
    return [(each.outcome, each.calls, each.charged, each.credits) for each in sums]


@pytest.fixture(params=[0, 3, 8], ids=lambda rolled: f"{rolled} rolled up")
async def log(request: pytest.FixtureRequest, till: Till) -> SqliteUsageLog:
    """The log, of which a part is only in the sums."""
    await roll_up(till, request.param)
    return SqliteUsageLog(till.database)


async def test_sums_are_the_same_whatever_is_rolled_up(log: SqliteUsageLog) -> None:
    assert outline(await log.sums(SoughtDays(account_id="acc"), ["outcome"])) == [
        ("missing_parameter", 1, 0, 0),
        ("not_found", 1, 0, 0),
        ("ok", 4, 1, 3),
        ("upstream_error", 1, 0, 0),
    ]
    (total,) = await log.sums(SoughtDays())
    assert (total.calls, total.charged, total.free, total.credits, total.saved) == (8, 1, 7, 3, 2)
    assert (total.answered, total.failed, total.cached) == (6, 1, 1)
    assert total.success == pytest.approx(6 / 7)
    assert (total.day, total.account_id, total.outcome) == (None, None, None)


async def test_sums_are_split_by_what_is_asked_for(log: SqliteUsageLog) -> None:
    days = await log.sums(SoughtDays(account_id="acc"), ["day", "key_id"])

    assert [(each.day, each.key_id, each.calls) for each in days] == [
        (TOMORROW, "key", 1),
        (TODAY, "key", 5),
        (TODAY, "other", 1),
    ]
    providers = await log.sums(SoughtDays(), ["provider", "cache"])
    assert [(each.provider, each.cache, each.calls) for each in providers] == [
        ("", "", 2),
        ("demo", "hit", 1),
        ("demo", "miss", 4),
        ("web", "miss", 1),
    ]


@pytest.mark.parametrize(
    ("sought", "calls"),
    [
        ({"first_day": TOMORROW}, 1),
        ({"last_day": TODAY}, 7),
        ({"first_day": TODAY, "last_day": TOMORROW}, 8),
        ({"account_id": "rival"}, 1),
        ({"key_id": "other"}, 1),
        ({"endpoint": "post"}, 1),
        ({"outcome": "ok", "mode": "live"}, 4),
        ({"provider": "web"}, 1),
        ({"cache": "hit"}, 1),
        ({"account_id": "nobody"}, 0),
    ],
)
async def test_sums_are_filtered(sought: dict[str, Any], calls: int, log: SqliteUsageLog) -> None:
    (total,) = await log.sums(SoughtDays(**sought))

    assert total.calls == calls


def a_sum(*ms: int) -> UsageSum:
    within = tuple(sum(each <= bound for each in ms) for bound in BOUNDS_MS)
    nothing: list[Any] = [*[None] * 8, len(ms), *[0] * 6, within]
    return UsageSum(*nothing)


@pytest.mark.parametrize(
    ("ms", "share", "told"),
    [
        ([], 0.5, None),
        ([0], 0.5, 0),
        ([15, 15], 0.5, 15),
        ([15, 15], 1.0, 20),
        ([3, 3, 3, 400], 0.95, 440),
        ([3, 3, 3, 400], 0.0, 2),
        ([60_000], 0.5, 25_000),
    ],
)
def test_a_percentile_lies_within_the_bounds_of_its_calls(
    ms: list[int], share: float, told: int | None
) -> None:
    assert a_sum(*ms).ms_of(share) == told


def test_nothing_has_no_success() -> None:
    assert a_sum().success is None
