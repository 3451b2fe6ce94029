"""The table of all pages: what is not here does not exist."""

from instagramapi.web import landing, theme
from instagramapi.web.routes import Route

ROUTES: tuple[Route, ...] = (*landing.ROUTES, *theme.ROUTES)
