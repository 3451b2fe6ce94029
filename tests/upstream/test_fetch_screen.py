"""What must not be served is kept back before it is kept, and each time that it is served."""

from dataclasses import replace

import pytest
from fetch_makers import DOWN, NIKE, failure, fetch_of, live

from instagramapi.errors import Suppressed
from instagramapi.store.cache import Copy
from instagramapi.upstream.fetch import Patience
from makers import Scripted, StoppedClock, a_profile

pytestmark = pytest.mark.anyio


class Screen:
    """Passes everything on, until it is told to refuse all or to change all."""

    def __init__(self) -> None:
        self.is_refusing = False
        self.seen: list[bytes] = []
        self.data: bytes | None = None

    def __call__(self, copy: Copy) -> Copy:
        self.seen.append(copy.data)
        if self.is_refusing:
            raise Suppressed("No.")
        return copy if self.data is None else replace(copy, data=self.data)


async def test_what_is_refused_is_not_kept() -> None:
    fetch = fetch_of(provider := Scripted(), screen=(screen := Screen()))
    screen.is_refusing = True

    assert isinstance(await failure(fetch), Suppressed)
    screen.is_refusing = False
    assert fetch.fresh(NIKE, None) is None
    assert len(provider.asked) == 1


async def test_what_is_kept_is_what_the_screen_left_of_it() -> None:
    fetch = fetch_of(Scripted(), screen=(screen := Screen()))
    screen.data = b"{}"

    first = await live(fetch)
    screen.data = None
    kept = fetch.fresh(NIKE, None)

    assert kept
    assert first.copy.data == kept.data == b"{}"


async def test_a_copy_that_was_kept_before_is_screened_when_it_is_served() -> None:
    fetch = fetch_of(Scripted(), screen=(screen := Screen()))
    await live(fetch)
    screen.is_refusing = True

    with pytest.raises(Suppressed):
        fetch.fresh(NIKE, None)


async def test_an_old_copy_that_stands_in_for_a_failure_is_screened() -> None:
    fetch = fetch_of(Scripted(a_profile(), DOWN), screen=(screen := Screen()))
    await live(fetch)
    screen.is_refusing = True

    assert isinstance(await failure(fetch), Suppressed)


@pytest.mark.parametrize(("age_s", "is_there"), [(100, True), (101, False)])
async def test_what_is_older_than_the_retention_does_not_exist(
    age_s: float, is_there: bool
) -> None:
    clock = StoppedClock()
    patience = Patience(retention_s=100)
    fetch = fetch_of(Scripted(a_profile(), DOWN), clock=clock, patience=patience)
    await live(fetch)
    clock.advance(age_s)

    assert bool(fetch.fresh(NIKE, 31_536_000)) == is_there
    if is_there:
        assert (await live(fetch)).source == "stale"
    else:
        assert await failure(fetch) is DOWN
