"""Answers the endpoints about the caller's own requests from the request log."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Literal

from instagramapi.accounts.key import Key
from instagramapi.catalog.account import GetLoggedRequest, ListLoggedRequests, ListUsage
from instagramapi.catalog.models import ExplainedRequest, LoggedRequest, Page, UsageSum
from instagramapi.catalog.parameters import MAX_LIMIT
from instagramapi.errors import NotFound
from instagramapi.gateway.explaining import attempts_of, explanation, rule_behind
from instagramapi.gateway.naming import Naming
from instagramapi.kit.clock import Clock, iso
from instagramapi.ledger import usage
from instagramapi.ledger.usage import Sought, SoughtDays, UsageLog

_DAY_S = 86_400
_DAYS = 30
_NONE = "none"


class OwnUsage:
    """Shows an account its own requests, and never those of another."""

    def __init__(self, log: UsageLog, naming: Naming, clock: Clock) -> None:
        self._log = log
        self._naming = naming
        self._clock = clock

    async def sums(self, call: ListUsage, key: Key) -> Page[UsageSum]:
        """Add up by what the caller asks for, and show the sums page by page."""
        until_s = call.until if call.until is not None else self._clock.epoch_s() + 1
        since_s = call.since if call.since is not None else until_s - 1 - (_DAYS - 1) * _DAY_S
        sought = SoughtDays(
            account_id=key.account_id,
            mode=_mode_seen(key),
            first_day=iso(since_s)[:10],
            last_day=iso(until_s - 1)[:10],
            key_id=call.key_id,
            endpoint=call.endpoint,
            outcome=call.outcome,
            provider=_stored(call.provider),
            cache=_stored(call.cache),
        )
        found = await self._log.sums(sought, call.by)  # type: ignore[arg-type]
        places = [json.dumps([getattr(each, name) for name in call.by]) for each in found]
        begin = places.index(call.cursor) + 1 if call.cursor in places else 0
        end = begin + (call.limit or MAX_LIMIT)
        cursor = places[end - 1] if end < len(found) else None
        return Page(items=tuple(map(_sum, found[begin:end])), next_cursor=cursor)

    async def requests(self, call: ListLoggedRequests, key: Key) -> Page[LoggedRequest]:
        """Show one page of the log."""
        sought = Sought(
            account_id=key.account_id,
            mode=_mode_seen(key),
            key_id=call.key_id,
            endpoint=call.endpoint,
            status=call.status,
            outcome=call.outcome,
            provider=_stored(call.provider),
            cache=_stored(call.cache),
            is_charged=call.is_charged,
            subject=self._naming.name(call.about) if call.about else None,
            since_s=call.since,
            until_s=call.until,
        )
        before = int(call.cursor) if call.cursor else None
        page = await self._log.requests(sought, limit=call.limit or MAX_LIMIT, before=before)
        items = tuple(LoggedRequest(**self._told(row)) for row in page.rows)
        return Page(items=items, next_cursor=None if page.before is None else str(page.before))

    async def request(self, call: GetLoggedRequest, key: Key) -> ExplainedRequest:
        """Show one request and why it cost what it cost."""
        row = await self._log.request(call.request_id, key.account_id)
        if row is None or _mode_seen(key) not in (None, row.mode):
            raise NotFound("The log has no such request of your account, or not any more.")
        return ExplainedRequest(
            **self._told(row),
            credits_held=row.held,
            credits_refunded=row.refunded,
            rule=rule_behind(row).name,
            explanation=explanation(row),
            attempts=attempts_of(row),
        )

    def _told(self, row: usage.LoggedRequest) -> dict[str, object]:
        known = asdict(row)
        told = {name: known[name] for name in LoggedRequest.model_fields}
        # What is stored in place of a subject that may not be told would only puzzle.
        subject = row.subject if self._naming.is_clear else None
        return told | {"at": datetime.fromtimestamp(row.at, UTC), "subject": subject}


def _mode_seen(key: Key) -> Literal["test"] | None:
    # A test key opens nothing: it stands in docs and in test suites, and outlives memberships.
    return "test" if key.mode == "test" else None


def _stored(word: str | None) -> str | None:
    return "" if word == _NONE else word


def _sum(found: usage.UsageSum) -> UsageSum:
    split = {"provider": found.provider, "cache": found.cache}
    return UsageSum(
        day=found.day,
        endpoint=found.endpoint,
        key_id=found.key_id,
        mode=found.mode,
        outcome=found.outcome,
        **{name: _NONE if word == "" else word for name, word in split.items()},
        calls=found.calls,
        charged=found.charged,
        free=found.free,
        credits=found.credits,
        credits_saved=found.saved,
        ms_median=found.ms_of(0.5),
        ms_p95=found.ms_of(0.95),
    )
