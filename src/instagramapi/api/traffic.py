"""What went through the door, counted so cheaply that it can be counted for every answer."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import accumulate

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

Outcome = tuple[str, int, str, str]
"""Endpoint, status, code of the problem, and what the cache had to do with it."""

BOUNDS_MS = (1, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000, 25_000)


class Traffic(Collector):
    """Plain counters; what Prometheus wants to see of them is made when it asks."""

    def __init__(self) -> None:
        self._requests: Counter[Outcome] = Counter()
        self._credits: Counter[str] = Counter()
        # By whole milliseconds: no longer than a deadline has of them.
        self._times: defaultdict[str, Counter[int]] = defaultdict(Counter)

    def count(self, outcome: Outcome, ms: int, credits_charged: int) -> None:
        """Count one answer."""
        self._requests[outcome] += 1
        self._times[outcome[0]][ms] += 1
        if credits_charged:
            self._credits[outcome[0]] += credits_charged

    def collect(self) -> Iterator[Metric]:
        labels = ["endpoint", "status", "code", "cache"]
        requests = CounterMetricFamily("instagramapi_requests", "Requests answered.", labels=labels)
        for outcome, count in self._requests.items():
            requests.add_metric([str(part) for part in outcome], count)
        yield requests
        charged = CounterMetricFamily(
            "instagramapi_credits_charged", "Credits charged.", labels=["endpoint"]
        )
        for endpoint, count in self._credits.items():
            charged.add_metric([endpoint], count)
        yield charged
        yield self._seconds()

    def _seconds(self) -> Metric:
        seconds = HistogramMetricFamily(
            "instagramapi_request_seconds", "Time to an answer.", labels=["endpoint"]
        )
        for endpoint, times in self._times.items():
            within = [0] * (len(BOUNDS_MS) + 1)
            for ms, count in times.items():
                within[sum(ms > bound for bound in BOUNDS_MS)] += count
            names = [*(str(bound / 1000) for bound in BOUNDS_MS), "+Inf"]
            buckets = list(zip(names, accumulate(within), strict=True))
            total_s = sum(ms * count for ms, count in times.items()) / 1000
            seconds.add_metric([endpoint], buckets=buckets, sum_value=total_s)
        return seconds
