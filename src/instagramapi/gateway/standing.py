"""Where a request stands before anything is looked up: whose it is, that they may, what they ask.

This follows from the request, its key and the list of suppressed accounts alone. So it holds for
every request with the same bytes until one of these changes, and need not be found out anew.
"""

from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address

from instagramapi.accounts.key import Key
from instagramapi.accounts.keys import REFUSAL, Keys
from instagramapi.accounts.screening import REFUSED
from instagramapi.accounts.suppression import Suppression
from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.owners import Owner, account_in
from instagramapi.catalog.reading import DEFAULT_OPTIONS, Options, read_call
from instagramapi.errors import Forbidden, InvalidApiKey, Problem, Suppressed
from instagramapi.gateway.limits import Allowance, RateLimiter, refuse_excess
from instagramapi.gateway.naming import Naming
from instagramapi.gateway.request import Request
from instagramapi.kit.clock import Clock
from instagramapi.kit.rate import RateLimit
from instagramapi.ledger.ledger import NO_CAPS, Caps, UsageKind

ONLY_NOW = -1
"""A count of changes that there never is: what stands there holds for one request alone."""


Form = tuple[bytes, bytes, bytes, bytes]
"""What stands in an answer before the id of its request, up to the data, up to the id again, and
behind it."""

Told = tuple[str | None, str | None, bool, int, int]
"""How a request ended: provider and cache, whether a provider was asked, the credits that it cost,
and those that were on hold."""


@dataclass(slots=True, eq=False)
class Standing:
    """What is found out about a request so far; `problem` says why it ends here, where it does."""

    endpoint: type[Call]
    key: Key | None
    call: Call | None = None
    options: Options = DEFAULT_OPTIONS
    subject: str | None = None
    """What is asked about, as the log may name it."""
    owner: Owner | None = None
    """The account that is asked about."""
    caps: Caps = NO_CAPS
    allowance: Allowance | None = None
    problem: Problem | None = None
    form: "tuple[object, Form] | None" = None
    """The form of the last copy that was answered, behind all that it is made of."""
    changes: int = ONLY_NOW
    """How many changes there had been of what it follows from; as long as that is so, it holds.

    `ONLY_NOW` where it holds for this one request alone.
    """

    asks_anew: bool = False
    """Whether no copy will do, however fresh."""
    kinds: dict[Told, UsageKind] = field(default_factory=dict)
    """What the log says of those who stand here."""


class Admission:
    """Finds out where requests stand."""

    def __init__(
        self,
        keys: Keys,
        suppression: Suppression,
        *,
        naming: Naming,
        clock: Clock,
        rate_limit: RateLimit | None,
    ) -> None:
        self._keys = keys
        self._suppression = suppression
        self._naming = naming
        self._clock = clock
        self._rate_limit = rate_limit
        self._limiter = RateLimiter(clock)

    def begin(self, request: Request) -> Standing:
        """Find the key of a request that works now."""
        now_s, key = self._clock.epoch_s(), request.key
        if key is None:
            key = self._keys.known(request.secret, now_s)
        elif not key.works_at(now_s):
            key = None
        return Standing(request.endpoint, key)

    def judge(self, request: Request, standing: Standing) -> None:
        """Find out the rest: what is asked, and why the request ends here, where it does."""
        # Both only grow: their sum is the same only where both are.
        changes = self._keys.changes + self._suppression.changes
        try:
            self._judge(request, standing)
        except Problem as problem:
            standing.problem = without_frames(problem)
        else:
            standing.asks_anew = standing.options.max_age_s == 0
        if self._is_lasting(request, standing.key):
            standing.changes = changes

    def holds(self, standing: Standing) -> bool:
        """Tell whether a request would still stand where one with the same bytes stood."""
        if standing.changes != self._keys.changes + self._suppression.changes:
            return False
        key = standing.key
        return key is None or key.expires_at is None or key.works_at(self._clock.epoch_s())

    def _is_lasting(self, request: Request, key: Key | None) -> bool:
        """Tell whether nothing counts but these changes: no limit of requests, no address.

        A key that a page of this server chose is no part of the request's bytes.
        """
        if request.key:
            return False
        return key is None or not (key.addresses or self._limit(key))

    def _judge(self, request: Request, standing: Standing) -> None:
        if request.refused:
            raise request.refused
        key = standing.key
        if key is None:
            raise InvalidApiKey(REFUSAL)
        _require_scope(key, request.endpoint)
        _require_address(key, request.address)
        limit = self._limit(key)
        if limit:
            standing.allowance = self._limiter.take(key.id, limit)
            refuse_excess(standing.allowance)
        standing.call, standing.options = read_call(request.endpoint, request.pairs)
        subject = standing.call.subject
        standing.subject = self._naming.name(subject) if subject else None
        standing.owner = account_in(subject)
        if key.cap_day is not None or key.cap_month is not None:
            standing.caps = Caps(key.cap_day, key.cap_month)
        if standing.owner and self._suppression and self._suppression.has(standing.owner):
            raise Suppressed(REFUSED)

    def _limit(self, key: Key) -> RateLimit | None:
        return key.rate_limit or self._rate_limit


def without_frames(problem: Problem) -> Problem:
    """Let go of the frames that it was raised through: they hold it, too, and each other alive."""
    return problem.with_traceback(None)


def _require_scope(key: Key, endpoint: type[Call]) -> None:
    if key.scopes and endpoint.name not in key.scopes:
        names = ", ".join(sorted(key.scopes))
        raise Forbidden(f"This key may only call: {names}.", reason="scope")


def _require_address(key: Key, address: str) -> None:
    if not key.addresses:
        return
    caller = _address(address)
    if caller is None or not any(caller in network for network in key.addresses):
        raise Forbidden("This key may not be used from your address.", reason="address")


def _address(written: str) -> IPv4Address | IPv6Address | None:
    """Read the caller's address; None where there is none, as on a Unix socket."""
    try:
        address = ip_address(written)
    except ValueError:
        return None
    # A dual-stack socket shows an IPv4 caller as ::ffff:203.0.113.7.
    return getattr(address, "ipv4_mapped", None) or address
