"""Whatever a file holds, an import goes on."""

import copy
import json
import random
import tempfile
from pathlib import Path
from typing import Any

from archive_makers import DATA_SETS, PAYLOADS, imported
from hypothesis import given, settings
from hypothesis import strategies as st

from instagramapi.upstream.providers.archive import ArchiveStore
from instagramapi.upstream.providers.archive.files import Unreadable
from instagramapi.upstream.providers.archive.formats import read

_GARBAGE = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**70), 2**70),
        st.floats(),
        st.text(max_size=3),
        st.sampled_from(["\ud800", "1" * 70, "a_b", "{}", {}, []]),
    ),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
_FILES = [*sorted(PAYLOADS.iterdir()), *sorted(DATA_SETS.iterdir())]
_DOCUMENTS = [json.loads(path.read_text("utf-8")) for path in _FILES]


def _mutated(document: Any, seed: int, values: list[Any]) -> Any:
    """Put garbage into places of a document, chosen by the seed."""
    chance, document = random.Random(seed), copy.deepcopy(document)
    for value in values:
        at = document
        while isinstance(at, dict | list) and at:
            key = chance.choice(list(at) if isinstance(at, dict) else range(len(at)))
            if chance.random() < 0.15 or not isinstance(at[key], dict | list) or not at[key]:
                at[key] = copy.deepcopy(value)
                break
            at = at[key]
    return document


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(_DOCUMENTS), st.integers(0, 2**32), st.lists(_GARBAGE, min_size=1, max_size=4)
)
def test_a_mutated_file_is_read_or_refused(document: Any, seed: int, values: list[Any]) -> None:
    try:
        records = read(_mutated(document, seed, values))
    except Unreadable as error:
        assert str(error)
    else:
        assert records


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32), st.lists(_GARBAGE, min_size=20, max_size=40))
def test_mutated_files_are_all_accounted_for(seed: int, values: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number, document in enumerate(_DOCUMENTS):
            path = Path(folder) / "in" / f"{number}.json"
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(_mutated(document, seed + number, values)))

        report = imported(ArchiveStore(Path(folder) / "data"), Path(folder) / "in")

    # Of a list some items may be read and others be skipped; every file has its entry.
    named = {skipped.file for skipped in report.skipped}
    assert report.imported + report.unchanged + len(named) >= len(_DOCUMENTS)


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / "a.json", Path(folder) / "b.json.xz"]
        paths[0].write_bytes(data)
        paths[1].write_bytes(b"\xfd7zXZ\x00" + data)

        report = imported(ArchiveStore(Path(folder) / "data"), *paths)

    assert len(report.skipped) == 2
