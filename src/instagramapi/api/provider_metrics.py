"""The providers' figures for Prometheus, read from their records when somebody asks."""

from collections.abc import Iterable

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from instagramapi.catalog.endpoint import Catalogue
from instagramapi.upstream.desk import Desk
from instagramapi.upstream.report import spent_micros
from instagramapi.upstream.turn import Turns

_LABELS = ["provider", "endpoint"]
# What an alert compares with: 0 is well.
_STATES = {"closed": 0, "half-open": 1, "open": 2, "ceiling": 3}


class ProviderCollector(Collector):
    """Tells how each provider fares at each endpoint that it was asked for."""

    def __init__(self, turns: Turns, catalogue: Catalogue) -> None:
        self._turns = turns
        self._catalogue = catalogue

    def collect(self) -> Iterable[Metric]:
        """Make the metrics of this moment."""
        name = "instagramapi_provider_"
        calls = CounterMetricFamily(name + "calls", "Calls.", labels=_LABELS)
        attempts = CounterMetricFamily(name + "attempts", "Attempts.", labels=_LABELS)
        failures = CounterMetricFamily(name + "failures", "Failures.", labels=[*_LABELS, "reason"])
        seconds = CounterMetricFamily(name + "seconds", "Time spent asking.", labels=_LABELS)
        spent = CounterMetricFamily(
            name + "spent_micros", "Money spent, in millionths.", labels=_LABELS
        )
        state = GaugeMetricFamily(
            name + "state", "0 closed, 1 half-open, 2 open, 3 ceiling reached.", labels=_LABELS
        )
        missed = GaugeMetricFamily(name + "missed_fields", "Fields gone.", labels=_LABELS)
        for desk, endpoint_name in self._asked():
            labels = [desk.name, endpoint_name]
            endpoint = self._catalogue.by_name[endpoint_name]
            record = desk.records[endpoint_name]
            calls.add_metric(labels, record.calls)
            attempts.add_metric(labels, record.attempts)
            seconds.add_metric(labels, record.seconds)
            spent.add_metric(labels, spent_micros(desk, endpoint))
            state.add_metric(labels, _STATES[desk.state(endpoint)])
            missed.add_metric(labels, len(record.drift.missed))
            for reason, count in record.failures.items():
                failures.add_metric([*labels, reason], count)
        return [calls, attempts, failures, seconds, spent, state, missed]

    def _asked(self) -> list[tuple[Desk, str]]:
        return [(desk, name) for desk in self._turns.desks for name in list(desk.records)]
