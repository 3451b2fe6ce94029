"""Which requests go wrong, and how: rules that match requests and name a fault."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from instagramapi.kit.clock import Clock
from instagramapi.tools.simulator.carriage import CARRIAGES
from instagramapi.tools.simulator.exchange import Asked, Upstream
from instagramapi.tools.simulator.spoiling import BODIES, SHAPES
from instagramapi.upstream.providers.demo.dice import Dice

_RULE_FIELDS = frozenset({"match", "fault", "with", "rate", "times", "after_s", "for_s"})
_MATCH_FIELDS = frozenset({"upstream", "endpoint", "path", "subject"})
_SIDES = 10_000


class RuleError(ValueError):
    """A rule names what does not exist; the message says what does."""


@dataclass(frozen=True)
class Match:
    """Which requests a rule is about; what is not given matches all."""

    upstream: str | None = None
    endpoint: str = "*"
    path: str = "*"
    subject: str | None = None

    def fits(self, upstream: str, endpoint: str, asked: Asked) -> bool:
        """Whether a request is meant; a subject is found wherever its word was sent."""
        return (
            self.upstream in (None, upstream)
            and fnmatchcase(endpoint, self.endpoint)
            and fnmatchcase(asked.path, self.path)
            and (self.subject is None or self.subject in asked.words)
        )


@dataclass
class Rule:
    """One rule, and how often it was followed."""

    id: int
    fault: str
    match: Match
    given: Mapping[str, Any] = field(default_factory=dict)
    rate: float = 1.0
    times: int | None = None
    after_s: float = 0.0
    for_s: float | None = None
    made_at_s: float = 0.0
    drawn: int = 0
    fired: int = 0

    def described(self) -> dict[str, Any]:
        """The rule as JSON, in the form in which it was made, with `id` and `fired`."""
        match = {name: getattr(self.match, name) for name in sorted(_MATCH_FIELDS)}
        return {
            "id": self.id,
            "match": match,
            "fault": self.fault,
            "with": dict(self.given),
            "rate": self.rate,
            "times": self.times,
            "after_s": self.after_s,
            "for_s": self.for_s,
            "fired": self.fired,
        }

    def fires(self, now_s: float) -> bool:
        """Decide for one matching request, and count it."""
        age_s = now_s - self.made_at_s - self.after_s
        is_over = self.for_s is not None and age_s >= self.for_s
        is_used_up = self.times is not None and self.fired >= self.times
        if age_s < 0 or is_over or is_used_up:
            return False
        self.drawn += 1
        # Drawn from the rule and the count, so that a run repeats.
        if Dice("fault", self.id, self.drawn).below(_SIDES) >= self.rate * _SIDES:
            return False
        self.fired += 1
        return True


class Faults:
    """The rules of one simulator."""

    def __init__(self, upstreams: Sequence[Upstream], clock: Clock) -> None:
        self._upstreams = {upstream.name: upstream for upstream in upstreams}
        self._clock = clock
        self._made = 0
        self.rules: list[Rule] = []

    def known(self) -> dict[str, dict[str, str]]:
        """Every fault and what it means: those of one upstream, and those of all."""
        own = {name: dict(upstream.faults) for name, upstream in self._upstreams.items()}
        return {**own, "any": {**CARRIAGES, **BODIES, **SHAPES}}

    def add(self, raw: Mapping[str, Any]) -> Rule:
        """Add a rule from its JSON; raises RuleError.

        `match` has `upstream`, `endpoint` and `path` (with `*`), `subject`; `with` has the
        fault's settings; `rate` is a share from 0 to 1, `times` an upper bound, `after_s` and
        `for_s` the time from now.
        """
        _check_names(raw, _RULE_FIELDS)
        told = raw.get("match") or {}
        _check_names(told, _MATCH_FIELDS)
        match = Match(**{name: value for name, value in told.items() if value is not None})
        fault = str(raw.get("fault", ""))
        self._check_fault(fault, match.upstream)
        self._made += 1
        rule = Rule(
            self._made,
            fault,
            match,
            given=dict(raw.get("with") or {}),
            rate=float(raw.get("rate", 1.0)),
            times=None if raw.get("times") is None else int(raw["times"]),
            after_s=float(raw.get("after_s") or 0.0),
            for_s=None if raw.get("for_s") is None else float(raw["for_s"]),
            made_at_s=self._clock.monotonic_s(),
        )
        self.rules.append(rule)
        return rule

    def remove(self, rule_id: int | None = None) -> None:
        """Remove one rule, or all."""
        self.rules = [rule for rule in self.rules if rule_id not in (None, rule.id)]

    def firing(self, upstream: Upstream, endpoint: str, asked: Asked) -> list[Rule]:
        """The rules that this request runs into, each counted as followed."""
        now_s = self._clock.monotonic_s()
        common = self.known()["any"]
        return [
            rule
            for rule in self.rules
            if (rule.fault in common or rule.fault in upstream.faults)
            and rule.match.fits(upstream.name, endpoint, asked)
            and rule.fires(now_s)
        ]

    def _check_fault(self, fault: str, upstream: str | None) -> None:
        known = self.known()
        if upstream is not None and upstream not in self._upstreams:
            raise RuleError(f"there is no upstream {upstream!r}; there are {list(self._upstreams)}")
        names = [known["any"], *([known[upstream]] if upstream else known.values())]
        if not any(fault in group for group in names):
            where = f"of {upstream}" if upstream else "of any upstream"
            raise RuleError(f"{fault!r} is no fault {where}; GET /_sim/faults lists them")


def _check_names(raw: Mapping[str, Any], known: frozenset[str]) -> None:
    unknown = sorted(set(raw) - known)
    if unknown:
        raise RuleError(f"unknown fields {unknown}; known are {sorted(known)}")
