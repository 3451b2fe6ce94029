"""What the gateway knows of money: hold, settle, record, delivered; SQLite is one way to do it."""

from dataclasses import dataclass
from typing import NamedTuple, Protocol


class Caps(NamedTuple):
    """What a key, or all keys of an account, may spend in a UTC day and month; None is no limit."""

    day: int | None = None
    month: int | None = None


NO_CAPS = Caps()


class Hold(NamedTuple):
    """Credits set aside for one call: spent if answered, returned if not."""

    request_id: str
    account_id: str
    key_id: str
    credits: int
    day: str
    deadline_s: float


@dataclass(slots=True)
class Receipt:
    """What a call was charged, and the balance that its own commit left behind.

    `sequence` is the journal row of the charge, None where nothing was charged.
    """

    credits_charged: int
    credits_remaining: int
    sequence: int | None


class UsageKind(NamedTuple):
    """What a row of the request log shares with many: whose it is, what was asked, how it ended."""

    account_id: str
    key_id: str
    mode: str
    endpoint: str
    status: int
    code: str | None
    reason: str | None
    provider: str | None
    cache: str | None
    queried: bool
    credits_charged: int
    held: int = 0
    """Credits that were on hold for it."""


@dataclass(slots=True, eq=False)
class Usage:
    """One row of the request log: `at` in epoch seconds, `ms` what the call took."""

    request_id: str
    kind: UsageKind
    ms: int
    at: float
    subject: str | None
    attempts: str | None = None
    """JSON of who was asked, where it was not one provider once; see `LoggedRequest`."""
    credits_remaining: int = 0
    """What the caller is told to have left; the ledger fills it in."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What an audit read and what it found wrong, one sentence each."""

    entries: int
    accounts: int
    violations: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """True where no invariant is broken."""
        return not self.violations


class HoldClosed(Exception):  # noqa: N818 - it names a state, like the Problems
    """The hold was settled before, or was swept after its deadline: it can pay for nothing."""


class ReferenceTaken(Exception):  # noqa: N818 - it names a state, like the Problems
    """This reference was used before, for another account or another amount."""


class Ledger(Protocol):
    """Sets credits aside, charges them durably, and can prove every balance."""

    async def hold(
        self,
        *,
        request_id: str,
        account_id: str,
        key_id: str,
        credits: int,  # noqa: A002 - the word of the domain
        caps: Caps = NO_CAPS,
    ) -> Hold:
        """Set credits aside; raises `InsufficientCredits`, `SpendCapReached` or `Overloaded`."""

    def cover(
        self,
        account_id: str,
        key_id: str,
        credits: int,  # noqa: A002 - the word of the domain
        caps: Caps = NO_CAPS,
    ) -> None:
        """Raise what `hold` would raise for want of credits, and set nothing aside."""

    async def settle(self, hold: Hold, usage: Usage) -> Receipt:
        """Charge the hold, or return its credits where its kind of usage charges nothing.

        A charge returns only when it is durable; a void does not wait for the disk. Charging a
        closed hold raises `HoldClosed`, voiding one only writes the usage row. `StoreFailed`
        means that the outcome is unknown: the caller must not be answered, the process must end.
        """

    def note(self, usage: Usage) -> Receipt:
        """Write the usage row of a free outcome that had no hold; it rides with the next commit."""

    @property
    def is_behind(self) -> bool:
        """Whether more rows wait for a commit than there should be."""

    async def catch_up(self) -> None:
        """Wait for a commit where the ledger is behind, so that who notes much waits for it."""

    def delivered(self, receipt: Receipt) -> None:
        """Note that the answer was handed to the kernel; without it the charge is refunded."""

    async def grant(
        self, account_id: str, amount: int, *, reason: str, reference: str | None = None
    ) -> int:
        """Add credits and return the balance; a repeated reference changes nothing."""

    async def balance(self, account_id: str) -> int:
        """Return the posted balance: every commit counted, no hold subtracted."""

    async def expire(self, account_id: str, *, reason: str) -> int:
        """Take all credits that no hold has, for an account that ends; return how many."""

    def spendable(self, account_id: str) -> int:
        """Return the posted balance less what is on hold."""

    async def set_caps(self, account_id: str, caps: Caps) -> None:
        """Limit what all keys of an account may spend together, beside the caps of each key."""

    def caps_of(self, account_id: str) -> Caps:
        """Return what the keys of an account may spend together."""

    async def verify(self) -> Verification:
        """Check every invariant over the whole journal."""

    async def audit(self) -> Verification:
        """Check what came since the last audit; return all that was found since the start."""

    async def close(self) -> None:
        """Wait until everything recorded is durable."""
