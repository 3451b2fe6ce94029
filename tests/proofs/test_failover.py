"""One provider is dead: callers hardly notice, and the dead one is left in peace."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from simulated import Product, Upstreams, ask, product, quantile_ms, slowest_ms, targets

CALLS = 400
CALLERS = 8
DEADLINE_S = 4.0
# Every fault is one after which the next provider is asked.
DEATHS = [
    ("graph", "hiker", "reset"),
    ("graph", "hiker", "hang_after_headers"),
    ("hiker", "web", "html_body"),
]


@pytest.fixture(scope="module")
def upstreams() -> Iterator[Upstreams]:
    with Upstreams() as running:
        yield running


@pytest.fixture(autouse=True)
def healthy(upstreams: Upstreams) -> None:
    upstreams.heal()
    upstreams.forget()


def run(server: Product, wanted: list[str]) -> list[object]:
    return list(asyncio.run(ask(server, wanted, callers=CALLERS)))


@pytest.mark.parametrize(("dead", "healthy_one", "fault"), DEATHS)
def test_callers_hardly_notice_that_one_of_two_is_dead(
    dead: str,
    healthy_one: str,
    fault: str,
    upstreams: Upstreams,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    wanted = targets("profile", f"dead.{dead}", CALLS)
    upstreams.break_with(fault, dead)

    with product(
        tmp_path / "data", upstreams.url, providers=(dead, healthy_one), deadline_s=DEADLINE_S
    ) as server:
        answers = asyncio.run(ask(server, wanted, callers=CALLERS))
        fares = {each["name"]: each["endpoints"] for each in server.tell("providers")["providers"]}
    asked = upstreams.asked()

    answered = [each for each in answers if each.status == 200]
    extra = asked[dead] / CALLS
    with capsys.disabled():
        print(
            f"\n{dead} dead ({fault}), {healthy_one} healthy: {len(answered)} of {CALLS} answered,"
            f" requests {dict(asked)}, {extra:.1%} extra,"
            f" p99 {quantile_ms(answers, 0.99)} ms, slowest {slowest_ms(answers)} ms"
        )
    assert len(answered) >= 0.995 * CALLS
    assert {each.provider for each in answered} == {healthy_one}
    assert extra <= 0.10
    assert fares[dead]["profile"]["attempts"] == asked[dead]
    assert quantile_ms(answers, 0.99) <= DEADLINE_S * 1000
    assert sum(each.answer.charged for each in answers) == len(answered)
