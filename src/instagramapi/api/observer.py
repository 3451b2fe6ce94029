"""What an operator sees of the traffic: a line in the log and numbers for Prometheus."""

from prometheus_client import CollectorRegistry, Gauge

from instagramapi.api.access_log import AccessLog
from instagramapi.api.traffic import Traffic
from instagramapi.gateway.reply import Reply


class TrafficObserver:
    """Counts replies and logs them; knows keys by their id, never by their secret."""

    def __init__(self, registry: CollectorRegistry, access_log: AccessLog | None) -> None:
        self._access_log = access_log
        self._traffic = Traffic()
        registry.register(self._traffic)
        self.ledger_drift = Gauge(
            "instagramapi_ledger_drift",
            "Broken invariants that the last audit of the ledger found.",
            registry=registry,
        )

    def flush(self) -> None:
        """Write the lines that are not written yet."""
        if self._access_log:
            self._access_log.flush()

    def saw(self, reply: Reply, status: int, traceparent: str | None) -> None:
        """Note one answered request."""
        endpoint = reply.endpoint or "unknown"
        code = reply.problem.code if reply.problem else ""
        cache = reply.source or ""
        charged = reply.receipt.credits_charged if reply.receipt else 0
        # What a batch cost was counted with each of its calls.
        counted = 0 if reply.results else charged
        self._traffic.count((endpoint, status, code, cache), reply.ms, counted)
        if self._access_log:
            self._access_log.add(
                request_id=reply.request_id,
                key_id=reply.key.id if reply.key else None,
                endpoint=reply.endpoint,
                subject=reply.standing.subject if reply.standing else None,
                status=status,
                code=code or None,
                credits=charged,
                cache=cache or None,
                provider=reply.copy.provider if reply.copy else None,
                ms=reply.ms,
                traceparent=traceparent,
            )
