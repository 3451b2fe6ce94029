import pytest

from instagramapi.errors import RateLimited
from instagramapi.gateway.limits import RateLimiter, refuse_excess
from instagramapi.kit.rate import RateLimit
from makers import StoppedClock

THREE_A_MINUTE = RateLimit(3, 60)


def test_each_request_takes_one_of_the_window() -> None:
    limiter = RateLimiter(StoppedClock())

    taken = [limiter.take("key", THREE_A_MINUTE).remaining for _ in range(5)]

    assert taken == [2, 1, 0, -1, -1]


def test_the_window_is_the_minute_of_the_clock() -> None:
    clock = StoppedClock(now_s=60 * 1000 + 59.2)
    limiter = RateLimiter(clock)
    assert limiter.take("key", THREE_A_MINUTE).reset_s == 1

    clock.advance(0.8)

    allowance = limiter.take("key", THREE_A_MINUTE)
    assert (allowance.remaining, allowance.reset_s) == (2, 60)


def test_a_clock_that_is_set_back_gives_a_new_window() -> None:
    clock = StoppedClock()
    limiter = RateLimiter(clock)
    for _ in range(3):
        limiter.take("key", THREE_A_MINUTE)

    clock.advance(-3600)

    assert limiter.take("key", THREE_A_MINUTE).remaining == 2


def test_keys_do_not_share_a_window() -> None:
    limiter = RateLimiter(StoppedClock())
    limiter.take("one", THREE_A_MINUTE)

    assert limiter.take("other", THREE_A_MINUTE).remaining == 2


def test_excess_says_how_long_to_wait() -> None:
    clock = StoppedClock(now_s=60 * 1000 + 17.5)
    limiter = RateLimiter(clock)
    refuse_excess(limiter.take("key", RateLimit(1, 60)))

    with pytest.raises(RateLimited) as refused:
        refuse_excess(limiter.take("key", RateLimit(1, 60)))

    assert refused.value.retry_after_s == 43
    assert "1/minute" in refused.value.message
