"""Ten thousand mixed calls: what each caller was told is what the books say, in every outcome."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from client import Answer, Connection, request
from harness import Payer, make_key, open_accounts, prepare, read_journal, read_rows, serving
from harness import violations as violations_of

from instagramapi.wiring import Service

CALLS = 10_000
CONNECTIONS = 128
CREDITS = 1_000_000
_LONG = "x" * 9_000


@dataclass(frozen=True, slots=True)
class Kind:
    """A question and the outcome that it must have; `price` is what a queried one costs."""

    target: str
    status: int
    code: str | None = None
    price: int = 0
    who: str = "rich"
    method: str = "GET"
    has_row: bool = True
    headers: tuple[str, ...] = ()


_ABOUT, _PROFILE = "/v1/profile/about?handle=", "/v1/profile?handle="

# {n} is a number of its own for every call; where it is missing, only the first one is queried.
KINDS = (
    Kind(_PROFILE + "ok.{n}", 200, price=1),
    Kind(_ABOUT + "ok.{n}", 200, price=2),
    Kind(_ABOUT + "slow.{n}", 200, price=2),
    Kind(_PROFILE + "ok.same", 200, price=1),
    Kind(_PROFILE + "ok.now&max_age=0", 200, price=1),
    Kind(_PROFILE + "missing.{n}", 404, "not_found", price=1),
    Kind(_ABOUT + "missing.same", 404, "not_found", price=2),
    Kind(_PROFILE + "ok.{n}&only_cached=true", 404, "not_found"),
    Kind(_PROFILE + "once.same&max_age=0", 200, price=1),
    Kind(_PROFILE + "error.{n}", 502, "upstream_error"),
    Kind(_ABOUT + "timeout.{n}", 504, "upstream_timeout"),
    Kind(_PROFILE + "bug.{n}", 500, "internal_error"),
    Kind("/v1/search/users?query=nike", 503, "unavailable"),
    Kind("/v1/credits", 200),
    Kind("/v1/profile?hanlde=nike", 400, "missing_parameter"),
    Kind(_PROFILE + "a%00", 400, "missing_parameter"),
    Kind(_PROFILE + "ok.1", 401, "invalid_api_key", who="nobody", has_row=False),
    Kind(_PROFILE + "ok.{n}", 402, "insufficient_credits", who="poor"),
    Kind(_PROFILE + "ok.{n}", 402, "spend_cap_reached", who="capped"),
    Kind(_PROFILE + "ok.{n}", 403, "forbidden", who="scoped"),
    Kind("/v1/profil", 404, "unknown_endpoint", has_row=False),
    Kind(_PROFILE + "ok.1", 405, "method_not_allowed", method="POST", has_row=False),
    Kind(
        _PROFILE + "ok.1",
        413,
        "payload_too_large",
        has_row=False,
        headers=("content-length: 100000", "connection: close"),
    ),
    Kind(_PROFILE + _LONG, 414, "uri_too_long", has_row=False),
    Kind(_PROFILE + "ok.{n}", 429, "rate_limited", who="limited"),
    Kind(_PROFILE + "suppressed.one", 451, "suppressed"),
    Kind(_PROFILE + "nike", 200, who="tester"),
)


async def _people(service: Service, account_id: str) -> dict[str, Payer]:
    poor = await service.accounts.create("poor@example.com")
    await service.suppression.suppress("handle", "suppressed.one")
    return {
        "nobody": Payer("", "", "ig_live_nothing"),
        "poor": await make_key(service, poor.id),
        "capped": await make_key(service, account_id, cap_day=0),
        "scoped": await make_key(service, account_id, scopes=["credits"]),
        "limited": await make_key(service, account_id, rate_limit="1/day"),
        "tester": await make_key(service, account_id, mode="test"),
    }


async def _ask_all(port: int, people: dict[str, Payer]) -> list[tuple[Kind, Payer, Answer]]:
    """Ask all kinds of things at once; every caller takes what comes next."""
    told = []
    async with Connection(port) as connection:
        # The day's only request of the limited key, so that all of the proof's are refused.
        await connection.get("/v1/credits", people["limited"].secret)
    numbers = iter(range(CALLS))

    async def caller() -> None:
        connection = await Connection(port).__aenter__()
        for number in numbers:
            kind = random.choice(KINDS)
            payer = people[kind.who]
            await connection.send(_written(kind, number, payer.secret))
            answer = await connection.read()
            told.append((kind, payer, answer))
            if "connection: close" in kind.headers:
                connection.hang_up()
                connection = await Connection(port).__aenter__()
        connection.hang_up()

    await asyncio.gather(*(caller() for _ in range(CONNECTIONS)))
    return told


def _written(kind: Kind, number: int, secret: str) -> bytes:
    get = request(kind.target.replace("{n}", str(number)), secret, *kind.headers)
    return kind.method.encode() + get.removeprefix(b"GET")


def _wrong_outcome(kind: Kind, answer: Answer) -> Iterator[str]:
    """The billing table: a query is billed, everything else is free."""
    error = answer.json.get("error", {})
    if (answer.status, error.get("code")) != (kind.status, kind.code):
        yield f"{kind}: {answer.status} {error}"
    price = kind.price if answer.headers.get("x-cache") == "miss" else 0
    if answer.charged != price:
        yield f"{kind}: charged {answer.charged} ({answer.headers.get('x-cache')})"
    meta = answer.json.get("meta", {})
    in_body = tuple(
        meta.get(name) for name in ("credits_charged", "credits_remaining", "request_id")
    )
    if in_body != (answer.charged, answer.remaining, answer.request_id):
        yield f"{kind}: says {in_body} in the body and {answer.headers} above it"


def _wrong_books(kind: Kind, payer: Payer, answer: Answer, row: Any, charge: Any) -> Iterator[str]:
    """The request log and the journal say what the caller was told."""
    due = (payer.account_id, payer.key_id, kind.status, kind.code, answer.charged, answer.remaining)
    if row != (due if kind.has_row else None):
        yield f"{kind}: the row {row}, not {due}"
    paid = (payer.account_id, payer.key_id, -answer.charged, answer.remaining)
    if charge != (paid if answer.charged else None):
        yield f"{kind}: the charge {charge}, not {paid}"


def _prove(folder: Path, *arguments: str) -> tuple[list[str], Counter[int]]:
    (rich,) = open_accounts(folder)
    people = {
        "rich": rich,
        **prepare(folder, lambda service: _people(service, rich.account_id)),
    }
    with serving(folder, "--credits", str(CREDITS), *arguments) as server:
        told = asyncio.run(_ask_all(server.port, people))
    rows = {
        row[0]: row[1:]
        for row in read_rows(
            folder,
            "SELECT request_id, account_id, key_id, status, code, credits_charged, "
            "credits_remaining FROM usage",
        )
    }
    charges = {
        entry.reference: (entry.account_id, entry.key_id, entry.amount, entry.balance_after)
        for entry in read_journal(folder)
        if entry.kind == "charge"
    }
    wrong = list(violations_of(folder))
    for kind, payer, answer in told:
        wrong += _wrong_outcome(kind, answer)
        row, charge = rows.get(answer.request_id), charges.get(answer.request_id)
        wrong += _wrong_books(kind, payer, answer, row, charge)
    (balance,) = read_rows(
        folder, f"SELECT balance FROM balances WHERE account_id = '{rich.account_id}'"
    )
    if sum(answer.charged for _, _, answer in told) != CREDITS - balance[0]:
        wrong.append(f"the charges do not add up to the balance {balance[0]}")
    if len({answer.request_id for _, _, answer in told}) != len(told):
        wrong.append("a request id was used twice")
    return wrong, Counter(answer.status for _, _, answer in told)


@pytest.mark.parametrize("switch_s", ["0.005", "0.000001"], ids=["usual turns", "short turns"])
def test_every_caller_is_told_the_truth(
    switch_s: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong, statuses = _prove(tmp_path / "data", "--switch-s", switch_s)
    assert wrong == []
    assert sum(statuses.values()) == CALLS
    assert set(statuses) == {kind.status for kind in KINDS}
    with capsys.disabled():
        print("\n" + ", ".join(f"{n} × {status}" for status, n in sorted(statuses.items())))


def test_a_ledger_that_tells_the_latest_balance_is_caught(tmp_path: Path) -> None:
    wrong, _ = _prove(tmp_path / "data", "--mutant", "TellsTheLatestBalance")
    assert wrong
