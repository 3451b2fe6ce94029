"""Whatever is done to keys in whatever order: memory, disk and the rules say the same."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from account_makers import Room, open_room
from hypothesis import given, settings
from hypothesis import strategies as st

from instagramapi.accounts.terms import Terms
from instagramapi.errors import BadParameter

STEPS = st.one_of(
    st.tuples(st.just("create"), st.sampled_from([None, 1, 50, 1_000])),
    st.tuples(st.just("rotate"), st.sampled_from([0, 10, 100])),
    st.tuples(st.just("revoke"), st.none()),
    st.tuples(st.just("wait"), st.sampled_from([1, 10, 100])),
)


@dataclass
class Expected:
    """What the rules say of one key."""

    id: str
    ends_at: float
    was_rotated: bool = False


class Rules:
    """Keys as the contract has them: a secret works until its end, which only comes nearer."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.keys: dict[str, Expected] = {}

    async def create(self, life_s: float | None) -> None:
        ends_at = None if life_s is None else self.room.clock.now_s + life_s
        terms = Terms(name="ci", expires_at=ends_at)
        key, secret = await self.room.keys.create((await self.room.ada()).id, terms)
        self.keys[secret] = Expected(key.id, ends_at or float("inf"))

    async def rotate(self, old: Expected, overlap_s: float) -> None:
        now_s = self.room.clock.now_s
        can_be_rotated = now_s < old.ends_at and not old.was_rotated
        try:
            key, secret = await self.room.keys.rotate(old.id, overlap_s)
        except BadParameter:
            assert not can_be_rotated
            return
        assert can_be_rotated
        self.keys[secret] = Expected(key.id, old.ends_at)
        old.was_rotated, old.ends_at = True, min(old.ends_at, now_s + overlap_s)

    async def revoke(self, key: Expected) -> None:
        await self.room.keys.revoke(key.id)
        key.ends_at = min(key.ends_at, self.room.clock.now_s)

    def check(self, room: Room) -> None:
        accepted = {secret for secret in self.keys if room.accepts(secret)}
        now_s = room.clock.now_s
        assert accepted == {secret for secret, key in self.keys.items() if now_s < key.ends_at}


async def take(rules: Rules, step: tuple[str, float | None], key: Expected | None) -> None:
    name, value = step
    if name == "create" or key is None:
        await rules.create(value if name == "create" else None)
    elif name == "rotate":
        await rules.rotate(key, value or 0)
    elif name == "revoke":
        await rules.revoke(key)
    else:
        rules.room.clock.now_s += value or 0


async def live(data_dir: Path, steps: list[tuple[str, float | None]], data: st.DataObject) -> None:
    async with open_room(data_dir) as room:
        rules = Rules(room)
        for step in steps:
            known = list(rules.keys.values())
            await take(rules, step, data.draw(st.sampled_from(known)) if known else None)
            rules.check(room)
        in_memory = await room.keys.list()

    async with open_room(data_dir, room.clock) as restarted:
        rules.check(restarted)
        assert await restarted.keys.list() == in_memory


@settings(max_examples=25, deadline=None)
@given(st.lists(STEPS, max_size=12), st.data())
def test_a_secret_works_exactly_until_its_end_in_memory_and_after_a_restart(
    steps: list[tuple[str, float | None]], data: st.DataObject
) -> None:
    with TemporaryDirectory() as directory:
        asyncio.run(live(Path(directory), steps, data))
