"""The whole reference of one server: entries, guides, examples, search."""

import json
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from instagramapi.web.reference.documents import (
    Document,
    Setting,
    endpoint_page,
    errors_page,
    guides,
)
from instagramapi.web.reference.entry import Entry, entries, groups
from instagramapi.web.reference.operations import operations
from instagramapi.web.reference.quickstart import for_reader, quickstart
from instagramapi.web.reference.search import Search
from instagramapi.web.reference.showroom import Showroom, Write
from instagramapi.wiring import Service


class Library:
    """What the pages of the reference are made from; each part is made when first wanted."""

    def __init__(
        self,
        service: Service,
        document: dict[str, Any],
        write: Write,
        settings: Iterable[Setting],
    ) -> None:
        self.server = service.settings.url
        self.showroom = Showroom(service, write)
        self.document = document
        self._catalogue = service.catalogue
        self._settings = tuple(settings)

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """Every endpoint, by name."""
        return {entry.name: entry for entry in entries(self._catalogue, self.document)}

    @cached_property
    def groups(self) -> dict[str, list[Entry]]:
        """Every endpoint, by group."""
        return groups(tuple(self.entries.values()))

    @cached_property
    def guides(self) -> dict[str, Document]:
        """The quickstart, the guides and the errors, by path."""
        first = Document("/docs", "Start", quickstart(self.server))
        errors = Document("/docs/errors", "Guides", errors_page())
        return {each.path: each for each in (first, *guides(self._settings), errors)}

    @cached_property
    def operations(self) -> dict[str, Document]:
        """What the server answers beside the catalogue, by path."""
        return operations(self.document, {entry.endpoint.path for entry in self.entries.values()})

    @cached_property
    def schemas(self) -> tuple[tuple[str, dict[str, Any], str], ...]:
        """Every object of the OpenAPI document: its name, its schema, and that as text."""
        return tuple(
            (name, schema, json.dumps(schema, indent=2, ensure_ascii=False))
            for name, schema in self.document["components"]["schemas"].items()
        )

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """Every page of the docs, without the examples."""
        endpoints = (
            Document(entry.path, "Endpoints", endpoint_page(entry, self.server))
            for entry in self.entries.values()
        )
        return (*self.guides.values(), *endpoints, *self.operations.values())

    @cached_property
    def search(self) -> Search:
        """The index over all of it."""
        return Search(self.documents)

    async def markdown(self, path: str) -> str | None:
        """Return a page as Markdown, with its example; None where there is no such page."""
        if path == "/docs":
            return quickstart(self.server, example=await self.showroom.example("profile"))
        page = self.guides.get(path) or self.operations.get(path)
        if page:
            return for_reader(page.markdown, self.server)
        entry = self.entries.get(path.removeprefix("/docs/"))
        if entry is None:
            return None
        return endpoint_page(entry, self.server, await self.showroom.example(entry.name))
