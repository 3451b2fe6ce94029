"""Says why a document cannot be imported, as exactly as its content allows."""

from collections.abc import Callable
from typing import Any

from instagramapi.upstream.shapes.reading import MISSING, at, listed

_NO_POST = "holds comments, but not the post under which they stand"
_NO_SHORTCODE = (
    "is an answer of the Graph API that tells only Meta's own numbers: without `permalink` or "
    "`shortcode` nothing says which posts these are"
)
_Test = Callable[[Any], bool]


def _there(*path: str | int) -> _Test:
    return lambda document: isinstance(at(document, *path), dict | list)


def _stated(*names: str) -> _Test:
    return lambda document: all(at(document, name) is not MISSING for name in names)


def _null(*path: str) -> _Test:
    return lambda document: at(document, *path) is None


_REASONS: tuple[tuple[_Test, str], ...] = (
    (_stated("openapi"), "is the description of an API, not data"),
    (_stated("error", "errorDescription"), "is an error that a scraper wrote, not data"),
    (_there("data", "shortcode_media"), "holds a part of a post, but not which post it is"),
    (_null("data", "xig_user_by_username"), "says that there is no such account"),
    (_null("data", "xig_polaris_media"), "says that there is no such post"),
    (_null("data", "user"), "says that there is no such account"),
    (
        _there("data", "xig_polaris_media"),
        "is a post behind a gate, of which guests are shown nothing",
    ),
    (_there("comments"), _NO_POST),
    (_there("mentioned_media"), _NO_SHORTCODE),
    (_there("mentioned_comment"), _NO_POST),
    (lambda document: at(document, "data", 0, "text") is not MISSING, _NO_POST),
    (
        _stated("text", "answers"),
        "holds comments, but the archive of their post is not beside it",
    ),
    (_stated("text", "owner_id"), _NO_POST),
    (_stated("text", "pk"), _NO_POST),
    (_stated("text", "timestamp"), _NO_POST),
    (_stated("broadcast_id"), "is a live broadcast, which the archive does not keep"),
    (
        _stated("username", "former_usernames"),
        'is "About this account", which the archive does not keep',
    ),
    (
        lambda document: set(document) == {"pk", "type"},
        "names an object by its id and says nothing of it",
    ),
    (
        _stated("facebook-api-version"),
        "holds the headers of an answer of the Graph API, not the answer",
    ),
)


def reason(document: Any) -> str:
    """Return the reason, as the rest of a sentence that begins with the file's name."""
    if isinstance(document, list):
        return "is a list inside a list" if document else "is an empty list"
    if not isinstance(document, dict):
        return "is JSON, but neither an object nor a list"
    if at(document, "status") == "fail" or at(document, "errors") is not MISSING:
        return "is a failure that Instagram answered, not data"
    if at(document, "error", "message") is not MISSING:
        return "is an error that the Graph API answered, not data"
    found = (why for applies, why in _REASONS if applies(document))
    return next(found, "is JSON, but of no format that can be imported")


def detail(document: Any) -> str | None:
    """Say why a document of a known format holds nothing, where that is known."""
    raws = (document, *(raw for raw in listed(document, "data") if isinstance(raw, dict)))
    is_graph = any(at(raw, "media_type") in ("IMAGE", "VIDEO", "CAROUSEL_ALBUM") for raw in raws)
    return _NO_SHORTCODE if is_graph else None
