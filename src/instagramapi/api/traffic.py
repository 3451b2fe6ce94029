"""What went through the door, counted so cheaply that it can be counted for every answer."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

Outcome = tuple[str, int, str, str]
"""Endpoint, status, code of the problem, and what the cache had to do with it."""

BOUNDS_MS = (1, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000, 25_000)


@dataclass(slots=True)
class _Seen:
    """The answers of one outcome."""

    credits: int = 0
    times: Counter[int] = field(default_factory=Counter)
    """How many took so many whole milliseconds: no more of them than a deadline has."""


class Traffic(Collector):
    """Plain counters; what Prometheus wants to see of them is made when it asks."""

    def __init__(self) -> None:
        self._seen: dict[Outcome, _Seen] = {}

    def count(self, outcome: Outcome, ms: int, credits_charged: int) -> None:
        """Count one answer."""
        seen = self._seen.get(outcome)
        if seen is None:
            seen = self._seen[outcome] = _Seen()
        seen.times[ms] += 1
        seen.credits += credits_charged

    def collect(self) -> Iterator[Metric]:
        labels = ["endpoint", "status", "code", "cache"]
        requests = CounterMetricFamily("instagramapi_requests", "Requests answered.", labels=labels)
        charged_of, times_of = Counter[str](), defaultdict[str, Counter[int]](Counter)
        for outcome, seen in self._seen.items():
            requests.add_metric([str(part) for part in outcome], seen.times.total())
            times_of[outcome[0]] += seen.times
            charged_of[outcome[0]] += seen.credits
        yield requests
        charged = CounterMetricFamily(
            "instagramapi_credits_charged", "Credits charged.", labels=["endpoint"]
        )
        for endpoint, count in charged_of.items():
            if count:
                charged.add_metric([endpoint], count)
        yield charged
        yield _seconds(times_of)


def _seconds(times_of: Mapping[str, Counter[int]]) -> Metric:
    seconds = HistogramMetricFamily(
        "instagramapi_request_seconds", "Time to an answer.", labels=["endpoint"]
    )
    for endpoint, times in times_of.items():
        within = [0] * (len(BOUNDS_MS) + 1)
        for ms, count in times.items():
            within[sum(ms > bound for bound in BOUNDS_MS)] += count
        names = [*(str(bound / 1000) for bound in BOUNDS_MS), "+Inf"]
        buckets = list(zip(names, accumulate(within), strict=True))
        total_s = sum(ms * count for ms, count in times.items()) / 1000
        seconds.add_metric([endpoint], buckets=buckets, sum_value=total_s)
    return seconds
