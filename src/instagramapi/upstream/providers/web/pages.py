"""Reads a page of instagram.com: its kind, the data in it, the tokens that it hands out."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from instagramapi.errors import NotFound
from instagramapi.upstream.providers.web.failures import challenge, login_wall, page_instead
from instagramapi.upstream.shapes.reading import MISSING, at

_BLOCK = re.compile(r'<script type="application/json"[^>]*>(.*?)</script>', re.DOTALL)
_ROUTE = re.compile(r'"canonicalRouteName":"([^"]+)"')
_LSD = re.compile(r'"LSD",\[\],\{[^{}]*"token":"([^"]+)"')
_CSRF = re.compile(r'"csrf_token":"([^"]+)"')
# "291M Followers, 269 Following, 1,667 Posts - …": long numbers are cut to "12.5K", which is none.
_POSTS = re.compile(r'<meta property="og:description" content="[^">]*?[ "]([0-9,]+) Posts? - ')

_USER, _MEDIA = "xig_user_by_username", "xig_polaris_media"


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says."""

    route: str
    """The kind of the page, "" where it does not say."""
    data: tuple[dict[str, Any], ...]
    """The results of its queries, in the order of the page."""
    posts_stated: int | None
    """How many posts the account has, where the page's own description says it to the last one."""
    lsd: str | None
    csrf: str | None

    def user(self) -> Any:
        """Return the account of a profile's page; MISSING where no query was about one.

        Its details and its tabs are results of several queries. NotFound where they are null.
        """
        found = [result[_USER] for result in self.data if _USER in result]
        if found and not any(found):
            raise NotFound("Instagram says that there is no such account.")
        known = [user for user in found if isinstance(user, dict)]
        return {key: value for user in known for key, value in user.items()} if known else MISSING

    def media(self) -> Any:
        """Return the post of a post's page; MISSING as above. NotFound where it is null."""
        found = [result[_MEDIA] for result in self.data if _MEDIA in result]
        if found and not any(found):
            raise NotFound("Instagram says that there is no such post.")
        return next((media for media in found if media), MISSING)


def read(html: str) -> Page:
    """Read a page of any kind."""
    route, lsd, csrf = (pattern.search(html) for pattern in (_ROUTE, _LSD, _CSRF))
    posts = _POSTS.search(html)
    return Page(
        route=route[1] if route else "",
        data=tuple(_results(html)),
        posts_stated=int(posts[1].replace(",", "")) if posts else None,
        lsd=lsd[1] if lsd else None,
        csrf=csrf[1] if csrf else None,
    )


def require_data(page: Page, what: str) -> Page:
    """Raise what a page without data means; NotFound only where it is the page of errors."""
    if page.data:
        return page
    if page.route.endswith("PolarisErrorRoute"):
        raise NotFound("Instagram says that this page is not available.")
    if "Login" in page.route:
        raise login_wall(what)
    if "Challenge" in page.route or "Checkpoint" in page.route:
        raise challenge(what)
    raise page_instead(what)


def _results(html: str) -> Iterator[dict[str, Any]]:
    for block in _BLOCK.finditer(html):
        # Most blocks of a page are about its own machinery, and large.
        if _USER in block[1] or _MEDIA in block[1]:
            yield from _results_in(_json_or_none(block[1]))


def _results_in(block: Any) -> Iterator[dict[str, Any]]:
    waiting = [block]
    while waiting:
        part = waiting.pop()
        result = at(part, "__bbox", "result", "data")
        if isinstance(result, dict):
            yield result
            continue
        # Backwards onto the stack, so that results come in the order of the page.
        below = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        waiting += reversed(list(below))


def _json_or_none(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
