"""Files that mean something only beside another: instaloader's comments of a post."""

from pathlib import Path
from typing import Any

from instagramapi.upstream.providers.archive import files, jsontext
from instagramapi.upstream.providers.archive.files import Unreadable
from instagramapi.upstream.shapes.reading import at

_COMMENTS = "_comments.json"
_ENDINGS = (".json.xz", ".json")


def with_its_post(path: Path, document: Any) -> Any:
    """Put the post's node to its comments.

    instaloader writes `<name>_comments.json`, a list that does not say under which post it
    stands, beside `<name>.json.xz` or `<name>.json`, which does. Other documents stay.
    """
    if not isinstance(document, list) or not path.name.endswith(_COMMENTS):
        return document
    name = path.name.removesuffix(_COMMENTS)
    for ending in _ENDINGS:
        node = _node(path.with_name(name + ending))
        if isinstance(node, dict):
            return {"node": node, "instaloader_comments": document}
    return document


def _node(path: Path) -> Any:
    try:
        with files.opened(path) as file:
            return at(jsontext.parse(files.read_whole(file.content)), "node")
    except Unreadable:
        return None
