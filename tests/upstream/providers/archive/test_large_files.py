"""Files of one object a line, and lists: any size, in bounded memory, bad parts named."""

import gzip
import json
import lzma
import random
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from archive_makers import BAKER, answer, imported, numbered_post

from instagramapi.catalog.profile import ListProfilePosts
from instagramapi.upstream.providers.archive import (
    ArchiveStore,
    Progress,
    files,
    import_paths,
    importer,
    jsontext,
)
from instagramapi.upstream.providers.archive.files import Unreadable

pytestmark = pytest.mark.anyio


@pytest.fixture
def store(tmp_path: Path) -> ArchiveStore:
    return ArchiveStore(tmp_path / "data")


def lines_of(*objects: Any) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in objects)


def held(store: ArchiveStore, kind: str = "post") -> int:
    connection = store.open_reader()
    assert connection is not None
    with closing(connection):
        query = "SELECT count(*) FROM objects WHERE kind = ?"
        return int(connection.execute(query, (kind,)).fetchone()[0])


@pytest.mark.parametrize("pack", [bytes, gzip.compress, lzma.compress])
async def test_one_object_a_line_is_read_packed_or_not(
    store: ArchiveStore, tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "posts"
    path.write_bytes(pack(lines_of(*(numbered_post(number) for number in range(30)))))

    report = imported(store, path)
    page = await answer(store, ListProfilePosts(account=BAKER, limit=50))

    assert (report.imported, report.items, report.skipped) == (1, 30, [])
    assert len(page.items) == 30
    assert imported(store, path).unchanged == 1


async def test_objects_of_any_known_shape_may_stand_in_one_file(
    store: ArchiveStore, tmp_path: Path
) -> None:
    apify = {"id": "7000000003", "username": "nora.knits", "followersCount": 4}
    path = tmp_path / "mixed.ndjson"
    path.write_bytes(b"\xef\xbb\xbf" + lines_of(numbered_post(1), apify) + b"\n \r\n")

    report = imported(store, path)

    assert (report.items, report.skipped) == (2, [])
    assert (held(store), held(store, "account")) == (1, 2)


async def test_bad_lines_are_named_by_their_number_and_skipped(
    store: ArchiveStore, tmp_path: Path
) -> None:
    good = json.dumps(numbered_post(1)).encode()
    path = tmp_path / "bad.ndjson"
    path.write_bytes(b"\n".join([b'{"cut": ', good, b"", b"[]", b'{"a": 1}', b"\xff", good[:40]]))

    report = imported(store, path)

    assert (report.imported, report.items) == (1, 1)
    assert [skipped.reason for skipped in report.skipped] == [
        "line 1 is not JSON: Expecting value in line 1",
        "line 4 is an empty list",
        "line 5 is JSON, but of no format that can be imported",
        "line 6 is not JSON, nor xz-compressed JSON",
        "line 7 is not JSON: Unterminated string starting at in line 1",
    ]


async def test_of_many_bad_lines_the_first_are_named(store: ArchiveStore, tmp_path: Path) -> None:
    path = tmp_path / "bad.ndjson"
    path.write_bytes(lines_of(numbered_post(1), *({"a": number} for number in range(500))))

    report = imported(store, path)

    assert len(report.skipped) == importer.NAMED_PARTS + 1
    assert report.skipped[-1].reason == "480 more parts could not be imported"


async def test_a_file_without_a_good_line_is_one_entry(store: ArchiveStore, tmp_path: Path) -> None:
    path = tmp_path / "bad.ndjson"
    path.write_bytes(lines_of(*({"a": number} for number in range(50))))

    first, again = imported(store, path), imported(store, path)

    reason = "holds nothing to import; line 1 is JSON, but of no format that can be imported"
    assert [skipped.reason for skipped in first.skipped] == [reason]
    assert (first.imported, again.unchanged, again.skipped) == (0, 0, first.skipped)


async def test_a_line_that_is_too_long_is_passed_over(store: ArchiveStore, tmp_path: Path) -> None:
    path = tmp_path / "long.ndjson"
    long = b'{"a": "' + b"x" * jsontext.MAX_PART_BYTES * 2 + b'"}\n'
    path.write_bytes(lines_of(numbered_post(1)) + long + lines_of(numbered_post(2)))

    report = imported(store, path)

    assert [skipped.reason for skipped in report.skipped] == ["line 2 is longer than 16 MiB"]
    assert held(store) == 2


async def test_an_interrupted_file_goes_on_where_it_was(
    store: ArchiveStore, tmp_path: Path
) -> None:
    count = importer.PARTS_PER_COMMIT + 10
    path = tmp_path / "posts.ndjson"
    path.write_bytes(
        lines_of(*({"id": str(number + 1), "name": f"t{number}"} for number in range(count)))
    )

    def interrupt(progress: Progress) -> None:
        if progress.items:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_paths(store, [path], on_progress=interrupt)
    before = held(store, "hashtag")
    report = imported(store, path)

    assert before == importer.PARTS_PER_COMMIT
    assert (report.imported, report.items, held(store, "hashtag")) == (1, 10, count)
    assert imported(store, path).unchanged == 1


async def test_a_file_of_many_lines_needs_little_memory(
    store: ArchiveStore, tmp_path: Path
) -> None:
    path = tmp_path / "many.ndjson.gz"
    line = json.dumps({"a": "x" * 5000}).encode() + b"\n"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(lines_of(numbered_post(1)))
        for _ in range(3000):
            file.write(line)
    imported(store, path)

    tracemalloc.start()
    try:
        imported(ArchiveStore(tmp_path / "again"), path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    # Unpacked it has 15 MB.
    assert peak < 6_000_000


async def test_items_of_a_list_are_read_one_by_one(store: ArchiveStore, tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text(json.dumps([numbered_post(1), {"a": 1}, numbered_post(2)]))

    report = imported(store, path)

    assert (report.items, held(store)) == (2, 2)
    assert [skipped.reason for skipped in report.skipped] == [
        "item 2 is JSON, but of no format that can be imported"
    ]


async def test_a_list_too_large_to_be_held_is_read_item_by_item(
    store: ArchiveStore, tmp_path: Path
) -> None:
    path = tmp_path / "large.json.gz"
    filler = json.dumps({"a": "x" * 1_000_000}).encode()
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b" [\n" + json.dumps(numbered_post(1)).encode())
        for _ in range(files.MAX_BYTES // 1_000_000 + 1):
            file.write(b",\n" + filler)
        file.write(b", " + json.dumps(numbered_post(2)).encode() + b"]")

    report = imported(store, path)

    assert (report.imported, report.items, held(store)) == (1, 2, 2)
    assert report.skipped[0].reason.startswith("item 2 is JSON, but of no format")


def in_pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[place : place + size] for place in range(0, len(data), size))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_items_are_the_same_however_the_bytes_come(size: int) -> None:
    expected = [{"a": "é😀"}, 12345, [1, [2]], "x]", {"b": None}, {}]
    data = b"\xef\xbb\xbf" + json.dumps(expected, ensure_ascii=False, indent=1).encode()

    found = list(jsontext.items(in_pieces(data, size)))

    assert [item for item, _ in found] == expected
    assert [json.loads(written) for _, written in found] == expected


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'[{"a": 1}, {"b": ', "is cut off: the list has no end"),
        (b'[{"a": 1}, oops]', "is cut off"),
        (b'[{"a": 1}, "\xff"]', "is not UTF-8"),
        (b'[{"a": 1}, ' + b"[" * 100_000, "cannot be read, nor what follows it"),
        (b'[{"a": 1}, ' + b" " * 100 + b'"' + b"x" * 20_000_000, "is damaged or longer than"),
    ],
)
def test_a_damaged_list_ends_with_a_reason(data: bytes, reason: str) -> None:
    items = jsontext.items(in_pieces(data, 10 if len(data) < 1_000_000 else 1_000_000))

    assert next(items)[0] == {"a": 1}
    with pytest.raises(Unreadable, match=reason):
        next(items)


