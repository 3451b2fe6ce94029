"""Our shapes read the recordings as instaloader and instagrapi do.

`INSTAGRAMAPI_AGREEMENT=write` writes docs/agreement.md anew.
"""

import os
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from recorded_referees import Row, compare

ROOT = Path(__file__).parents[2]
RECORDINGS = Path(os.environ.get("INSTAGRAMAPI_RECORDINGS", ROOT.parent / "shared" / "recordings"))
PAGE = ROOT / "docs" / "agreement.md"

pytestmark = pytest.mark.skipif(
    not RECORDINGS.is_dir(), reason=f"there are no recordings at {RECORDINGS}"
)

EMPTY = "instagrapi writes an empty text where the node says nothing; ours is not known."
DIFFERENCES = {
    ("edge user", "full_name"): EMPTY,
    ("api_v1 user", "full_name"): EMPTY,
    ("edge post", "caption"): "instagrapi writes an empty text for no caption; ours is null.",
    ("edge post", "children"): "instagrapi counts 0 where the node names neither type nor parts.",
    ("api_v1 user", "id"): "instagrapi prefers `id`, the Facebook-side number; ours is `pk`.",
}
"""Where instagrapi and we differ on purpose; with instaloader there is no difference."""

UNREAD = {
    "2scraper__page_": "an HTML page",
    "INDEX": "the list of the recordings",
    "hikerapi-openapi": "a schema, not an answer",
    "hiker-doc": "no node of its own here; read by shapes/hiker where a shape is for it",
    "hugo__oembed": "oEmbed, read by shapes/oembed; the referees do not read it",
    "instaloader416__hashtag": "a hashtag without counts; no referee reads it offline",
    "kzhangdz": "a data set of another product, not an answer of Instagram",
    "pgrimaud_instagram-user-feed__checkpoint": "an error",
    "pgrimaud_instagram-user-feed__login": "an error",
    "pgrimaud_instagram-user-feed__user_by_id_not_found": "an error",
    "python-facebook": "Meta's Graph API, read by shapes/graph; the referees do not read it",
    "scrapfly_scrapfly-scrapers__graphql_execution_error": "an error",
}


@cache
def seen() -> tuple[dict[str, Counter[str]], list[Row]]:
    counts: dict[str, Counter[str]] = {}
    rows: list[Row] = []
    for path in sorted(RECORDINGS.iterdir()):
        counts[path.name] = Counter()
        if path.name != "hikerapi-openapi.json":
            rows += compare(path, counts[path.name])
    return counts, rows


def reason_of(row: Row) -> str | None:
    if row.referee != "instagrapi":
        return None
    # A reason excuses what it describes, never a wrong value.
    is_excused = (row.ours is None and not row.theirs) or (row.subject, row.field) == (
        "api_v1 user",
        "id",
    )
    return DIFFERENCES.get((row.subject, row.field)) if is_excused else None


def page() -> str:
    counts, rows = seen()
    lines = [
        "# Agreement",
        "",
        "What other readers read in the recorded answers, and whether our shapes read the same.",
        "Made by `INSTAGRAMAPI_AGREEMENT=write pytest tests/proofs/test_agreement.py`.",
        "",
        "| File | Objects | Referee | Could not read | Fields | Equal | Justified |",
        "|---|--:|---|--:|--:|--:|--:|",
    ]
    for file, found in counts.items():
        objects = sum(n for name, n in found.items() if "unread by" not in name)
        for referee in ("instaloader", "instagrapi"):
            own = [row for row in rows if (row.file, row.referee) == (file, referee)]
            blind = sum(n for name, n in found.items() if name.endswith(f"by {referee}"))
            equal = sum(row.ours == row.theirs for row in own)
            excused = len(own) - equal
            if own or blind:
                cells = (file, objects, referee, blind, len(own), equal, excused)
                lines.append("| " + " | ".join(map(str, cells)) + " |")
    differ = Counter((row.subject, row.field) for row in rows if row.ours != row.theirs)
    equal = sum(row.ours == row.theirs for row in rows)
    lines.append(f"| all | | | | {len(rows)} | {equal} | {len(rows) - equal} |")
    lines += ["", "## Justified differences", ""]
    lines += [f"- {s}, {f} ({differ[s, f]}): {why}" for (s, f), why in DIFFERENCES.items()]
    lines += ["", "## Files without a compared object", ""]
    lines += [f"- {file}: {why_unread(file)}" for file, found in counts.items() if not found]
    return "\n".join(lines) + "\n"


def why_unread(file: str) -> str | None:
    return next((why for start, why in UNREAD.items() if file.startswith(start)), None)


def test_our_shapes_read_what_the_referees_read() -> None:
    _, rows = seen()

    wrong = [
        (row.file, row.referee, row.subject, row.field)
        for row in rows
        if row.ours != row.theirs and not reason_of(row)
    ]
    assert wrong == []
    assert len(rows) > 7000


def test_every_difference_that_is_justified_occurs() -> None:
    _, rows = seen()

    assert set(DIFFERENCES) == {(r.subject, r.field) for r in rows if r.ours != r.theirs}


def test_every_node_is_read_by_us() -> None:
    counts, _ = seen()

    unread = {
        file: [name for name in found if name.endswith("unread by us")]
        for file, found in counts.items()
    }
    assert {file: names for file, names in unread.items() if names} == {}


def test_every_file_is_accounted_for() -> None:
    counts, _ = seen()

    assert [file for file, found in counts.items() if not found and not why_unread(file)] == []


def test_the_page_says_what_is_computed() -> None:
    if os.environ.get("INSTAGRAMAPI_AGREEMENT") == "write":
        PAGE.write_text(page(), "utf-8")

    assert PAGE.read_text("utf-8") == page()
