"""What an alert is, when it fires and when it may fire again: pure functions."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Verdict = Literal["fires", "rearms"]


class Kind(StrEnum):
    """What is watched; a threshold is in credits, or in percent."""

    BALANCE = "balance"
    """The balance falls below so many credits."""
    SPEND = "spend"
    """More than so many credits are spent in a UTC day."""
    ERRORS = "errors"
    """So many percent of the last hour's calls failed."""
    CAP = "cap"
    """A key, or the whole account, has spent so many percent of a cap."""


@dataclass(frozen=True, slots=True)
class Line:
    """How a kind is told: its question, its unit, and the thresholds that make sense."""

    label: str
    unit: str
    highest: int
    usual: int


_MOST_CREDITS = 10**12

LINES: Mapping[Kind, Line] = {
    Kind.BALANCE: Line("Balance falls below", "credits", _MOST_CREDITS, 100),
    Kind.SPEND: Line("Credits spent in a day exceed", "credits", _MOST_CREDITS, 1000),
    Kind.ERRORS: Line("Failed calls in the last hour reach", "%", 100, 10),
    Kind.CAP: Line("A key or the account reaches this part of a cap", "%", 100, 80),
}


@dataclass(frozen=True, slots=True)
class Alert:
    """One line that somebody drew for an account."""

    id: str
    account_id: str
    kind: Kind
    threshold: int
    created_at: float


@dataclass(frozen=True, slots=True)
class Measure:
    """What was found: of the whole account, or of one of its caps, named by `subject`."""

    value: int
    subject: str = ""


def judge(alert: Alert, measure: Measure, *, has_fired: bool) -> Verdict | None:
    """Say whether an alert fires, or may fire again; it fires once per crossing.

    It may fire again when the value is a tenth of the threshold back on the good side: a balance
    that goes up and down by one credit is one crossing.
    """
    tenth = max(1, alert.threshold // 10)
    value, line = measure.value, alert.threshold
    if alert.kind is Kind.BALANCE:
        is_across, is_back = value < line, value >= line + tenth
    elif alert.kind is Kind.SPEND:
        is_across, is_back = value > line, value <= line - tenth
    else:
        is_across, is_back = value >= line, value < max(line - tenth, 1)
    if has_fired:
        return "rearms" if is_back else None
    return "fires" if is_across else None


def sentence(kind: Kind, threshold: int, measure: Measure) -> str:
    """Say what happened, in one line."""
    value = f"{measure.value:,}"
    if kind is Kind.BALANCE:
        return f"The balance fell below {threshold:,} credits: {value} are left."
    if kind is Kind.SPEND:
        return f"More than {threshold:,} credits were spent today: {value}."
    if kind is Kind.ERRORS:
        return f"{value} % of the calls of the last hour failed (the line is {threshold} %)."
    return f"{measure.subject} has spent {value} % of what it may (the line is {threshold} %)."
