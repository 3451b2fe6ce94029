"""The product's promise: what an outcome costs. One pure function, printed in the docs."""

from dataclasses import dataclass
from typing import Literal

from instagramapi.errors import Problem
from instagramapi.upstream.fetch import Source

CachedPrice = Literal["free", "full"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the promise: an outcome, and whether it costs the endpoint's price."""

    name: str
    outcome: str
    """The outcome in words, as the docs print it."""
    is_billed: bool = False


ANSWERED = Rule(
    "answered",
    "200 after a provider was asked for this request, also an empty list",
    is_billed=True,
)
NOTHING_THERE = Rule(
    "nothing_there",
    "404 `not_found` after a provider was asked (private, deleted, nonexistent, no public data)",
    is_billed=True,
)
CACHED = Rule("cached", "200 or 404 from the cache: nobody was asked")
STALE = Rule("stale", "an old copy, served because every provider failed")
NOBODY_ASKED = Rule(
    "nobody_asked", "answers from this server's own books; `only_cached` where nothing is kept"
)
REFUSED = Rule("refused", "400, 401, 402, 403, 405, 409, 413, 414, 429, 451, unknown route")
FAILED = Rule("failed", "500, 502, 503, 504")
SANDBOX = Rule("sandbox", "anything with a test key")

RULES = (ANSWERED, NOTHING_THERE, CACHED, STALE, NOBODY_ASKED, REFUSED, FAILED, SANDBOX)
"""Every row of the table in the docs, in its order."""


def rule_of(source: Source | None, problem: type[Problem] | None = None) -> Rule:
    """Find the rule of an outcome.

    `source` says who answered: `miss` a provider that was asked for this request, `hit` the
    cache, `stale` an old copy because every provider failed, None nobody. The same holds for
    data and for a 404; every other problem is free.
    """
    if problem is not None and not problem.billed:
        return REFUSED if problem.status < 500 else FAILED
    if source == "miss":
        return NOTHING_THERE if problem else ANSWERED
    return {"hit": CACHED, "stale": STALE}.get(source or "", NOBODY_ASKED)


def charge(
    price: int,
    *,
    source: Source | None,
    problem: type[Problem] | None = None,
    cached: CachedPrice = "free",
) -> int:
    """Decide what one call costs, in credits; a test key comes here with the price 0."""
    rule = rule_of(source, problem)
    return price if rule.is_billed or (rule is CACHED and cached == "full") else 0
