import pytest

from instagramapi import errors
from instagramapi.errors import PROBLEMS, BadParameter, NotFound, Problem, RateLimited

# What callers rely on: status, code, billed, safe to ask again.
TABLE = """
400 missing_parameter     free   -
401 invalid_api_key       free   -
402 insufficient_credits  free   -
402 spend_cap_reached     free   -
403 forbidden             free   -
404 not_found             billed -
404 unknown_endpoint      free   -
405 method_not_allowed    free   -
413 payload_too_large     free   -
414 uri_too_long          free   -
429 rate_limited          free   retryable
451 suppressed            free   -
500 internal_error        free   retryable
502 upstream_error        free   retryable
503 overloaded            free   retryable
503 unavailable           free   -
504 upstream_timeout      free   retryable
"""


def row(problem: type[Problem]) -> list[str]:
    billed = "billed" if problem.billed else "free"
    return [str(problem.status), problem.code, billed, "retryable" if problem.retryable else "-"]


def test_the_problems_are_those_that_callers_rely_on() -> None:
    assert [row(problem) for problem in PROBLEMS] == [
        line.split() for line in TABLE.split("\n")[1:-1]
    ]


def test_every_problem_of_the_module_is_listed() -> None:
    defined = {
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, Problem) and value is not Problem
    }

    assert set(PROBLEMS) == defined


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_problems_documentation_says_whether_it_is_billed(problem: type[Problem]) -> None:
    documentation = problem.documentation()

    assert documentation.split("\n", 1)[0].endswith(".")
    assert "\n    " not in documentation
    assert ("is billed" if problem.billed else "is free") in documentation


def test_a_problem_carries_what_the_caller_is_told() -> None:
    problem = BadParameter("`x` is wrong.", param="x", reason="malformed")

    assert str(problem) == problem.message == "`x` is wrong."
    assert (problem.param, problem.reason, problem.retry_after_s) == ("x", "malformed", None)


def test_a_problem_says_nothing_that_is_not_known() -> None:
    problem = NotFound("There is no such account.")

    assert (problem.param, problem.reason) == (None, None)


def test_a_refusal_can_say_when_to_ask_again() -> None:
    assert RateLimited("Wait.", retry_after_s=7).retry_after_s == 7


def test_a_problem_without_documentation_documents_nothing() -> None:
    class Odd(Problem, code="odd", status=418):
        pass

    assert Odd.documentation() == ""
