"""The first page: what this is, in five seconds."""

from starlette.responses import Response

from instagramapi.web.routes import PUBLIC, Route
from instagramapi.web.visit import Visit


async def landing(visit: Visit) -> Response:
    """Show what this is, what it costs and how to start."""
    return visit.render("landing.html")


ROUTES = (Route(path="/", page=landing, access=PUBLIC),)
