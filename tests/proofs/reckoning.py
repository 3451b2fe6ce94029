"""Compares what callers were told with the journal: the proof that no credit is lost or doubled."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from client import Answer
from crowd import Attempt
from harness import Entry, read_journal, read_rows, violations

_STATUSES = {
    "ok": {200},
    "slow": {200},
    "big": {200},
    "missing": {404},
    "error": {502},
    "timeout": {504},
    "hang": {504},
}


@dataclass(frozen=True, slots=True)
class Books:
    """The journal by request, and who was asked about in each charged one."""

    entries: list[Entry]
    charges: dict[str, Entry]
    refunds: dict[str, Entry]
    subjects: dict[str, str]


@dataclass(slots=True)
class Reckoning:
    """What was found wrong, one sentence each, and what may be told with pride.

    A `goodwill` answer was in the kernel's hands when the process died, in the instant before
    its mark was written: the caller has it, and the credits back.
    """

    faults: list[str] = field(default_factory=list)
    received: int = 0
    billed: int = 0
    undelivered: int = 0
    goodwill: list[Answer] = field(default_factory=list)


def reckon(data_dir: Path, attempts: list[Attempt], credits_granted: int) -> Reckoning:
    """Compare every attempt with the books."""
    books = _read(data_dir)
    found = Reckoning(undelivered=len(books.refunds))
    found.faults += violations(data_dir)
    found.faults += _conservation(data_dir, books, credits_granted)
    found.faults += _once(books)
    for attempt in attempts:
        if attempt.answer:
            found.received += 1
            found.faults += _told(books, attempt, attempt.answer)
            found.billed += attempt.answer.charged > 0
            if attempt.answer.request_id in books.refunds:
                found.goodwill.append(attempt.answer)
    found.faults += _not_told(books, attempts)
    return found


def _read(data_dir: Path) -> Books:
    entries = read_journal(data_dir)
    charges = {entry.reference: entry for entry in entries if entry.kind == "charge"}
    refunds = {entry.reference: entry for entry in entries if entry.kind == "refund"}
    # A subject is logged as @handle.
    sql = "SELECT request_id, substr(subject, 2) FROM usage WHERE credits_charged > 0"
    return Books(entries, charges, refunds, dict(read_rows(data_dir, sql)))


def _conservation(data_dir: Path, books: Books, credits_granted: int) -> Iterator[str]:
    """Every account: one grant, and a balance that is the sum of its rows, never below zero."""
    sums: Counter[str] = Counter()
    grants: Counter[str] = Counter()
    for entry in books.entries:
        sums[entry.account_id] += entry.amount
        grants[entry.account_id] += entry.kind == "grant" and entry.amount
        if sums[entry.account_id] != entry.balance_after or entry.balance_after < 0:
            yield f"{entry} leaves {sums[entry.account_id]}"
    for account, granted in grants.items():
        if granted != credits_granted:
            yield f"account {account} was granted {granted} in all"
    if dict(read_rows(data_dir, "SELECT account_id, balance FROM balances")) != dict(sums):
        yield "the balances are not the sums of the journal"


def _once(books: Books) -> Iterator[str]:
    """Every request at most one charge and one refund, every question at most one charge."""
    counts = Counter((entry.reference, entry.kind) for entry in books.entries)
    yield from (f"double: {key}" for key, count in counts.items() if count > 1)
    for request_id, refund in books.refunds.items():
        charge = books.charges.get(request_id)
        if charge is None or charge.amount != -refund.amount:
            yield f"stray refund: {refund}"
    questions = Counter(books.subjects[each] for each in books.charges if each in books.subjects)
    yield from (f"asked once, charged {n} times: {it}" for it, n in questions.items() if n > 1)


def _told(books: Books, attempt: Attempt, answer: Answer) -> Iterator[str]:
    """An answer that arrived: the price of its outcome, and the very row that it speaks of."""
    name = f"{answer.request_id} ({attempt.target})"
    if answer.status not in _STATUSES[attempt.handle.partition(".")[0]]:
        yield f"{name} was answered {answer.status}: {answer.body[:200]!r}"
    is_paid = answer.status in (200, 404) and answer.headers.get("x-cache") == "miss"
    if answer.charged != (attempt.price if is_paid else 0):
        yield f"{name} was charged {answer.charged} for a {answer.status}"
    meta = answer.json.get("meta", {})
    told = (meta.get("credits_charged"), meta.get("credits_remaining"))
    if told != (answer.charged, answer.remaining):
        yield f"{name} says two things: {meta}, {answer.headers}"
    due = (attempt.payer.account_id, attempt.payer.key_id, -answer.charged, answer.remaining)
    entry = books.charges.get(answer.request_id)
    if answer.charged < 1:
        if entry:
            yield f"{name} was told to be free: {entry}"
    elif entry is None:
        yield f"lost: {name} was answered and is not in the journal"
    elif (entry.account_id, entry.key_id, entry.amount, entry.balance_after) != due:
        yield f"{name} was told {answer.charged} and {answer.remaining}: {entry}"


def _not_told(books: Books, attempts: Iterable[Attempt]) -> Iterator[str]:
    """A charge whose answer nobody got: given back, unless its caller hung up first."""
    told = {each.answer.request_id for each in attempts if each.answer}
    asked = defaultdict(list)
    for attempt in attempts:
        asked[attempt.handle].append(attempt)
    for request_id, charge in books.charges.items():
        if request_id in told:
            continue
        askers = asked.get(books.subjects.get(request_id, ""), [])
        if not askers:
            yield f"nobody asked for {charge}"
        elif request_id not in books.refunds and not any(each.is_leaver for each in askers):
            yield f"charged and not delivered: {charge}"