@pytest.mark.parametrize(
    ("packed", "reason"),
    [
        (gzip.compress(b'{"a": 1}' * 100, mtime=0)[:-9], "is cut off: its gz data has no end"),
        (
            gzip.compress(b'{"a": 1}', mtime=0)[:12] + b"\0" * 30,
            "is damaged: its gz data cannot be",
        ),
        (gzip.compress(b" " * (files.MAX_BYTES + 1), 1, mtime=0), "is larger than 64 MiB"),
    ],
)
async def test_bad_gz_is_named(
    store: ArchiveStore, tmp_path: Path, packed: bytes, reason: str
) -> None:
    path = tmp_path / "bad.gz"
    path.write_bytes(packed)

    assert imported(store, path).skipped[0].reason.startswith(reason)


async def test_what_was_read_before_a_file_was_cut_off_is_kept(
    store: ArchiveStore, tmp_path: Path
) -> None:
    path = tmp_path / "cut.ndjson.gz"
    chance = random.Random(1)
    posts = (numbered_post(number, noise=chance.randbytes(2000).hex()) for number in range(1000))
    path.write_bytes(gzip.compress(lines_of(*posts), 1)[:-20_000])

    report, again = imported(store, path), imported(store, path)

    assert report.skipped[-1].reason == "is cut off: its gz data has no end"
    assert 0 < held(store) < 1000
    assert (again.unchanged, again.skipped) == (0, report.skipped)
