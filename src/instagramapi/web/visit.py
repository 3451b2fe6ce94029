"""What a page function gets: the request, who sent it, the site, and how to answer."""

import gzip
import json
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, unquote

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from instagramapi.web.routes import Visitor
from instagramapi.web.site import Site

FLASH, THEME = "flash", "theme"
_SMALL_BYTES = 1_000
_MAX_FLASH_CHARACTERS = 500


@dataclass
class Visit:
    """One request for a page."""

    request: Request
    site: Site
    visitor: Visitor | None = None

    @property
    def who(self) -> Visitor:
        """The visitor of a page that only signed-in ones see."""
        if self.visitor is None:
            raise HTTPException(HTTPStatus.FORBIDDEN)
        return self.visitor

    @property
    def theme(self) -> str:
        """What the visitor chose: `light`, `dark`, or empty for as their system is."""
        chosen = self.request.cookies.get(THEME, "")
        return chosen if chosen in ("light", "dark") else ""

    @property
    def is_fragment(self) -> bool:
        """Whether a script asks for a part of the page, to put it into one that is there."""
        return self.request.headers.get("hx-request") == "true"

    @property
    def accepts_packed(self) -> bool:
        """Whether the browser unpacks gzip."""
        return "gzip" in self.request.headers.get("accept-encoding", "")

    @cached_property
    def flash(self) -> tuple[str, str] | None:
        """The message that the page before left: its kind and its text."""
        kind, _, text = unquote(self.request.cookies.get(FLASH, "")).partition(":")
        return (kind, text) if kind in ("done", "failed") and text else None

    async def form(self) -> FormData:
        """Read the form that was sent."""
        return await self.request.form(max_files=0, max_fields=200)

    def render(self, template: str, status: int = 200, **values: Any) -> Response:
        """Answer with a page."""
        page = self.site.pages.render(template, visit=self, **values)
        response: Response = HTMLResponse(page, status_code=status)
        if self.flash:
            response.delete_cookie(FLASH, path="/", httponly=True, samesite="lax")
        return self._packed(response)

    def json(self, value: Any, status: int = 200) -> Response:
        """Answer a script."""
        content = json.dumps(value, ensure_ascii=False)
        return Response(content, status_code=status, media_type="application/json")

    def go(self, path: str, *, done: str = "", failed: str = "") -> Response:
        """Send the visitor on to another page, which shows the message once."""
        response = RedirectResponse(path, status_code=303)
        if done or failed:
            text = f"{'failed' if failed else 'done'}:{(failed or done)[:_MAX_FLASH_CHARACTERS]}"
            is_secure = self.site.public_url.startswith("https:")
            response.set_cookie(
                FLASH, quote(text), max_age=60, secure=is_secure, httponly=True, samesite="lax"
            )
        return response

    def _packed(self, response: Response) -> Response:
        # A private page is sent as it is: packed, its length would tell about what it holds.
        if self.visitor is None and self.accepts_packed and len(response.body) > _SMALL_BYTES:
            response.body = gzip.compress(bytes(response.body), 6, mtime=0)
            response.headers["content-encoding"] = "gzip"
            response.headers["content-length"] = str(len(response.body))
        response.headers.add_vary_header("accept-encoding")
        return response
