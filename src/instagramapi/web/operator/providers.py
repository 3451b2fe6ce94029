"""Whom this server asks, and how each provider fares: health, speed, spending, drift."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from instagramapi.upstream.report import report
from instagramapi.web.routes import OPERATOR, Route
from instagramapi.web.visit import Visit

_MICROS = 1_000_000


@dataclass(frozen=True, slots=True)
class Fare:
    """One provider as a whole, added up over its endpoints since the start of the server."""

    name: str
    endpoints: dict[str, dict[str, Any]]
    manners: dict[str, Any] | None
    budgets: dict[str, Any]
    used_today: int | None

    @property
    def calls(self) -> int:
        """How many calls it was asked."""
        return sum(each["calls"] for each in self.endpoints.values())

    @property
    def success(self) -> float | None:
        """Share of calls that it answered, also with "there is nothing"; None before any."""
        answered = sum(each["calls"] * (each["success"] or 0) for each in self.endpoints.values())
        return answered / self.calls if self.calls else None

    @property
    def latency_ms(self) -> int | None:
        """Mean time of a call; None before any."""
        spent = sum(each["calls"] * (each["latency_ms"] or 0) for each in self.endpoints.values())
        return int(spent / self.calls) if self.calls else None

    @property
    def spent(self) -> float:
        """What it took since the start, in its currency."""
        micros: int = sum(each["spent_micros"] for each in self.endpoints.values())
        return micros / _MICROS

    @property
    def failures(self) -> list[tuple[str, int]]:
        """Why it failed and how often, the most frequent reason first."""
        counted: Counter[str] = Counter()
        for each in self.endpoints.values():
            counted.update(each["failures"])
        return counted.most_common()

    @property
    def resting(self) -> list[str]:
        """Endpoints that it is not asked for at the moment."""
        return [name for name, each in self.endpoints.items() if each["state"] != "closed"]

    @property
    def drifted(self) -> list[str]:
        """Endpoints whose answers lack fields that they used to have."""
        return [name for name, each in self.endpoints.items() if each["missed_fields"]]

    @property
    def state(self) -> str:
        """How it stands in one word: `ceiling`, `resting`, `drifting`, `well`, `idle`."""
        states = {each["state"] for each in self.endpoints.values()}
        if "ceiling" in states:
            return "ceiling"
        if self.resting:
            return "resting"
        if self.drifted:
            return "drifting"
        return "well" if self.calls else "idle"


def fares_of(found: dict[str, Any]) -> list[Fare]:
    """Add up the report per provider, in the order in which they are asked."""
    return [
        Fare(
            name=each["name"],
            endpoints=each["endpoints"],
            manners=each["manners"],
            budgets=each["budgets"],
            used_today=each["used_today"],
        )
        for each in found["providers"]
    ]


async def show_providers(visit: Visit) -> Response:
    """Show every configured provider and, for each endpoint, who is asked in which order."""
    service = visit.site.service
    found = report(service.turns, service.catalogue)
    return visit.render(
        "operator/providers.html", fares=fares_of(found), order=found["endpoints"].items()
    )


ROUTES = (Route(path="/operator/providers", page=show_providers, access=OPERATOR),)
