"""The product's promise: what an outcome costs. One pure function, printed in the docs."""

from typing import Literal

from instagramapi.errors import Problem
from instagramapi.upstream.fetch import Source

CachedPrice = Literal["free", "full"]


def charge(
    price: int,
    *,
    source: Source | None,
    problem: type[Problem] | None = None,
    cached: CachedPrice = "free",
) -> int:
    """Decide what one call costs, in credits.

    `source` says who answered: `miss` a provider that was asked for this request, `hit` the
    cache, `stale` an old copy because every provider failed, None nobody. The same holds for
    data and for a 404; every other problem is free.
    """
    if problem is not None and not problem.billed:
        return 0
    if source == "miss":
        return price
    return price if source == "hit" and cached == "full" else 0
