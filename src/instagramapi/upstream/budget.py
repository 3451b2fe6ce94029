"""Limits that span calls: how many retries there may be, and how many attempts in a day."""

from instagramapi.kit.clock import Clock, iso


class RetryBudget:
    """Lets about one retry pass for every ten calls, so that retries cannot become a storm."""

    def __init__(self, ratio: float = 0.1, reserve: float = 10.0) -> None:
        self._ratio = ratio
        self._reserve = reserve
        self._left = reserve

    def deposit(self) -> None:
        """Note a call."""
        self._left = min(self._reserve, self._left + self._ratio)

    def withdraw(self) -> bool:
        """Take one retry, if there is one."""
        if self._left < 1:
            return False
        self._left -= 1
        return True


class DayCount:
    """Counts the attempts of a UTC day against a ceiling."""

    def __init__(self, clock: Clock, ceiling: int | None, *, day: str = "", used: int = 0) -> None:
        self._clock = clock
        self._ceiling = ceiling
        self._day = day
        self._used = used

    @property
    def used(self) -> int:
        """Attempts so far today."""
        self._turn_day()
        return self._used

    @property
    def is_spent(self) -> bool:
        """Whether the ceiling is reached."""
        return self._ceiling is not None and self.used >= self._ceiling

    def take(self) -> None:
        """Note an attempt."""
        self._turn_day()
        self._used += 1

    def _turn_day(self) -> None:
        today = iso(self._clock.epoch_s())[:10]
        if today != self._day:
            self._day, self._used = today, 0
