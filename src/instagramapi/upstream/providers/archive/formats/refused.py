"""Says why a document cannot be imported, as exactly as its content allows."""

from typing import Any

from instagramapi.upstream.shapes.reading import MISSING, at

_LISTS = {
    ("data", "user", "edge_followed_by"): "is a list of followers, which the archive does not keep",
    (
        "data",
        "user",
        "edge_follow",
    ): "is a list of accounts followed, which the archive does not keep",
    ("comments",): "holds comments, but not the post under which they stand",
    ("data", "shortcode_media"): "holds a part of a post, but not which post it is",
    (
        "data",
        "xig_user_by_username",
    ): "is an answer of the logged-out web, which cannot be imported yet",
    (
        "data",
        "xig_polaris_media",
    ): "is an answer of the logged-out web, which cannot be imported yet",
    ("paging",): "is an answer of the Graph API, which cannot be imported yet",
    ("business_discovery",): "is an answer of the Graph API, which cannot be imported yet",
}


def reason(document: Any) -> str:
    """Return the reason, as the rest of a sentence that begins with the file's name."""
    if not isinstance(document, dict | list):
        return "is JSON, but neither an object nor a list"
    if at(document, "status") == "fail" or at(document, "errors") is not MISSING:
        return "is a failure that Instagram answered, not data"
    if at(document, "error", "message") is not MISSING:
        return "is an error that the Graph API answered, not data"
    for path, why in _LISTS.items():
        if isinstance(at(document, *path), dict | list):
            return why
    if at(document, "data", "user") is None:
        return "says that there is no such account"
    if at(document, 0, "answers") is not MISSING:
        return "holds comments, but the archive of their post is not beside it"
    if isinstance(document, list):
        return "is a list, of no format that can be imported yet"
    return "is JSON, but of no format that can be imported"
