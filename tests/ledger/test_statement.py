"""The statement adds up: each day's balance is the one before plus what moved."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_makers import DAY_S, Till, open_till

from instagramapi.ledger.journal import Entry
from instagramapi.ledger.statement import Day, Spent, journal_rows, spent_by_keys, statement

pytestmark = pytest.mark.anyio


async def adjust(till: Till, amount: int) -> None:
    name = f"adj_{till.clock.now_s}_{amount}"
    entry = Entry(name, "adjust", "acc", None, amount, till.clock.now_s, till.today, "correction")
    await till.ledger.post("acc", lambda journal, connection: journal.post(connection, [entry])[0])


async def test_a_day_tells_what_its_calls_cost_and_names_every_other_movement(
    tmp_path: Path,
) -> None:
    async with open_till(tmp_path, start=10) as till:
        await till.pay(2)
        await till.pay(1)
        till.clock.now_s += DAY_S
        await adjust(till, -3)
        await till.ledger.grant("other", 99, reason="of somebody else")

        told = statement(till.database.read(), "acc")

        assert [(day.day, day.calls, day.balance) for day in told.days] == [
            ("2026-11-24", 0, 4),
            ("2026-11-23", 3, 7),
        ]
        assert [
            (each.kind, each.reason, each.amount, each.balance_after)
            for day in told.days
            for each in day.movements
        ] == [("adjust", "correction", -3, 4), ("grant", "start", 10, 10)]
        assert told.before is None


async def test_a_refund_counts_on_the_day_of_its_charge(tmp_path: Path) -> None:
    async with open_till(tmp_path, start=10) as till:
        await till.pay(2)
        await till.capture(await till.hold(5))
        till.clock.now_s += DAY_S
        await till.crash()
        await till.dropped()

        (day,) = statement(till.database.read(), "acc").days

        assert (day.day, day.calls, day.balance) == ("2026-11-23", 2, 8)
        kinds = [row.kind for row in journal_rows(till.database.read(), "acc")]
        assert kinds == ["grant", "charge", "charge", "refund"]


async def test_older_days_follow_without_a_gap(tmp_path: Path) -> None:
    async with open_till(tmp_path, start=10) as till:
        for _ in range(5):
            await till.pay(1)
            till.clock.now_s += DAY_S

        read, found = till.database.read(), list[Day]()
        page = statement(read, "acc", days=2)
        while page.before:
            found += page.days
            page = statement(read, "acc", days=2, before=page.before)

        assert [*found, *page.days] == list(statement(read, "acc").days)
        assert [day.balance for day in (*found, *page.days)] == [5, 6, 7, 8, 9]


async def test_who_never_had_credits_has_an_empty_statement(tmp_path: Path) -> None:
    async with open_till(tmp_path) as till:
        told = statement(till.database.read(), "nobody")
        assert (told.days, told.before) == ((), None)


async def test_the_whole_journal_is_read_in_steps(tmp_path: Path) -> None:
    async with open_till(tmp_path, start=10) as till:
        for _ in range(4):
            await till.pay(1)

        first = journal_rows(till.database.read(), "acc", limit=3)
        rest = journal_rows(till.database.read(), "acc", after=first[-1].sequence, limit=3)

        assert [row.balance_after for row in (*first, *rest)] == [10, 9, 8, 7, 6]


async def test_each_key_is_told_with_its_day_and_month(tmp_path: Path) -> None:
    async with open_till(tmp_path, start=10) as till:
        await till.pay(1)
        till.clock.now_s += DAY_S
        await till.pay(2)
        till.ledger.delivered(await till.capture(await till.hold(3, key_id="second")))

        spent = spent_by_keys(till.database.read(), "acc", till.today)

        assert spent == {"key": Spent(2, 3), "second": Spent(3, 3)}


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.integers(-3, 6), max_size=12), page=st.integers(1, 4))
async def test_every_balance_follows_from_the_one_before(
    tmp_path_factory: pytest.TempPathFactory, steps: list[int], page: int
) -> None:
    """A step is a grant, a call, or the night."""
    async with open_till(tmp_path_factory.mktemp("till"), start=9) as till:
        for step in steps:
            if step > 3:
                till.clock.now_s += DAY_S
            elif step > 0:
                await till.ledger.grant("acc", step, reason="more")
            elif step:
                await till.pay(1)

        days, before = list[Day](), None
        while True:
            told = statement(till.database.read(), "acc", days=page, before=before)
            days += told.days
            if (before := told.before) is None:
                break

        balance = 0
        for day in reversed(days):
            balance += sum(each.amount for each in day.movements) - day.calls
            assert day.balance == balance
        assert balance == await till.ledger.balance("acc")
