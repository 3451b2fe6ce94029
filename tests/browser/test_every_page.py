"""Every page of the table in a browser: axe finds nothing, light or dark; nothing leaves the host.

With INSTAGRAMAPI_SCREENSHOTS set, each page is also drawn into that folder: `make screenshots`.
"""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page
from stage import NARROW, WIDE, Stage, Tab

from instagramapi.web.routes import Route
from instagramapi.web.table import ROUTES

pytestmark = pytest.mark.anyio

SHOTS = os.environ.get("INSTAGRAMAPI_SCREENSHOTS")
_RULES = {"resultTypes": ["violations"]}
# The other theme changes colours alone.
_COLOURS: dict[str, Any] = {**_RULES, "runOnly": ["color-contrast", "link-in-text-block"]}
_NOT_BY_ITSELF = re.compile(
    r"/app/billing/paid"  # Stripe leads there after a payment.
    r"|/signin/with/.*"  # Leads to an OpenID provider, and comes back from it.
    r"|/app/requests/newer"  # Rows for a table that is there.
)
PAGES = [
    route for route in ROUTES if route.method == "GET" and not _NOT_BY_ITSELF.fullmatch(route.path)
]
"""What a browser can be sent to."""
OF_THEIR_OWN = {"/docs/guides/{name}": "/docs/guides/billing"}
"""Pages whose parameter means something else than everywhere."""


def filled(route: Route, known: dict[str, str]) -> str:
    """Write the address of a page; a KeyError says what this test must learn to fill in."""
    path = OF_THEIR_OWN.get(route.path, route.path)
    return re.sub(r"{(\w+)(?::\w+)?}", lambda part: known[part[1]], path)


async def found_by_axe(page: Page, options: dict[str, Any]) -> list[str]:
    """Tell what axe finds on a page, one line each."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE_SCRIPT)
    found = await page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{page.url} {each['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


async def looked_at(tab: Tab, path: str) -> list[str]:
    """Look at one page in both themes and sizes; return what is wrong with it."""
    page = tab.page
    await page.emulate_media(color_scheme="light")
    await page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    asked = await tab.context.request.head(tab.origin + path, headers={"accept": "text/html"})
    if not asked.headers["content-type"].startswith("text/html"):
        return []
    answer = await tab.goto(path)
    wrong = [f"{path} is {answer.status}"] if answer.status >= 400 else []
    wrong += await found_by_axe(page, _RULES)
    await drawn(page, path, "light")
    await page.emulate_media(color_scheme="dark")
    wrong += await found_by_axe(page, _COLOURS)
    await drawn(page, path, "dark")
    await page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    if await page.evaluate("document.documentElement.scrollWidth") > NARROW[0]:
        wrong.append(f"{path} is wider than {NARROW[0]} pixels")
    return wrong


async def drawn(page: Page, path: str, theme: str) -> None:
    """Draw a page into the folder of the screenshots, wide and narrow, where one is wanted."""
    if SHOTS is None:
        return
    name = re.sub(r"\W+", "-", path).strip("-") or "landing"
    before = page.viewport_size or {"width": WIDE[0], "height": WIDE[1]}
    for size, (width, height) in {"wide": WIDE, "narrow": NARROW}.items():
        await page.set_viewport_size({"width": width, "height": height})
        await page.screenshot(path=Path(SHOTS) / f"{name}.{theme}.{size}.png", full_page=True)
    await page.set_viewport_size(before)


async def test_axe_is_silent_on_every_page_for_who_may_see_it(stage: Stage) -> None:
    async with stage.visit() as tab:
        known = await stage.furnish(tab)
        wrong = [line for route in PAGES for line in await looked_at(tab, filled(route, known))]

        assert wrong == [], "\n".join(wrong)


async def test_axe_is_silent_on_what_strangers_see(stage: Stage) -> None:
    paths = ("/", "/signin", "/signup", "/docs", "/docs/profile", "/nowhere")
    async with stage.visit() as tab:
        wrong = [line for path in paths for line in await looked_at(tab, path)]
        tab.complaints = [each for each in tab.complaints if "404" not in each]

        assert wrong == ["/nowhere is 404"]
