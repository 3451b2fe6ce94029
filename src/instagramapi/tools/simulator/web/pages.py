"""The HTML pages, whose data blocks carry the results of the queries that the app would ask."""

import json
from typing import Any

from instagramapi.tools.simulator.exchange import Page
from instagramapi.tools.simulator.web.documents import BY_NAME
from instagramapi.tools.simulator.web.guest import CSRF, LSD

# A guest's page has no DTSG token.
_TOKENS: dict[str, Any] = {
    "define": [
        ["LSD", [], {"token": LSD}, 323],
        ["CurrentUserInitialData", [], {"IG_USER_EIMU": "0", "ACCOUNT_ID": "0"}, 270],
        ["InstagramSecurityConfig", [], {"csrf_token": CSRF}, 7],
    ]
}


def html(page: Page) -> str:
    """Write a page: its route, its tokens, and the results of its queries."""
    parts: list[Any] = [{"canonicalRouteName": page.route}, _TOKENS]
    for name, result in page.blocks.items():
        parts += [_preloader(name), _stream(name, result)]
    tags = "\n".join(
        f'<script type="application/json" data-sjs>{_safe(part)}</script>' for part in parts
    )
    head = '<head><meta charset="utf-8"><title>Instagram</title></head>'
    return f'<!DOCTYPE html><html lang="en">{head}<body>\n{tags}\n</body></html>'


def _preloader(name: str) -> dict[str, Any]:
    # Where clients look for the ids of today.
    number = next(iter(BY_NAME[name].ids), "0")
    return {"preloaders": [{"queryID": number, "variables": {}, "queryName": name}]}


def _stream(name: str, result: Any) -> dict[str, Any]:
    told = {"__bbox": {"complete": True, "result": result, "sequence_number": 0}}
    handed = ["RelayPrefetchedStreamCache", "next", [], [f"adp_{name}RelayPreloader_1", told]]
    return {"require": [["ScheduledServerJS", "handle", None, [{"__bbox": {"require": [handed]}}]]]}


def _safe(value: Any) -> str:
    # No text inside may end the script.
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003C")
