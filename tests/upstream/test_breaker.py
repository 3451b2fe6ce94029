"""A breaker opens on failures, rests longer each time, and lets one call try."""

from upstream_makers import HandClock

from instagramapi.upstream.breaker import Breaker


def opened(clock: HandClock) -> Breaker:
    breaker = Breaker(clock)
    for _ in range(5):
        assert breaker.admit()
        breaker.fail()
    return breaker


def test_a_few_failures_among_answers_leave_it_closed() -> None:
    breaker = Breaker(HandClock())

    for _ in range(20):
        breaker.fail()
        breaker.succeed()
        breaker.succeed()

    assert breaker.state == "closed"


def test_five_failures_of_ten_open_it() -> None:
    breaker = opened(HandClock())

    assert breaker.state == "open"
    assert not breaker.admit()


def test_after_its_rest_exactly_one_call_may_try() -> None:
    clock = HandClock()
    breaker = opened(clock)

    clock.now_s += 5

    assert breaker.state == "half-open"
    assert [breaker.admit(), breaker.admit()] == [True, False]


def test_a_trial_that_is_answered_closes_it() -> None:
    clock = HandClock()
    breaker = opened(clock)
    clock.now_s += 5

    breaker.admit()
    breaker.succeed()

    assert breaker.state == "closed"
    assert breaker.rests_for_s == 0


def test_a_trial_that_fails_makes_the_rest_longer() -> None:
    clock = HandClock()
    breaker = opened(clock)
    clock.now_s += 5

    breaker.admit()
    breaker.fail()

    assert breaker.rests_for_s == 8


def test_a_rest_is_so_short_that_who_comes_back_is_noticed_within_ten_seconds() -> None:
    clock = HandClock()
    breaker = opened(clock)

    for _ in range(20):
        clock.now_s += breaker.rests_for_s
        breaker.admit()
        breaker.fail()

    assert breaker.rests_for_s == 8


def test_a_trial_without_an_outcome_lets_another_try() -> None:
    clock = HandClock()
    breaker = opened(clock)
    clock.now_s += 5

    breaker.admit()
    breaker.abandon()

    assert breaker.admit()


def test_calls_that_fail_late_make_a_rest_no_longer() -> None:
    breaker = opened(HandClock())

    for _ in range(50):
        breaker.fail()

    assert breaker.rests_for_s == 5


def test_a_trial_cut_off_and_then_known_to_have_failed_opens_it_again() -> None:
    clock = HandClock()
    breaker = opened(clock)
    clock.now_s += 5

    breaker.admit()
    breaker.abandon()
    breaker.fail()

    assert not breaker.admit()


def test_a_provider_that_asks_for_rest_gets_it_at_once() -> None:
    clock = HandClock()
    breaker = Breaker(clock)

    breaker.fail(rest_s=90)

    assert breaker.state == "open"
    assert breaker.rests_for_s == 90


def test_a_shorter_wish_does_not_shorten_a_rest() -> None:
    breaker = Breaker(HandClock())

    breaker.fail(rest_s=90)
    breaker.fail(rest_s=10)

    assert breaker.rests_for_s == 90
