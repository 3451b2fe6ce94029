"""A thousand calls for a hundred credits: all are spent, none twice, nobody is asked unpaid."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from client import Answer, Connection
from harness import Payer, Server, open_accounts, read_rows, serving, violations

CREDITS = 100
CALLS = 1000
# Voided holds must come back before the drain can use them.
_FAILURES = 40

CAP = 30
MUTANTS = ("CheckThenAct", "ClampAtZero", "HoldNotReleased")


def targets(kind: str, count: int) -> list[str]:
    """Make questions of price 1 and 2, all different, in any order."""
    paths = ["/v1/profile", "/v1/profile/about"] * (count // 2)
    random.shuffle(paths)
    return [f"{path}?handle={kind}.{number}" for number, path in enumerate(paths)]


async def ask_at_once(server: Server, wanted: Iterable[str], payers: list[Payer]) -> list[Answer]:
    """Ask everything at the same time, each on its own connection, with the keys in turn."""

    async def ask(number: int, target: str) -> Answer:
        async with Connection(server.port) as connection:
            return await connection.get(target, payers[number % len(payers)].secret)

    return await asyncio.gather(*(ask(*each) for each in enumerate(wanted)))


def drain(folder: Path, payers: list[Payer], *arguments: str) -> list[str]:
    """Spend an account's credits, with calls that fail before; return what went wrong."""
    with serving(folder, "--credits", str(CREDITS), *arguments) as server:
        asyncio.run(ask_at_once(server, targets("error", _FAILURES), payers))
        answers = asyncio.run(ask_at_once(server, targets("slow", CALLS), payers))
        books = server.stop()
    return [
        *_expect("statuses", {each.status for each in answers}, {200, 402}),
        *_expect("codes", {_code(each) for each in answers if each.status == 402},
                 {"insufficient_credits"}),
        *_expect("charged", sum(each.charged for each in answers), CREDITS),
        *_expect("charged refusals", sum(a.charged for a in answers if a.status == 402), 0),
        *_expect("balance", read_rows(folder, "SELECT balance FROM balances"), [(0,)]),
        *_expect("asked", books["asked"] - _FAILURES, sum(a.status == 200 for a in answers)),
        *_expect("holds", books["holds"], books["asked"]),
        *_expect("asked without hold", books["asked_without_hold"], 0),
        *_expect("violations", violations(folder), ()),
    ]  # fmt: skip


def _code(answer: Answer) -> str | None:
    code: str | None = answer.json.get("error", {}).get("code")
    return code


def _expect(name: str, found: object, due: object) -> list[str]:
    return [] if found == due else [f"{name}: {found}, not {due}"]


@pytest.mark.parametrize("keys", [1, 5])
def test_exactly_the_balance_is_spent(keys: int, tmp_path: Path) -> None:
    assert drain(tmp_path / "data", open_accounts(tmp_path / "data", keys=keys)) == []


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_broken_ledger_is_caught_by_a_drain(mutant: str, tmp_path: Path) -> None:
    payers = open_accounts(tmp_path / "data")
    assert drain(tmp_path / "data", payers, "--mutant", mutant) != []


def spend_to_caps(folder: Path, *arguments: str) -> Counter[tuple[str, int, str]]:
    """Spend with two capped keys of one account; count charges by key, status and code."""
    payers = open_accounts(folder, keys=2, cap_day=CAP)
    with serving(folder, "--credits", str(CREDITS), *arguments) as server:
        asyncio.run(ask_at_once(server, targets("slow", CALLS // 2), payers))
    rows = read_rows(folder, "SELECT key_id, status, ifnull(code, ''), credits_charged FROM usage")
    spent: Counter[tuple[str, int, str]] = Counter()
    for key, status, code, charged in rows:
        spent[key, status, code] += charged
    assert violations(folder) == ()
    assert sum(spent.values()) == CREDITS - read_rows(folder, "SELECT balance FROM balances")[0][0]
    return spent


def test_each_key_spends_exactly_its_cap(tmp_path: Path) -> None:
    spent = spend_to_caps(tmp_path / "data")
    assert sorted(spent.values()) == [0, 0, CAP, CAP]
    assert {key[1:] for key, charged in spent.items() if not charged} == {
        (402, "spend_cap_reached")
    }


def test_a_ledger_whose_caps_forget_holds_is_caught(tmp_path: Path) -> None:
    spent = spend_to_caps(tmp_path / "data", "--mutant", "CapsForgetHolds")
    assert max(spent.values()) > CAP
