"""The pure function; what it means over real calls is in test_billing_table."""

import pytest

from instagramapi.errors import PROBLEMS, NotFound, Problem
from instagramapi.gateway.billing import CachedPrice, charge
from instagramapi.upstream.fetch import Source


@pytest.mark.parametrize("problem", [None, NotFound])
@pytest.mark.parametrize(
    ("source", "cached", "charged"),
    [
        ("miss", "free", 2),
        ("miss", "full", 2),
        ("hit", "free", 0),
        ("hit", "full", 2),
        ("stale", "free", 0),
        ("stale", "full", 0),
        (None, "free", 0),
        (None, "full", 0),
    ],
)
def test_data_and_not_found_cost_the_price_where_somebody_was_asked(
    problem: type[Problem] | None, source: Source | None, cached: CachedPrice, charged: int
) -> None:
    assert charge(2, source=source, problem=problem, cached=cached) == charged


@pytest.mark.parametrize("problem", [each for each in PROBLEMS if each is not NotFound])
def test_every_other_problem_is_free(problem: type[Problem]) -> None:
    assert charge(2, source="miss", problem=problem, cached="full") == 0
