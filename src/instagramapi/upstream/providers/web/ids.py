"""The numbers by which the web app names itself and its queries; they change every few weeks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from types import MappingProxyType

_LOGGED_OUT = "PolarisLoggedOutDesktopWWW"

QUERY_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "posts_more": f"{_LOGGED_OUT}ProfilePostsTabContentQuery_connection",
        "reels": f"{_LOGGED_OUT}ProfileReelsTabContentQuery",
        "reels_more": f"{_LOGGED_OUT}ProfileReelsTabContentQuery_connection",
        "post": f"{_LOGGED_OUT}PostRootContentQuery",
        "comments": f"{_LOGGED_OUT}PostCommentsPaginationQuery",
        "profile_by_id": "PolarisProfilePageContentQuery",
        "similar": "PolarisAYMLFollowChainingListLoggedOutQuery",
        "highlight": "PolarisStoriesV3HighlightsLoggedOutPageQuery",
        "reels_found": "PolarisLoggedOutPopularSearchPageQuery",
    }
)
"""The web app's name for each query that is asked here."""

# In a page, a query that ran stands with its id; in a script, the id stands alone.
_IN_PAGE = re.compile(
    r'"queryID":"(\d+)","variables":(?:(?!"queryID").){0,4000}?,"queryName":"(Polaris\w+)"'
)
_IN_SCRIPT = re.compile(r'__d\("(Polaris\w+?)_instagramRelayOperation".{0,200}?exports="(\d+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class WebIds:
    """What the web app sends of itself; `docs/guides/web-ids.md` says how to refresh it."""

    seen: str = "2026-09-22"
    """The day on which these numbers were seen in use."""
    app_id: str = "936619743392459"
    """`X-IG-App-ID` of the web app."""
    asbd_id: str = "129477"
    """`X-ASBD-ID` of the web app."""
    posts_more: str = "28904005159232689"
    """Query for the second and further pages of an account's posts."""
    reels: str = "27838951732404191"
    """Query for an account's reels."""
    reels_more: str = ""
    """Query for further reels; "" where it is not known, and then `reels` is asked for them too."""
    post: str = "28309390568695038"
    """Query for one post."""
    comments: str = "27659279553772821"
    """Query for the comments under a post."""
    profile_by_id: str = "28036671149327607"
    """Query for an account by its number."""
    similar: str = "26772329349085526"
    """Query for accounts like one."""
    highlight: str = "28479441025019684"
    """Query for a highlight with its stories."""
    reels_found: str = "29032174876406682"
    """Query for the reels that fit a word."""

    def refreshed(self, found: Mapping[str, str]) -> "WebIds":
        """Replace what is found, by field or by the web app's name of the query.

        A query of the web app that is not asked here is passed over, so that all that
        `ids_in_page` finds can be given. Any other unknown name, and a value that is no number,
        is a ValueError that says what is wrong.
        """
        ours = {query: field for field, query in QUERY_NAMES.items()}
        names = {field.name for field in fields(self)}
        wanted = {ours.get(name, name): value for name, value in found.items()}
        wanted = {name: value for name, value in wanted.items() if not name.startswith("Polaris")}
        for name, value in wanted.items():
            _check(name, value, names)
        return replace(self, **wanted)


def ids_in_page(html: str) -> dict[str, str]:
    """Find the queries, by the web app's names, that a page or a script of it carries."""
    found = {name: number for number, name in _IN_PAGE.findall(html)}
    return found | dict(_IN_SCRIPT.findall(html))


def _check(name: str, value: str, names: set[str]) -> None:
    if name not in names:
        near = get_close_matches(name, names, n=1)
        hint = f" Did you mean {near[0]}?" if near else f" There are: {', '.join(sorted(names))}."
        raise ValueError(f"{name!r} is no id of the web app.{hint}")
    is_number = value.isascii() and value.isdecimal()
    if name != "seen" and not is_number:
        raise ValueError(f"{name}: {value!r} is no number.")
