"""What goes into the gateway: a request for an endpoint, as a door understood it."""

from typing import NamedTuple

from instagramapi.accounts.key import Key
from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.reading import Pairs
from instagramapi.errors import BadParameter


class Request(NamedTuple):
    """One request for an endpoint, as a door understood it."""

    id: str
    endpoint: type[Call]
    address: str
    started_s: float
    """The monotonic second at which it came."""
    secret: str = ""
    key: Key | None = None
    """Whose request it is, where the door knows that without a secret."""
    pairs: Pairs = ()
    refused: BadParameter | None = None
    """Why the query string cannot be read at all."""
    ends_s: float | None = None
    """The second of the event loop at which nobody waits for an answer any more."""
