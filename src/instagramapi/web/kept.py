"""Pages that are the same for every stranger are written once, and kept.

Rendering a long page takes milliseconds in which the server answers nobody else. What is kept is
bounded by the number of pages: only what a page function really answers with 200 gets in.
"""

from functools import wraps
from hashlib import blake2b

from starlette.responses import Response

from instagramapi.web.routes import PageFunction
from instagramapi.web.visit import Visit

_NAMES = ("content-type", "content-encoding", "vary")


def kept(page: PageFunction) -> PageFunction:
    """Write a page once for all strangers; it must depend on nothing but its path."""

    @wraps(page)
    async def once(visit: Visit) -> Response:
        if visit.visitor is not None or visit.flash or visit.request.url.query:
            return await page(visit)
        key = (visit.request.url.path, visit.theme, visit.accepts_packed)
        if key not in visit.site.kept:
            response = await page(visit)
            if response.status_code != 200:
                return response
            visit.site.kept[key] = _content(response)
        return _answer(visit, *visit.site.kept[key])

    return once


def _content(response: Response) -> tuple[bytes, dict[str, str]]:
    body = bytes(response.body)
    headers = {name: response.headers[name] for name in _NAMES if name in response.headers}
    return body, headers | {"etag": f'"{blake2b(body, digest_size=8).hexdigest()}"'}


def _answer(visit: Visit, body: bytes, headers: dict[str, str]) -> Response:
    if visit.request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers={"etag": headers["etag"]})
    return Response(body, headers=headers)
