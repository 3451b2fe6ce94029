"""What a page is: where, by which method, made by which function, for whom."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from starlette.requests import Request
from starlette.responses import Response

from instagramapi.accounts.people.audit import Actor

if TYPE_CHECKING:
    from instagramapi.web.visit import Visit

PageFunction = Callable[["Visit"], Awaitable[Response]]


class Visitor(Protocol):
    """Whoever is signed in, and the account that they look at."""

    @property
    def name(self) -> str:
        """What to call them: a name, else an e-mail address."""
        ...

    @property
    def account_id(self) -> str:
        """The account that the pages show."""
        ...

    @property
    def is_operator(self) -> bool:
        """Whether they run this server."""
        ...

    @property
    def is_stepped_up(self) -> bool:
        """Whether they proved a short while ago that it is still them."""
        ...

    @property
    def actor(self) -> Actor:
        """How the audit log names them."""
        ...

    def may(self, right: str) -> bool:
        """Whether their role in the account allows this."""


Identify = Callable[[Request], Awaitable[Visitor | None]]
"""Finds out who sends a request, by its cookie; None for a stranger."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who may see a page: everybody, who is signed in (with a right), or the operator."""

    kind: Literal["public", "signed-in", "operator"]
    right: str | None = None

    def allows(self, visitor: Visitor | None) -> bool:
        """Tell whether this visitor may."""
        if self.kind == "public":
            return True
        if visitor is None:
            return False
        if self.kind == "operator":
            return visitor.is_operator
        return self.right is None or visitor.may(self.right)


PUBLIC = Access("public")
SIGNED_IN = Access("signed-in")
OPERATOR = Access("operator")


def having(right: str) -> Access:
    """Ask for a role with this right in the account."""
    return Access("signed-in", right)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One line of the table of pages; GET answers HEAD too."""

    path: str
    page: PageFunction
    access: Access
    method: Literal["GET", "POST"] = "GET"
    steps_up: bool = False
    """Whether the visitor must have proved a short while ago that it is still them."""
    is_for_machines: bool = False
    """Whether other servers call it, which have no cookie and no origin, but sign what they say."""

    def __post_init__(self) -> None:
        if self.is_for_machines and self.access is not PUBLIC:
            raise ValueError(f"{self.path} trusts cookies, so it must ask where a request is from")
        if self.steps_up and self.access is PUBLIC:
            raise ValueError(f"{self.path} asks strangers to prove that it is still them")
