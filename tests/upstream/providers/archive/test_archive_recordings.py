"""Every recorded answer is imported, or skipped with a reason that a stranger understands."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from archive_makers import imported

from instagramapi.upstream.providers.archive import ArchiveStore

_ROOT = Path(__file__).parents[4]
GUIDE = _ROOT / "docs" / "guides" / "import.md"
RECORDINGS = Path(os.environ.get("INSTAGRAMAPI_RECORDINGS", _ROOT.parent / "shared" / "recordings"))
_NO_REASONS = ("is JSON, but of no format", "holds nothing with an id")
# Lists of files, not answers of anybody.
_OTHERS = {"INDEX.json"}
_COUNTED = "SELECT kind, count(*) FROM objects GROUP BY kind ORDER BY kind"

pytestmark = [
    pytest.mark.skipif(not RECORDINGS.is_dir(), reason=f"there are no recordings at {RECORDINGS}"),
]


def becomes(path: Path, data_dir: Path) -> str:
    """Import one file into an archive of its own, and say what is in it then."""
    store = ArchiveStore(data_dir)
    report = imported(store, path)
    if not report.imported:
        return "skipped: " + report.skipped[0].reason
    connection = store.open_reader()
    assert connection is not None
    with closing(connection):
        return ", ".join(f"{kind} {count}" for kind, count in connection.execute(_COUNTED))


def table(tmp_path: Path) -> Iterator[str]:
    yield "| file | what becomes of it |"
    yield "|---|---|"
    for number, path in enumerate(sorted(RECORDINGS.iterdir())):
        if path.name not in _OTHERS:
            yield f"| `{path.name}` | {becomes(path, tmp_path / str(number))} |"


def test_the_guide_tells_what_becomes_of_every_recording(tmp_path: Path) -> None:
    found = "\n".join(table(tmp_path))
    print(found)

    assert found in GUIDE.read_text("utf-8")
    assert not any(phrase in found for phrase in _NO_REASONS)
