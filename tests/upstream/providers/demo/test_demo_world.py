"""What a world remembers of the long handles that it hears."""

from demo_makers import PUBLIC_URL, StoppedClock

from instagramapi.upstream.providers.demo.world import World


def test_a_world_forgets_the_long_handle_that_it_heard_first() -> None:
    world = World(clock=StoppedClock(), public_url=PUBLIC_URL, remembers=2)
    handles = [f"a.rather.long.handle{number}" for number in range(3)]
    ids = [world.by_handle(handle).id for handle in handles]
    heard = [world.by_id(member_id) for member_id in ids]
    assert [subject.handle for subject in heard if subject][1:] == handles[1:]
    assert heard[0]
    assert heard[0].handle.startswith("demo_")
    assert heard[0].id == ids[0]


def test_a_short_handle_needs_no_memory() -> None:
    world = World(clock=StoppedClock(), public_url=PUBLIC_URL, remembers=0)
    subject = world.by_id(world.by_handle("fcbarcelona").id)
    assert subject
    assert subject.handle == "fcbarcelona"
