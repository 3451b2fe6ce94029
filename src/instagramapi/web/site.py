"""What all pages share: the service behind them, the templates, the files."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from instagramapi.gateway.reply import Reply
from instagramapi.web.assets import Assets
from instagramapi.web.navigation import Navigation
from instagramapi.web.pages import Pages
from instagramapi.web.reference.documents import Setting
from instagramapi.web.reference.library import Library
from instagramapi.web.routes import Identify, Route
from instagramapi.wiring import Service

Kept = dict[tuple[str, str, bool], tuple[bytes, dict[str, str]]]
Write = Callable[[Reply], tuple[int, list[tuple[bytes, bytes]], bytes]]
"""Turns a reply of the gateway into what is on the wire: status, headers, body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The parts of the pages."""

    service: Service
    identify: Identify
    assets: Assets
    pages: Pages
    write: Write
    document: dict[str, Any]
    """The OpenAPI document."""
    library: Library
    public_url: str
    kept: Kept = field(default_factory=dict)
    """Pages that are the same for every stranger, as they were written."""

    @classmethod
    def of(
        cls,
        service: Service,
        routes: Sequence[Route],
        *,
        identify: Identify,
        write: Write,
        document: dict[str, Any],
        settings: Iterable[Setting],
        version: str,
    ) -> Self:
        """Put the parts together for one service and one table of pages."""
        assets = Assets.packaged()
        return cls(
            service=service,
            identify=identify,
            assets=assets,
            pages=Pages(assets.url, navigation=Navigation(routes), version=version),
            write=write,
            document=document,
            library=Library(service, document, write, settings),
            public_url=service.settings.url,
        )
