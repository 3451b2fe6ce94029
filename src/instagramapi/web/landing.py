"""The first page: what this is, in five seconds."""

import json

from starlette.responses import Response

from instagramapi.gateway.billing import RULES
from instagramapi.web.kept import kept
from instagramapi.web.reference.showroom import Example
from instagramapi.web.routes import PUBLIC, Route
from instagramapi.web.visit import Visit

_SHOWN = ("id", "username", "full_name", "category", "followers", "following", "posts")
_SHOWN_META = ("endpoint", "credits_charged", "cached", "provider", "ms")


@kept
async def landing(visit: Visit) -> Response:
    """Show what this is, what it costs and how to start."""
    library = visit.site.library
    example = await library.showroom.example("profile")
    return visit.render(
        "landing.html",
        library=library,
        answer=_excerpt(example) if example else "",
        rules=RULES,
    )


def _excerpt(example: Example) -> str:
    """Cut an answer down to what a first glance can take in."""
    data = {name: example.body["data"][name] for name in _SHOWN}
    meta = {name: example.body["meta"][name] for name in _SHOWN_META}
    return json.dumps({"data": data, "meta": meta}, indent=2, ensure_ascii=False)


ROUTES = (Route(path="/", page=landing, access=PUBLIC),)
