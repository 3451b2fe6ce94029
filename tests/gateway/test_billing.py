"""The pure function; what it means over real calls is in test_billing_table."""

import pytest

from instagramapi.errors import PROBLEMS, NotFound, Problem
from instagramapi.gateway.billing import (
    ANSWERED,
    CACHED,
    FAILED,
    NOBODY_ASKED,
    NOTHING_THERE,
    REFUSED,
    RULES,
    SANDBOX,
    STALE,
    CachedPrice,
    Rule,
    charge,
    rule_of,
)
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


@pytest.mark.parametrize(
    ("source", "problem", "rule"),
    [
        ("miss", None, ANSWERED),
        ("miss", NotFound, NOTHING_THERE),
        ("hit", None, CACHED),
        ("hit", NotFound, CACHED),
        ("stale", None, STALE),
        (None, None, NOBODY_ASKED),
        (None, NotFound, NOBODY_ASKED),
    ],
)
def test_every_answer_has_its_row(
    source: Source | None, problem: type[Problem] | None, rule: Rule
) -> None:
    assert rule_of(source, problem) is rule


@pytest.mark.parametrize("problem", [each for each in PROBLEMS if each is not NotFound])
def test_the_row_of_a_problem_names_it(problem: type[Problem]) -> None:
    rule = rule_of("miss", problem)

    named = "unknown route" if problem.code == "unknown_endpoint" else str(problem.status)
    assert named in rule.outcome
    assert rule is (REFUSED if problem.status < 500 else FAILED)


def test_the_table_is_whole_and_names_each_row_once() -> None:
    reached = {ANSWERED, NOTHING_THERE, CACHED, STALE, NOBODY_ASKED, REFUSED, FAILED, SANDBOX}

    assert set(RULES) == reached
    assert len({rule.name for rule in RULES}) == len(RULES)
