"""The pages of the reference."""

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

from instagramapi.web.kept import kept
from instagramapi.web.reference.documents import Document
from instagramapi.web.reference.entry import Entry
from instagramapi.web.reference.markdown import sections, to_html
from instagramapi.web.reference.quickstart import PLACEHOLDER, for_reader, quickstart
from instagramapi.web.reference.samples import Ask, samples
from instagramapi.web.reference.try_it import choices
from instagramapi.web.routes import PUBLIC, Route
from instagramapi.web.visit import Visit

_MAX_QUESTION_CHARACTERS = 200


@kept
async def start(visit: Visit) -> Response:
    """Show the quickstart, with the visitor's own test key where they are signed in."""
    library = visit.site.library
    example = await library.showroom.example("profile")
    text = quickstart(library.server, await _own_key(visit), example)
    return _guide(visit, "/docs", text)


@kept
async def guide(visit: Visit) -> Response:
    """Show a guide, or hand out its Markdown."""
    path, _, suffix = visit.request.url.path.partition(".")
    if suffix == "md":
        return await markdown(visit)
    document = visit.site.library.guides.get(path)
    if document is None or suffix:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    text = for_reader(document.markdown, visit.site.library.server, await _own_key(visit))
    return _guide(visit, path, text)


@kept
async def endpoint(visit: Visit) -> Response:
    """Show the page of an endpoint, or hand out its Markdown."""
    name = visit.request.path_params["name"]
    if name.endswith(".md"):
        return await markdown(visit)
    library = visit.site.library
    entry = library.entries.get(name)
    if entry is None:
        return _operation(visit)
    key = await _own_key(visit)
    return visit.render(
        "endpoint.html",
        entry=entry,
        ask=_ask(entry, library.server, key),
        samples=samples(_ask(entry, library.server, key)),
        example=await library.showroom.example(name),
        choices=await choices(visit),
        details=to_html(entry.details),
        current=entry.path,
    )


@kept
async def markdown(visit: Visit) -> Response:
    """Hand out the Markdown of a page: for programs, and for who pastes it into a chat."""
    path = visit.request.url.path.removesuffix(".md")
    text = await visit.site.library.markdown(path)
    if text is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return PlainTextResponse(text, media_type="text/markdown; charset=utf-8")


async def find(visit: Visit) -> Response:
    """Search the docs."""
    question = visit.request.query_params.get("q", "")[:_MAX_QUESTION_CHARACTERS]
    found = visit.site.library.search.find(question)
    return visit.render("find.html", question=question, found=found, current="")


@kept
async def all_endpoints(visit: Visit) -> Response:
    """List every endpoint with its price."""
    return visit.render("endpoints.html", current="/docs/endpoints")


def _operation(visit: Visit) -> Response:
    path = visit.request.url.path
    document = visit.site.library.operations.get(path)
    if document is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return _text(visit, document, document.markdown)


def _guide(visit: Visit, path: str, text: str) -> Response:
    return _text(visit, visit.site.library.guides[path], text)


def _text(visit: Visit, document: Document, text: str) -> Response:
    headings = [each for each in sections(text) if each.level == 2]
    return visit.render(
        "guide.html",
        body=to_html(text),
        document=document,
        headings=headings if len(headings) > 2 else [],
        current=document.path,
    )


def _ask(entry: Entry, server: str, key: str) -> Ask:
    endpoint = entry.endpoint
    return Ask(server, endpoint.path, endpoint.name, endpoint.example, key, entry.method)


async def _own_key(visit: Visit) -> str:
    if visit.visitor is None or not visit.visitor.may("calls.try"):
        return PLACEHOLDER
    return await visit.site.service.keys.for_docs(visit.visitor.account_id)


ROUTES = (
    Route(path="/docs", page=start, access=PUBLIC),
    Route(path="/docs.md", page=markdown, access=PUBLIC),
    Route(path="/docs/find", page=find, access=PUBLIC),
    Route(path="/docs/endpoints", page=all_endpoints, access=PUBLIC),
    Route(path="/docs/errors", page=guide, access=PUBLIC),
    Route(path="/docs/errors.md", page=guide, access=PUBLIC),
    Route(path="/docs/guides/{name}", page=guide, access=PUBLIC),
    Route(path="/docs/{name:path}", page=endpoint, access=PUBLIC),
)
