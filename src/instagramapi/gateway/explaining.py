"""Says why a request was charged what it was charged, from its row of the log."""

import json

from instagramapi.catalog.models import ProviderAttempt
from instagramapi.errors import PROBLEMS
from instagramapi.gateway.billing import (
    ANSWERED,
    CACHED,
    FAILED,
    NOBODY_ASKED,
    NOTHING_THERE,
    REFUSED,
    SANDBOX,
    STALE,
    Rule,
    rule_of,
)
from instagramapi.ledger.usage import LoggedRequest

_PROBLEMS = {problem.code: problem for problem in PROBLEMS}
_WORDS = {
    ANSWERED: "{provider} was asked for this request and answered: that is billed at the price of "
    "the endpoint.",
    NOTHING_THERE: "{provider} was asked for this request and said that there is no public data. "
    "The query was made, and that is why it is billed; asked again while the answer is kept, it "
    "is free.",
    CACHED: "It was answered from the cache, and nobody was asked: that is free.",
    STALE: "Every provider failed, and an old copy stood in: that is free.",
    NOBODY_ASKED: "Nobody was asked: that is free.",
    REFUSED: "It was refused with {status} `{code}`: refusals are free.",
    FAILED: "It failed with {status} `{code}`, which is not your fault: failures are free.",
    SANDBOX: "The key is a test key, answered from the sandbox: that is always free.",
}
_CACHED_IN_FULL = "It was answered from the cache, which this server bills like any answer."


def rule_behind(row: LoggedRequest) -> Rule:
    """Find the row of the billing table that a logged request was charged by."""
    if row.mode == "test":
        return SANDBOX
    return rule_of(row.cache, _PROBLEMS[row.code] if row.code else None)  # type: ignore[arg-type]


def explanation(row: LoggedRequest) -> str:
    """Say in words why a logged request was charged what it was charged."""
    rule = rule_behind(row)
    words = _CACHED_IN_FULL if rule is CACHED and row.credits_charged else _WORDS[rule]
    said = words.format(provider=row.provider, status=row.status, code=row.code)
    cost = f"{row.credits_charged} credit{'' if row.credits_charged == 1 else 's'}. {said}"
    if not row.refunded:
        return cost
    return f"{cost} The answer was never delivered, so {row.refunded} of it came back."


def attempts_of(row: LoggedRequest) -> tuple[ProviderAttempt, ...]:
    """List who was asked for a logged request; of a single plain question the row tells it."""
    if row.attempts:
        return tuple(
            ProviderAttempt(provider=provider, outcome=outcome, ms=ms)
            for provider, outcome, ms in json.loads(row.attempts)
        )
    if not row.queried or row.provider is None:
        return ()
    outcome = "answered" if row.code is None else "nothing"
    return (ProviderAttempt(provider=row.provider, outcome=outcome, ms=row.ms),)
