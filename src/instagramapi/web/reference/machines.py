"""The docs for programs: llms.txt, robots.txt, security.txt, a viewer of the OpenAPI document."""

from datetime import UTC, datetime, timedelta

from starlette.responses import PlainTextResponse, Response

from instagramapi.web.kept import kept
from instagramapi.web.reference.documents import GROUPS
from instagramapi.web.reference.entry import Entry
from instagramapi.web.routes import PUBLIC, Route
from instagramapi.web.visit import Visit

_VALID_FOR = timedelta(days=365)


@kept
async def llms(visit: Visit) -> Response:
    """List every page of the docs, with its Markdown twin (llmstxt.org)."""
    library, lines = visit.site.library, []
    for group in GROUPS:
        lines.append(f"\n## {group}\n")
        lines += [
            f"- [{each.title}]({library.server}{each.path}.md): {each.summary}"
            for each in library.documents
            if each.group == group
        ]
    head = (
        "# instagramapi\n\n> Public Instagram data as JSON: one GET request, one bearer token, one "
        f"envelope. The OpenAPI document is at {library.server}/openapi.json, all of this in one "
        f"file at {library.server}/llms-full.txt.\n"
    )
    return PlainTextResponse(head + "\n".join(lines) + "\n")


@kept
async def llms_full(visit: Visit) -> Response:
    """Hand out the whole of the docs in one file."""
    library = visit.site.library
    texts = [await library.markdown(each.path) or "" for each in library.documents]
    return PlainTextResponse("\n\n---\n\n".join(texts))


async def robots(visit: Visit) -> Response:
    """Let robots read the docs, and nothing that belongs to somebody."""
    closed = "".join(f"Disallow: {path}\n" for path in ("/app", "/operator", "/v1/", "/signin"))
    return PlainTextResponse(f"User-agent: *\n{closed}Allow: /\n")


async def security(visit: Visit) -> Response:
    """Say whom to tell about a vulnerability (RFC 9116)."""
    service = visit.site.service
    contact = service.settings.contact or f"{visit.site.public_url}/docs/guides/privacy"
    now = datetime.fromtimestamp(service.clock.epoch_s(), UTC)
    expires = (now + _VALID_FOR).strftime("%Y-%m-%dT00:00:00Z")
    here = f"{visit.site.public_url}/.well-known/security.txt"
    return PlainTextResponse(
        f"Contact: {contact}\nExpires: {expires}\nPreferred-Languages: en\nCanonical: {here}\n"
    )


@kept
async def viewer(visit: Visit) -> Response:
    """Show the OpenAPI document for people: every path, and the objects."""
    document = visit.site.document
    return visit.render(
        "openapi.html",
        document=document,
        operations=_operations(document["paths"], visit.site.library.entries),
        schemas=visit.site.library.schemas,
        current="/docs/openapi",
    )


def _operations(
    paths: dict[str, dict[str, dict[str, object]]], entries: dict[str, Entry]
) -> list[tuple[str, str, dict[str, object], str]]:
    pages = {entry.endpoint.path: entry.path for entry in entries.values()}
    return [
        (method.upper(), path, operation, pages.get(path, ""))
        for path, methods in paths.items()
        for method, operation in methods.items()
    ]


async def icon(visit: Visit) -> Response:
    """Answer browsers that ask for an icon without having read the page."""
    return visit.go(visit.site.assets.url("mark.svg"))


ROUTES = (
    Route(path="/favicon.ico", page=icon, access=PUBLIC),
    Route(path="/llms.txt", page=llms, access=PUBLIC),
    Route(path="/llms-full.txt", page=llms_full, access=PUBLIC),
    Route(path="/robots.txt", page=robots, access=PUBLIC),
    Route(path="/.well-known/security.txt", page=security, access=PUBLIC),
    Route(path="/docs/openapi", page=viewer, access=PUBLIC),
)
