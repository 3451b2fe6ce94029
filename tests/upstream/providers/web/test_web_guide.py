"""The guide for operators says what the code says."""

from dataclasses import fields
from pathlib import Path

from instagramapi.upstream.providers.web import WebIds
from instagramapi.upstream.providers.web.ids import QUERY_NAMES

GUIDE = (Path(__file__).parents[4] / "docs" / "guides" / "web-ids.md").read_text("utf-8")


def test_the_guide_names_every_number_with_its_default() -> None:
    ids = WebIds()
    for name in (field.name for field in fields(ids) if field.name != "seen"):
        row = next(line for line in GUIDE.splitlines() if line.startswith(f"| `{name}` |"))

        assert row.endswith(f"| {getattr(ids, name) or 'not known'} |")
        assert QUERY_NAMES.get(name, "the header") in row
    assert ids.seen in GUIDE
