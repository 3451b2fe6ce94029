"""Every error a caller can see; a class's docstring is its page in the documentation."""

import inspect
from typing import Any, ClassVar


class Problem(Exception):  # noqa: N818 - not every one is a fault: a 404 is an answer
    """An answer that is not the data asked for: a code, a status, and a message to read."""

    code: ClassVar[str]
    status: ClassVar[int]
    billed: ClassVar[bool]
    retryable: ClassVar[bool]

    def __init_subclass__(
        cls,
        *,
        code: str,
        status: int,
        billed: bool = False,
        retryable: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init_subclass__(**kwargs)
        cls.code, cls.status, cls.billed, cls.retryable = code, status, billed, retryable

    def __init__(
        self,
        message: str,
        *,
        param: str | None = None,
        reason: str | None = None,
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.param = param
        self.reason = reason
        self.retry_after_s = retry_after_s

    @classmethod
    def documentation(cls) -> str:
        """The docstring as written for callers, without its indentation."""
        return inspect.cleandoc(cls.__doc__ or "")


class BadParameter(Problem, code="missing_parameter", status=400):
    """A parameter is absent, malformed, unknown, or contradicts another.

    `param` names it. `reason` is `missing`, `malformed`, `conflict`, `unknown` or `cursor`.
    The message says what is accepted, with an example. Nothing was queried; it is free.
    """


class InvalidApiKey(Problem, code="invalid_api_key", status=401):
    """The key is missing, malformed, unknown, revoked or expired.

    The body is the same for every cause, so that nobody can probe for keys. It is free.
    """


class InsufficientCredits(Problem, code="insufficient_credits", status=402):
    """The account's balance is below the price of this endpoint.

    Nothing was queried; it is free. Top up and ask again.
    """


class SpendCapReached(Problem, code="spend_cap_reached", status=402):
    """This key, or all keys of its account together, spent what they may in a day or a month.

    The account may still have credits. The cap starts anew at midnight UTC, or on the first
    of the month. `reason` is `day` or `month` where it is the cap of the key, `account_day` or
    `account_month` where it is the account's. It is free.
    """


class Forbidden(Problem, code="forbidden", status=403):
    """The key is valid but may not do this.

    `reason` is `scope` (the key is limited to other endpoints) or `address` (the key is limited
    to other network addresses). Where a media link leads to a host that this server does not
    fetch from (any more), it is `host`. It is free.
    """


class NotFound(Problem, code="not_found", status=404, billed=True):
    """A provider was asked, and there is no public data.

    `reason` is `private`, `deleted`, `nonexistent`, `age_gated` or `no_data` where that was
    really observed, else null. It is billed, because the query was made; asked again within
    the freshness time it is answered from the cache, free. With `only_cached=true`, `reason` is
    `not_cached`, nobody was asked, and it is free. For a media link, `reason` is `expired` (it is
    over) or `gone` (its host has nothing there any more), and it is free. It is free too where
    your log has no such request.
    """


class UnknownEndpoint(Problem, code="unknown_endpoint", status=404):
    """There is no such path. The message names the nearest one. It is free."""


class MethodNotAllowed(Problem, code="method_not_allowed", status=405):
    """The path exists, but not with this HTTP method; see the `allow` header. It is free."""


class PayloadTooLarge(Problem, code="payload_too_large", status=413):
    """The body or the headers of the request are larger than the server reads. It is free."""


class UriTooLong(Problem, code="uri_too_long", status=414):
    """The URL is longer than 8,192 characters. It is free."""


class RateLimited(Problem, code="rate_limited", status=429, retryable=True):
    """This key sends more requests than its limit allows.

    Wait for the number of seconds in the `retry-after` header. It is free.
    """


class Suppressed(Problem, code="suppressed", status=451):
    """The account that this is about, or that it belongs to, asked not to be served.

    In lists, what belongs to such accounts is left out, and `meta.warnings` says so. It is free.
    """


class InternalError(Problem, code="internal_error", status=500, retryable=True):
    """A fault of this server, logged under the `request_id`. It is free."""


class UpstreamError(Problem, code="upstream_error", status=502, retryable=True):
    """Every provider that could answer failed, blocked us, or sent a shape we cannot read.

    It is free, and safe to ask again. `reason` is `loop` where servers of this API ask each other
    in a circle.
    """


class Overloaded(Problem, code="overloaded", status=503, retryable=True):
    """The server has more work than it can do, or is shutting down.

    Wait for the number of seconds in the `retry-after` header. It is free.
    """


class Unavailable(Problem, code="unavailable", status=503):
    """No configured provider can answer this endpoint.

    `reason` is `no_provider`. The message names the providers that could; asking again does not
    help until the operator adds one of them. It is free.
    """


class UpstreamTimeout(Problem, code="upstream_timeout", status=504, retryable=True):
    """No provider answered within the deadline. It is free, and safe to ask again."""


PROBLEMS: tuple[type[Problem], ...] = tuple(Problem.__subclasses__())
