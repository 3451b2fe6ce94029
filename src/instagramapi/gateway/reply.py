"""What comes out of the gateway: a reply, without its wire form."""

from typing import NamedTuple

from instagramapi.catalog.fields import Selection
from instagramapi.catalog.owners import Owner
from instagramapi.catalog.reading import Table
from instagramapi.errors import Problem
from instagramapi.gateway.limits import Allowance
from instagramapi.gateway.standing import Standing
from instagramapi.ledger.ledger import Receipt
from instagramapi.upstream.fetch import Fetched


class Reply(NamedTuple):
    """The outcome of one request: data or a problem, and what it cost."""

    request_id: str
    endpoint: str | None
    receipt: Receipt | None
    """None where no account is known."""
    ms: int
    data: bytes | None = None
    problem: Problem | None = None
    fetched: Fetched | None = None
    next_cursor: str | None = None
    age_s: int = 0
    selection: Selection | None = None
    is_proxied: bool = False
    """Whether links to media lead through this server."""
    table: Table | None = None
    """How a list is written, where that is not JSON."""
    owner: Owner | None = None
    """The account that was asked about, where links lead through here: it has what has no owner."""
    allowance: Allowance | None = None
    is_sandbox: bool = False
    key_id: str | None = None
    subject: str | None = None
    """What was asked about, as the log may name it."""
    results: "tuple[Reply, ...]" = ()
    """The replies to the calls of a batch, in their order."""
    standing: Standing | None = None
    """Where the request stood; another one with the same bytes stands there as long as it holds."""

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
