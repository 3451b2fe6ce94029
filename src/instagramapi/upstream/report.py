"""How the providers fare, for people and programs: who answers what, how well, at what price."""

from dataclasses import asdict
from typing import Any

from instagramapi.catalog.endpoint import Call, Catalogue
from instagramapi.upstream.desk import Desk
from instagramapi.upstream.turn import Turns

Report = dict[str, Any]


def report(turns: Turns, catalogue: Catalogue) -> Report:
    """Tell, for each endpoint, who is asked in which order, and how each provider fares."""
    asked = [endpoint for endpoint in catalogue if endpoint.credits]
    return {
        "providers": [_provider(desk, asked) for desk in turns.desks],
        "endpoints": {
            endpoint.name: [desk.name for desk in turns.able(endpoint)] for endpoint in asked
        },
    }


def spent_micros(desk: Desk, endpoint: type[Call]) -> int:
    """What a provider took for one endpoint since the start, in millionths of its currency."""
    price = desk.manners.price_micros if desk.manners else 0
    billed = desk.provider.requests_billed
    if billed is None:
        return desk.records[endpoint.name].attempts * price
    return billed.get(endpoint.name, 0) * price


def _provider(desk: Desk, asked: list[type[Call]]) -> Report:
    return {
        "name": desk.name,
        "used_today": desk.today.used if desk.manners else None,
        "manners": asdict(desk.manners) if desk.manners else None,
        "budgets": dict(desk.provider.budgets),
        "endpoints": {
            endpoint.name: _fares(desk, endpoint)
            for endpoint in asked
            if desk.provider.can_answer(endpoint)
        },
    }


def _fares(desk: Desk, endpoint: type[Call]) -> Report:
    record = desk.records[endpoint.name]
    return {
        "state": desk.state(endpoint),
        "calls": record.calls,
        "attempts": record.attempts,
        "success": record.success,
        "latency_ms": record.latency_ms,
        "failures": dict(record.failures),
        "last_failure": record.last_failure,
        "spent_micros": spent_micros(desk, endpoint),
        "missed_fields": list(record.drift.missed),
    }
