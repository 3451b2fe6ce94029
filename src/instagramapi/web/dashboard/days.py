"""Sums of usage put into days without gaps, and into the figures that are read from them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from markupsafe import Markup

from instagramapi.ledger.usage import UsageSum
from instagramapi.web.charts import Layer, legend, stacked_bars, twin

Unit = Literal["credits", "calls"]

_Part = tuple[str, str, Callable[[UsageSum], int]]
# Credits: what was paid for, and what would have been without the cache. A call that failed costs
# nothing, so failures are seen among the calls.
_PARTS: dict[Unit, tuple[_Part, ...]] = {
    "credits": (
        ("live", "spent", lambda each: each.credits),
        ("cached", "saved by the cache", lambda each: each.saved),
    ),
    "calls": (
        ("live", "live", lambda each: each.calls - each.cached - _refused(each)),
        ("cached", "cached", lambda each: each.cached),
        ("failed", "failed or refused", lambda each: _refused(each)),
    ),
}


def _refused(each: UsageSum) -> int:
    """Count the calls that got neither data nor the answer that there is none."""
    return each.calls - each.answered


def last_days(now_s: float, count: int) -> list[str]:
    """Name the last UTC days, today the last."""
    today = datetime.fromtimestamp(now_s, UTC).date()
    return [f"{today - timedelta(days=back)}" for back in reversed(range(count))]


def layers_of(sums: Iterable[UsageSum], days: Sequence[str], unit: Unit) -> tuple[Layer, ...]:
    """Put sums that are split by day into the layers of a chart."""
    counted: dict[str, Counter[str]] = {kind: Counter() for kind, _, _ in _PARTS[unit]}
    for each in sums:
        for kind, _, measure in _PARTS[unit]:
            counted[kind][each.day or ""] += measure(each)
    return tuple(
        Layer(kind, name, tuple(counted[kind][day] for day in days))
        for kind, name, _ in _PARTS[unit]
    )


def drawn(sums: Iterable[UsageSum], days: Sequence[str], unit: Unit) -> Markup:
    """Draw sums that are split by day: bars, the names of their colours, the same as a table."""
    layers = layers_of(sums, days, unit)
    about = f"{unit.capitalize()} per day, {days[0]} to {days[-1]}"
    parts = (stacked_bars(days, layers, about), legend(layers), twin(days, layers, about))
    return Markup("").join(parts)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast an account spends, from its last days."""

    balance: int
    spent: int
    days: int

    @property
    def days_left(self) -> float | None:
        """How long the balance lasts if it goes on like this; None where nothing is spent."""
        return self.balance * self.days / self.spent if self.spent else None

    @property
    def words(self) -> str:
        """Say it as people do."""
        left = self.days_left
        if left is None:
            return f"Nothing spent in {self.days} days"
        if left < 1:
            return "Less than a day left at this pace"
        if left > 730:
            return "Years left at this pace"
        return f"{left:.0f} day{'' if round(left) == 1 else 's'} left at this pace"


def change(now: float, before: float) -> str:
    """Say how a figure changed against the days before."""
    if now == before:
        return "as before"
    if not before:
        return "none before"
    percent = (now - before) / before * 100
    return f"{percent:+.0f} % against before".replace("-", "−")
