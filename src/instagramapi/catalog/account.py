"""What the caller's own account has and did."""

from instagramapi.catalog.endpoint import Endpoint, require_order
from instagramapi.catalog.models import Credits, ExplainedRequest, LoggedRequest, Page, UsageSum
from instagramapi.catalog.parameters import Cursor, Limit
from instagramapi.catalog.usage_parameters import (
    By,
    CacheWord,
    Charged,
    DaysSince,
    DaysUntil,
    EndpointName,
    KeyId,
    LoggedSince,
    LoggedSubject,
    LoggedUntil,
    Outcome,
    ProviderName,
    RequestId,
    Status,
)
from instagramapi.errors import NotFound


class GetCredits(
    Endpoint[Credits],
    name="credits",
    path="/v1/credits",
    credits=0,
    example={},
):
    """How many credits are left. Always free."""


class ListUsage(
    Endpoint[Page[UsageSum]],
    name="usage",
    path="/v1/usage",
    credits=0,
    example={"by": "day,endpoint"},
):
    """What your requests add up to, by day, endpoint, key and outcome. Always free.

    All keys of your account are counted, also requests that were refused. Days are UTC. The sums
    stay when the log's requests are dropped. `by` says what they are split by: `by=day` is one
    line a day, `by=outcome` shows what was answered and what failed.
    """

    by: By = ("day", "endpoint", "key_id", "outcome")
    since: DaysSince = None
    until: DaysUntil = None
    endpoint: EndpointName = None
    key_id: KeyId = None
    outcome: Outcome = None
    provider: ProviderName = None
    cache: CacheWord = None
    cursor: Cursor = None
    limit: Limit = None

    def __post_init__(self) -> None:
        require_order(self.since, self.until)


class ListLoggedRequests(
    Endpoint[Page[LoggedRequest]],
    name="usage/requests",
    path="/v1/usage/requests",
    credits=0,
    example={"limit": "12"},
):
    """Your requests, newest first: what each asked, got and cost. Always free.

    All keys of your account are in it. The operator of this server says how many days it keeps.
    Where you look for what is rare, a page may hold few requests or none and still have a next
    one: follow `next_cursor` until it is null.
    """

    endpoint: EndpointName = None
    key_id: KeyId = None
    status: Status = None
    outcome: Outcome = None
    provider: ProviderName = None
    cache: CacheWord = None
    is_charged: Charged = None
    # Not called `subject`, because that is whom a call itself is about.
    about: LoggedSubject = None
    since: LoggedSince = None
    until: LoggedUntil = None
    cursor: Cursor = None
    limit: Limit = None

    def __post_init__(self) -> None:
        require_order(self.since, self.until)


class GetLoggedRequest(
    Endpoint[ExplainedRequest],
    name="usage/request",
    path="/v1/usage/requests/{request_id}",
    credits=0,
    example={"request_id": "req_01JDD0Z7M8T4N6Q2V5X9Y3B1CW"},
    raises=(NotFound,),
):
    """One of your requests, and why it was charged what it was charged. Always free.

    It names the row of the billing table that applied, says it in words, and lists the providers
    that were asked. A request of another account is as unknown as one that never was.
    """

    request_id: RequestId
