"""What comes out of the gateway: a reply, without its wire form."""

from dataclasses import dataclass

from instagramapi.accounts.key import Key
from instagramapi.errors import Problem
from instagramapi.gateway.standing import Standing
from instagramapi.ledger.ledger import Receipt
from instagramapi.upstream.fetch import Copy, Source


@dataclass(slots=True, eq=False)
class Reply:
    """The outcome of one request: data or a problem, and what it cost."""

    request_id: str
    endpoint: str | None
    receipt: Receipt | None
    """None where no account is known."""
    ms: int
    standing: Standing | None = None
    """Where the request stood, and so how the answer is wanted; None where it never became a call.

    Another request with the same bytes stands there as long as it holds.
    """
    key: Key | None = None
    problem: Problem | None = None
    data: bytes | None = None
    copy: Copy | None = None
    source: Source | None = None
    """Where the copy came from."""
    next_cursor: str | None = None
    age_s: int = 0
    results: "tuple[Reply, ...]" = ()
    """The replies to the calls of a batch, in their order."""

    def tell(self, copy: Copy, source: Source, now_s: float) -> None:
        """Take over what a copy says; data only where there is no problem."""
        self.copy, self.source, self.next_cursor = copy, source, copy.next_cursor
        age_s = int(now_s - copy.fetched_at_s)
        # A clock that is set back makes nothing younger than new.
        self.age_s = age_s if age_s > 0 else 0
        if self.problem is None:
            self.data = copy.data

    @property
    def charges(self) -> tuple[Receipt, ...]:
        """The receipts of all that was charged for this answer, and is delivered with it."""
        if self.results:
            return tuple(charge for result in self.results for charge in result.charges)
        return (self.receipt,) if self.receipt and self.receipt.sequence is not None else ()

    @property
    def status(self) -> int:
        """The HTTP status that says the same."""
        return self.problem.status if self.problem else 200
