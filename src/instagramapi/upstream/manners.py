"""How politely and how patiently one provider is asked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """Bounds on what one provider is asked for; a provider has its own defaults."""

    timeout_s: float = 10.0
    """Seconds for one attempt."""
    attempts: int = 3
    """Attempts for one call in all; only failures that may pass are tried again."""
    concurrency: int = 64
    """Calls under way at the same time; more wait for their turn inside their deadline."""
    per_minute: int | None = None
    """Attempts in a minute, spread evenly; None is no limit."""
    per_day: int | None = None
    """Attempts in a UTC day; None is no limit."""
    price_micros: int = 0
    """What the provider itself takes for one attempt, in millionths of its currency unit."""
