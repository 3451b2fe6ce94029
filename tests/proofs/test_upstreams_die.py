"""The upstreams vanish in the middle of the work: others answer, or nobody pays."""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

from simulated import Product, Timed, Upstreams, ask, product, targets

CALLS = 160
CALLERS = 8
DEADLINE_S = 2.0


async def killed_midway(server: Product, dying: Upstreams) -> list[Timed]:
    """Ask, and kill the simulator when about a third is answered."""
    wanted = targets("profile", "midway", CALLS)
    before = await ask(server, wanted[: CALLS // 3], callers=CALLERS)
    asking = asyncio.create_task(ask(server, wanted[CALLS // 3 :], callers=CALLERS))
    await asyncio.sleep(0.05)
    dying.process.kill()
    return before + await asking


def run(folder: Path, url: str, dying: Upstreams, **settings: Any) -> list[Timed]:
    """Prove on a new server, and verify its books while it runs."""
    with product(folder, url, deadline_s=DEADLINE_S, **settings) as server:
        answers = asyncio.run(killed_midway(server, dying))
        verified = server.tell("ledger", "verify")
    assert verified["ok"]
    assert verified["violations"] == []
    assert all(each.answer.charged == (each.status == 200) for each in answers)
    return answers


def test_where_all_upstreams_die_the_rest_of_the_calls_fail_for_free(tmp_path: Path) -> None:
    with Upstreams() as dying:
        answers = run(tmp_path / "data", dying.url, dying)

    statuses = Counter(each.status for each in answers)
    assert set(statuses) <= {200, 502, 504}
    assert statuses[200] >= CALLS // 3
    assert statuses[502] + statuses[504] > 0


def test_where_one_upstream_dies_another_answers(upstreams: Upstreams, tmp_path: Path) -> None:
    with Upstreams() as dying:
        answers = run(
            tmp_path / "data",
            upstreams.url,
            dying,
            providers=("web", "hiker"),
            web_url=dying.url,
        )

    assert Counter(each.status for each in answers) == {200: CALLS}
    assert {each.provider for each in answers} == {"web", "hiker"}
