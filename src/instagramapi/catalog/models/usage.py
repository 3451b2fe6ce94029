"""What this server logged of the caller's own requests."""

from typing import Literal

from instagramapi.catalog.models.base import Count, Model, Time


class UsageSum(Model):
    """What some requests add up to. What they are not split by is null."""

    day: str | None = None
    """The UTC day, like `2026-11-23`."""
    endpoint: str | None = None
    """The endpoint's name, like `profile/posts`."""
    key_id: str | None = None
    """The key that was used."""
    mode: Literal["live", "test"] | None = None
    """Whether it was a live or a test key."""
    outcome: str | None = None
    """`ok`, or the code of the error."""
    provider: str | None = None
    """Who answered; `none` where nobody did."""
    cache: str | None = None
    """`miss`, `hit` or `stale`; `none` where nothing was fetched."""
    calls: Count
    """How many requests there were."""
    charged: Count
    """Requests that cost credits."""
    free: Count
    """Requests that cost nothing."""
    credits: Count
    """What they cost in all."""
    credits_saved: Count
    """What the answers from the cache would have cost."""
    ms_median: Count | None = None
    """Half of the requests took no longer; estimated from counts by duration."""
    ms_p95: Count | None = None
    """19 of 20 requests took no longer; estimated from counts by duration."""


class LoggedRequest(Model):
    """One request, as it was logged."""

    request_id: str
    """Its id, as every answer tells it."""
    at: Time
    """When it was answered."""
    endpoint: str
    """The endpoint's name."""
    key_id: str
    """The key that was used."""
    mode: Literal["live", "test"]
    """Whether that is a live or a test key."""
    status: Count
    """The HTTP status of the answer."""
    code: str | None = None
    """The code of the error; null for data."""
    reason: str | None = None
    """The reason of the error, where it has one."""
    provider: str | None = None
    """Who answered; null where nobody did."""
    cache: Literal["miss", "hit", "stale"] | None = None
    """Where the answer came from: a provider, the cache, or an old copy."""
    queried: bool
    """Whether a provider was asked for this very request."""
    credits_charged: Count
    """What it cost."""
    credits_remaining: Count
    """The balance that it left behind."""
    ms: Count
    """How long it took, in milliseconds."""
    subject: str | None = None
    """Whom or what it was about, where the operator of this server logs that."""


class ProviderAttempt(Model):
    """One provider that was asked for a request."""

    provider: str
    """Its name."""
    outcome: str
    """`answered`, `nothing`, or why it failed, like `blocked` or `upstream_timeout`."""
    ms: Count
    """How long it took, in milliseconds."""


class ExplainedRequest(LoggedRequest):
    """One request, and why it cost what it cost."""

    credits_held: Count
    """Credits that were set aside while it ran."""
    credits_refunded: Count
    """Credits that were given back because the answer was never delivered."""
    rule: str
    """The row of the billing table that applies, like `nothing_there`."""
    explanation: str
    """Why it was charged what it was charged, in words."""
    attempts: tuple[ProviderAttempt, ...]
    """The providers that were asked for it, in order."""
