"""Light or dark: a cookie, set by a form that works without a script."""

from starlette.responses import Response

from instagramapi.web.guard import path_within
from instagramapi.web.routes import PUBLIC, Route
from instagramapi.web.visit import THEME, Visit

_A_YEAR_S = 31_536_000


async def choose(visit: Visit) -> Response:
    """Keep the visitor's choice and go back to where they were."""
    form = await visit.form()
    response = visit.go(path_within(str(form.get("next", "/")), "/"))
    chosen = str(form.get("theme", ""))
    if chosen in ("light", "dark"):
        # A script may read and set it too: it is nobody's secret.
        response.set_cookie(THEME, chosen, max_age=_A_YEAR_S, path="/", samesite="lax")
    return response


ROUTES = (Route(path="/theme", page=choose, access=PUBLIC, method="POST"),)
