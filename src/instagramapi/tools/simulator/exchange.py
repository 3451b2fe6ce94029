"""One exchange with an upstream: what was asked, and what is answered, before it is bytes."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the upstreams read it; header names are in lower case."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    at_s: float = 0.0

    def cookie(self, name: str) -> str:
        """The value of a cookie, "" where it is absent or empty."""
        pairs = (part.strip().partition("=") for part in self.headers.get("cookie", "").split(";"))
        return next((value for key, _, value in pairs if key == name), "")

    @property
    def origin(self) -> str:
        """Where redirects lead: to the host that was asked, so that nobody is sent elsewhere."""
        host = self.headers.get("host", "127.0.0.1")
        return f"https://{host}" if host.endswith("instagram.com") else f"http://{host}"

    @property
    def words(self) -> str:
        """Everything that was sent but headers, for rules that look for a subject."""
        parts = [unquote(self.path), *self.query.values(), *self.form.values()]
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML page that carries JSON: its route, and the results of its queries by name."""

    route: str
    blocks: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an upstream says: JSON, a page, or plain text in `body`."""

    body: Any = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "application/json; charset=utf-8"
    prefix: str = ""
    """What stands before the JSON, such as `for (;;);`."""


class Upstream(Protocol):
    """One of the services that the simulator stands for."""

    @property
    def name(self) -> str:
        """How rules and the log call it."""

    @property
    def faults(self) -> Mapping[str, str]:
        """The failures that it can be made to show, and what they mean."""

    def claims(self, path: str) -> bool:
        """Whether a path is this service's."""

    def endpoint(self, asked: Asked) -> str:
        """The endpoint's name, for rules and the log."""

    async def answer(self, asked: Asked) -> Answer:
        """Answer as the service does when all is well."""

    def fail(self, fault: str, asked: Asked, given: Mapping[str, Any]) -> Answer:
        """Answer as the service does when it fails so; `given` are the rule's settings."""


Ask = Callable[[Asked], Answer]


def read_form(body: bytes, media_type: str) -> dict[str, str]:
    """Read a request's body: a form, or the top of a JSON object."""
    if "json" in media_type:
        raw = json.loads(body or b"{}")
        return {name: str(value) for name, value in raw.items()} if isinstance(raw, dict) else {}
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
