"""More calls than can be served: the rest is refused at once and free, and it leaves no trace."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from client import Connection
from harness import setting
from simulated import Product, Timed, Upstreams, product, timed

OVERLOAD_S = setting("INSTAGRAMAPI_OVERLOAD_S", 3)
BACK_WITHIN_S = 10
IN_FLIGHT = 16
USUAL_PER_S = 20
TOO_MANY_PER_S = 120
DEADLINE_S = 2.0
# So many answers in a row say what share is answered.
_WINDOW = 20
_AFTER_S = 4.5


@dataclass(slots=True)
class Stream:
    """Callers who come at a steady rate, whether they are answered or not."""

    server: Product
    name: str
    answers: list[tuple[float, Timed]] = field(default_factory=list)

    async def run(self, per_s: float, for_s: float) -> None:
        """Ask about another account each time; returns when all have an answer."""
        loop = asyncio.get_running_loop()
        started_s = loop.time()
        async with asyncio.TaskGroup() as callers:
            for number in range(int(per_s * for_s)):
                await asyncio.sleep(started_s + number / per_s - loop.time())
                callers.create_task(self._ask(f"/v1/profile?handle={self.name}.{number}"))

    async def _ask(self, target: str) -> None:
        sent_s = time.monotonic()
        async with Connection(self.server.port) as connection:
            self.answers.append((sent_s, await timed(connection, target, self.server.key)))

    @property
    def statuses(self) -> Counter[int]:
        return Counter(each.status for _, each in self.answers)

    def good_after_s(self, since_s: float) -> float | None:
        """Seconds from a moment until 95 % of the next callers were answered; None for never."""
        answers = sorted(self.answers, key=lambda answer: answer[0])
        for at in range(len(answers) - _WINDOW + 1):
            good = sum(each.status == 200 for _, each in answers[at : at + _WINDOW])
            if good >= 0.95 * _WINDOW:
                return answers[at][0] - since_s
        return None


async def overload(
    server: Product, upstreams: Upstreams, faults: list[tuple[str, dict[str, float]]]
) -> tuple[Stream, Stream, float]:
    """Usual load, then too much of it with a provider in trouble, then the usual load again."""
    during, after = Stream(server, "during"), Stream(server, "after")
    for fault, given in faults:
        await asyncio.to_thread(upstreams.break_with, fault, "hiker", **given)
    await during.run(TOO_MANY_PER_S, OVERLOAD_S)
    await asyncio.to_thread(upstreams.heal)
    ended_s = time.monotonic()
    await after.run(USUAL_PER_S, _AFTER_S)
    if after.good_after_s(ended_s) is None:
        await after.run(USUAL_PER_S, BACK_WITHIN_S)
    return during, after, ended_s


TROUBLES = {
    "slow": [("latency", {"seconds": 0.4})],
    "slow and failing": [("latency", {"seconds": 0.4}), ("server_error", {})],
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_an_overload_is_refused_for_free_and_leaves_nothing_behind(
    trouble: str, upstreams: Upstreams, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with product(
        tmp_path / "data",
        upstreams.url,
        providers=("hiker",),
        max_in_flight=IN_FLIGHT,
        deadline_s=DEADLINE_S,
    ) as server:
        during, after, ended_s = asyncio.run(overload(server, upstreams, TROUBLES[trouble]))

    good_after_s = after.good_after_s(ended_s)
    refused = [each for _, each in during.answers if each.status == 503]
    with capsys.disabled():
        print(
            f"\n{OVERLOAD_S} s of overload ({trouble}): {dict(during.statuses)},"
            f" refused in {max(each.seconds for each in refused) * 1000:.0f} ms at most;"
            f" 95 % good {good_after_s} s after its end"
        )
    assert set(during.statuses) <= {200, 502, 503, 504}
    assert {each.code for each in refused} == {"overloaded"}
    assert all(int(each.answer.headers["retry-after"]) >= 1 for each in refused)
    assert all(each.answer.charged == 0 for _, each in during.answers if each.status != 200)
    assert good_after_s is not None
    assert good_after_s <= BACK_WITHIN_S
