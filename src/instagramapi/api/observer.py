"""What an operator sees of the traffic: a line in the log and numbers for Prometheus."""

import structlog
from prometheus_client import CollectorRegistry, Gauge

from instagramapi.api.traffic import Traffic
from instagramapi.gateway.reply import Reply


class TrafficObserver:
    """Counts replies and logs them; knows keys by their id, never by their secret."""

    def __init__(self, registry: CollectorRegistry, *, is_logging: bool) -> None:
        self._is_logging = is_logging
        # Bound once: making a logger for each line costs more than the line.
        self._log = structlog.get_logger().bind()
        self._traffic = Traffic()
        registry.register(self._traffic)
        self.ledger_drift = Gauge(
            "instagramapi_ledger_drift",
            "Broken invariants that the last audit of the ledger found.",
            registry=registry,
        )

    def saw(self, reply: Reply, status: int, traceparent: str | None) -> None:
        """Note one answered request."""
        endpoint = reply.endpoint or "unknown"
        code = reply.problem.code if reply.problem else ""
        cache = reply.fetched.source if reply.fetched else ""
        charged = reply.receipt.credits_charged if reply.receipt else 0
        # What a batch cost was counted with each of its calls.
        counted = 0 if reply.results else charged
        self._traffic.count((endpoint, status, code, cache), reply.ms, counted)
        if self._is_logging:
            self._log.info(
                "request",
                request_id=reply.request_id,
                key_id=reply.key_id,
                endpoint=reply.endpoint,
                subject=reply.subject,
                status=status,
                code=code or None,
                credits=charged,
                cache=cache or None,
                provider=reply.fetched.copy.provider if reply.fetched else None,
                ms=reply.ms,
                traceparent=traceparent,
            )
