"""One provider is dead: callers hardly notice, and the dead one is left in peace."""

import asyncio
from pathlib import Path

import pytest
from simulated import Upstreams, ask, product, quantile_ms, slowest_ms, targets

CALLERS = 6
DEADLINE_S = 4.0
# Every fault is one after which the next provider is asked.
DEATHS = [
    ("graph", "hiker", "reset", 300),
    ("hiker", "web", "hang_after_headers", 150),
]


@pytest.mark.parametrize(("dead", "healthy", "fault", "calls"), DEATHS)
def test_callers_hardly_notice_that_one_of_two_is_dead(
    dead: str,
    healthy: str,
    fault: str,
    calls: int,
    upstreams: Upstreams,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    wanted = targets("profile", f"dead.{dead}", calls)
    upstreams.break_with(fault, dead)

    with product(
        tmp_path / "data", upstreams.url, providers=(dead, healthy), deadline_s=DEADLINE_S
    ) as server:
        answers = asyncio.run(ask(server, wanted, callers=CALLERS))
        attempts = server.fares(dead)["profile"]["attempts"]
    asked = upstreams.asked()

    answered = [each for each in answers if each.status == 200]
    extra = asked[dead] / calls
    with capsys.disabled():
        print(
            f"\n{dead} dead ({fault}), {healthy} healthy: {len(answered)} of {calls} answered,"
            f" requests {dict(asked)}, {extra:.1%} extra,"
            f" p99 {quantile_ms(answers, 0.99)} ms, slowest {slowest_ms(answers)} ms"
        )
    assert len(answered) >= 0.995 * calls
    assert {each.provider for each in answered} == {healthy}
    assert extra <= 0.10
    assert attempts == asked[dead]
    assert quantile_ms(answers, 0.99) <= DEADLINE_S * 1000
    assert sum(each.answer.charged for each in answers) == len(answered)
