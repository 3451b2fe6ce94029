"""What is run, in which order, and what is left out or run again as far as the time goes."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from measure import Measured
from variants import Variant

CONNECTIONS = (1, 16, 64, 256)
DECISIVE = 64
WARM_UP_S = 1
# What a run takes beside its own seconds (0.3 to 0.6 s were measured): the generator starts, the
# books are added up before and after.
AROUND_S = 0.8
# Fifteen variants start in 12 s; a machine that is slow, and the end of it all, take longer.
START_S = 30.0
_TRIES = 3

Loop = Literal["closed", "open"]


@dataclass(frozen=True, slots=True)
class Step:
    """One run that is due."""

    variant: Variant
    loop: Loop
    connections: int
    round: int
    seconds: int

    @property
    def cost_s(self) -> float:
        """How long it keeps the machine."""
        return self.seconds + AROUND_S

    @property
    def kind(self) -> str:
        """What it has in common with the steps beside it."""
        return f"{self.loop} loop, {self.connections} conn."


Run = Callable[[Step, Sequence[Measured]], Measured]
"""Makes a run of a step; what was measured before says how fast an open loop is."""


@dataclass(slots=True)
class Outcome:
    """What was measured, what was disturbed and so thrown away, and what there was no time for."""

    variants: Sequence[Variant]
    steps: Sequence[Step]
    runs: list[Measured] = field(default_factory=list)
    thrown_away: int = 0
    left_out: list[Step] = field(default_factory=list)

    @property
    def connections(self) -> list[int]:
        """The numbers of connections that were to be measured."""
        return sorted({step.connections for step in self.steps})


def planned(
    variants: Sequence[Variant], *, seconds: int, rounds: int, connections: Iterable[int]
) -> list[Step]:
    """List all runs, those that decide first, so that what there is no time for matters least.

    Each round runs every variant once, so that what changes with time meets all of them.
    """
    others = sorted(set(connections) - {DECISIVE})
    kinds: list[tuple[Loop, int, list[Variant]]] = [
        ("closed", DECISIVE, list(variants)),
        ("open", DECISIVE, [each for each in variants if each.is_steady]),
        *(("closed", number, [each for each in variants if each.is_scaled]) for number in others),
    ]
    return [
        Step(variant, loop, number, round_number, seconds)
        for loop, number, chosen in kinds
        for round_number in range(1, rounds + 1)
        for variant in chosen
    ]


def needed_s(variants: Sequence[Variant], steps: Sequence[Step]) -> float:
    """Add up how long it takes where nothing has to be repeated."""
    warm_up_s = len(variants) * (WARM_UP_S + AROUND_S)
    return START_S + warm_up_s + sum(step.cost_s for step in steps)


def follow(
    steps: Sequence[Step],
    outcome: Outcome,
    run: Run,
    *,
    ends_s: float,
    now: Callable[[], float] = time.monotonic,
) -> None:
    """Run every step that there is time for.

    A run that was disturbed is repeated only where the time for all steps after it is left.
    """
    after_s = sum(step.cost_s for step in steps)
    for step in steps:
        after_s -= step.cost_s
        if now() + step.cost_s > ends_s:
            outcome.left_out.append(step)
            continue
        measured = run(step, outcome.runs)
        for _ in range(_TRIES - 1):
            if measured.is_quiet or now() + step.cost_s + after_s > ends_s:
                break
            outcome.thrown_away += 1
            measured = run(step, outcome.runs)
        outcome.runs.append(measured)
