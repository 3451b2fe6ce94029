"""Importing files: any number, in any order, again and again."""

import json
import lzma
import os
import sqlite3
from pathlib import Path

import pytest
from archive_makers import (
    BAKER,
    DATA_SETS,
    PAYLOADS,
    SIDECAR,
    answer,
    archive,
    changed,
    imported,
    node,
    numbered_post,
    payload,
    write,
)

from instagramapi.catalog.post import GetPost
from instagramapi.catalog.profile import GetProfile
from instagramapi.upstream.providers.archive import (
    ArchiveBusy,
    ArchiveStore,
    Progress,
    files,
    import_paths,
    importer,
)

pytestmark = pytest.mark.anyio


@pytest.fixture
def store(tmp_path: Path) -> ArchiveStore:
    return ArchiveStore(tmp_path / "data")


def reason_of(store: ArchiveStore, path: Path) -> str:
    report = imported(store, path)
    assert report.imported == 0
    assert [skipped.file for skipped in report.skipped] == [str(path)]
    return report.skipped[0].reason


def dump(store: ArchiveStore) -> list[str]:
    connection = sqlite3.connect(store.path)
    try:
        lines = sorted(connection.iterdump())
    finally:
        connection.close()
    return [line for line in lines if 'INTO "files"' not in line]


async def test_a_file_imported_before_is_unchanged(store: ArchiveStore, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", payload("profile"))

    first, second = imported(store, path), imported(store, path)

    assert (first.imported, first.unchanged, first.skipped) == (1, 0, [])
    assert (second.imported, second.unchanged, second.skipped) == (0, 1, [])


async def test_a_copy_under_another_name_is_unchanged(store: ArchiveStore, tmp_path: Path) -> None:
    first = write(tmp_path / "a.json", payload("profile"))
    second = write(tmp_path / "b.json", payload("profile"))

    assert imported(store, first, second).unchanged == 1


async def test_a_folder_is_walked_and_other_files_are_passed_over(
    store: ArchiveStore, tmp_path: Path
) -> None:
    write(tmp_path / "in/deep/a.json.xz", payload("profile"))
    write(tmp_path / "in/b.JSON", payload("post_sidecar"))
    for name in ("a.txt", "a.jpg", "a.json.part"):
        (tmp_path / "in" / name).write_text("no archive")

    report = imported(store, tmp_path / "in")

    assert (report.imported, report.skipped) == (2, [])


async def test_every_made_up_format_is_read(store: ArchiveStore) -> None:
    report = imported(store, PAYLOADS, DATA_SETS)

    count = len([*PAYLOADS.iterdir(), *DATA_SETS.iterdir()])
    assert (report.imported, report.skipped) == (count, [])


async def test_the_order_of_import_does_not_matter(tmp_path: Path) -> None:
    # Highlights stand in the order in which they were first seen.
    paths = sorted(path for path in PAYLOADS.iterdir() if path.stem != "highlights")
    paths += sorted(DATA_SETS.iterdir())
    stores = [ArchiveStore(tmp_path / name) for name in ("forth", "back", "twice")]

    imported(stores[0], *paths)
    imported(stores[1], *reversed(paths))
    imported(stores[2], *paths[:5])
    imported(stores[2], *paths)

    assert dump(stores[0]) == dump(stores[1]) == dump(stores[2])


async def test_the_newer_record_wins_and_the_richer_fields_stay(
    store: ArchiveStore, tmp_path: Path
) -> None:
    new = {"id": "7000000001", "username": "tilda.bakes", "edge_followed_by": {"count": 2000}}
    newer = write(tmp_path / "new.json", archive(new, "Profile"), written_at=1_900_000_000)
    older = write(tmp_path / "old.json", payload("profile"), written_at=1_700_000_000)

    imported(store, newer, older)
    profile = await answer(store, GetProfile(account=BAKER))

    assert (profile.followers, profile.biography) == (2000, "Bread, slowly.\nBern")


async def test_a_copied_file_is_no_younger_than_its_links(
    store: ArchiveStore, tmp_path: Path
) -> None:
    # The links of the payload expire in May 2026; its copy was written in 2030.
    copied = write(tmp_path / "copied.json", payload("profile"), written_at=1_900_000_000)
    raw = {"id": "7000000001", "username": "tilda.bakes", "edge_followed_by": {"count": 2000}}
    later = write(tmp_path / "later.json", archive(raw, "Profile"), written_at=1_800_000_000)

    imported(store, copied, later)

    assert (await answer(store, GetProfile(account=BAKER))).followers == 2000


async def test_a_file_without_a_time_is_as_old_as_its_newest_post(
    store: ArchiveStore, tmp_path: Path
) -> None:
    unpacked = changed(node("post_sidecar"), edge_media_preview_like={"count": 400})
    imported(
        store,
        write(tmp_path / "a.json", archive(unpacked), written_at=0),
        write(tmp_path / "b.json", payload("post_sidecar"), written_at=1_700_000_000),
    )

    # Both were seen when the post was made, at the earliest: then the larger statement stands.
    assert (await answer(store, GetPost(post=SIDECAR))).like_count == 400


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"{", "is not JSON: Expecting property name enclosed in double quotes in line 1"),
        (b"\xff\xd8\xff\xe0 JFIF", "is not JSON, nor xz-compressed JSON"),
        (b"[" * 200_000, "is nested too deeply"),
        (b"9" * 5000, "holds a number that is too long"),
        (b'"text"', "is JSON, but neither an object nor a list"),
        (b"[]", "is an empty list"),
        (b"{}", "is JSON, but of no format that can be imported"),
        (b'{"status":"fail"}', "is a failure that Instagram answered, not data"),
        (b'{"error":{"message":"x"}}', "is an error that the Graph API answered, not data"),
        (b'{"data":{"user":null}}', "says that there is no such account"),
        (b'{"comments":[]}', "holds comments, but not the post under which they stand"),
        (
            b'{"instaloader":{"node_type":"FrozenNodeIterator"},"node":{}}',
            "is an instaloader file of the type FrozenNodeIterator, which holds no data",
        ),
        (
            b'{"instaloader":{"node_type":"Post"},"node":{}}',
            "is an instaloader archive of a Post without id, shortcode",
        ),
        (
            b'{"instaloader":{"node_type":["Post"]},"node":{}}',
            "is an instaloader file of the type ['Post'], which holds no data",
        ),
        (
            b'{"items":[{"code":"","media_type":1}]}',
            "has the format `posts of the app`, but holds nothing with an id",
        ),
        (lzma.compress(b"{}")[:-8], "is cut off: its xz data has no end"),
        (lzma.compress(b'{"a": 1}')[:13] + b"\0" * 30, "is damaged"),
    ],
)
async def test_a_bad_file_is_named_with_its_reason(
    store: ArchiveStore, tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content)

    assert reason_of(store, path).startswith(reason)


async def test_a_file_that_unpacks_to_too_much_is_named(
    store: ArchiveStore, tmp_path: Path
) -> None:
    path = tmp_path / "bomb.json.xz"
    path.write_bytes(lzma.compress(b" " * (files.MAX_BYTES + 1), preset=0))

    assert reason_of(store, path) == "is larger than 64 MiB"


async def test_a_large_file_is_not_read_to_its_end(store: ArchiveStore, tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(files.MAX_BYTES * 100)

    assert reason_of(store, path) == "is larger than 64 MiB"


async def test_what_cannot_be_opened_is_named(store: ArchiveStore, tmp_path: Path) -> None:
    loop, pipe = tmp_path / "loop.json", tmp_path / "pipe.json"
    loop.symlink_to(loop)
    os.mkfifo(pipe)

    assert "no such file" in reason_of(store, tmp_path / "absent.json")
    assert "symbolic links" in reason_of(store, loop)
    assert reason_of(store, pipe) == "is not a file"


async def test_a_picture_that_is_named_itself_is_named_in_the_report(
    store: ArchiveStore, tmp_path: Path
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0")

    assert reason_of(store, path) == "is not JSON, nor xz-compressed JSON"


async def test_folders_that_link_in_a_circle_are_walked_once(
    store: ArchiveStore, tmp_path: Path
) -> None:
    write(tmp_path / "in/a.json", payload("profile"))
    (tmp_path / "in/again").symlink_to(tmp_path / "in")
    (tmp_path / "in/broken.json").symlink_to(tmp_path / "nowhere")

    report = imported(store, tmp_path / "in", tmp_path / "in")

    assert report.imported == 1
    assert {Path(skipped.file).name: skipped.reason for skipped in report.skipped} == {
        "again": "is a link to a folder that is read anyway",
        "broken.json": "cannot be read: no such file or directory",
    }


async def test_a_bad_file_does_not_stop_the_others(store: ArchiveStore, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.json").write_text("{")
    write(tmp_path / "in/b.json", payload("profile"))

    report = imported(store, tmp_path / "in")

    assert (report.imported, len(report.skipped)) == (1, 1)


async def test_progress_counts_every_file(store: ArchiveStore, tmp_path: Path) -> None:
    for number in range(3):
        write(tmp_path / f"in/{number}.json", archive(numbered_post(number)))
    seen: list[Progress] = []

    import_paths(store, [tmp_path / "in"], on_progress=seen.append)

    assert seen == [Progress(done, 3, done) for done in range(4)]


async def test_an_interrupted_import_goes_on(store: ArchiveStore, tmp_path: Path) -> None:
    count = importer.FILES_PER_COMMIT + 20
    for number in range(count):
        write(tmp_path / f"in/{number:04}.json", archive(numbered_post(number)))

    def interrupt(progress: Progress) -> None:
        if progress.done == count - 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_paths(store, [tmp_path / "in"], on_progress=interrupt)
    report = imported(store, tmp_path / "in")

    assert (report.unchanged, report.imported) == (importer.FILES_PER_COMMIT, 20)
    whole = ArchiveStore(tmp_path / "whole")
    imported(whole, tmp_path / "in")
    assert dump(store) == dump(whole)


async def test_two_imports_at_once_are_refused(store: ArchiveStore, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", payload("profile"))

    with store.writing(), pytest.raises(ArchiveBusy, match="Another import is writing"):
        imported(store, path)


async def test_a_name_that_is_no_text_is_shown_all_the_same(
    store: ArchiveStore, tmp_path: Path
) -> None:
    path = tmp_path / os.fsdecode(b"\xff.json")
    path.write_text("{")

    report = imported(store, path)

    assert json.dumps(report.skipped[0].file).endswith('\\\\udcff.json"')


async def test_what_nobody_owns_is_kept_and_stands_on_no_list(
    store: ArchiveStore, tmp_path: Path
) -> None:
    reels = [{"node": {"id": "77", "title": "Alone"}}]
    highlights = {"data": {"user": {"edge_highlight_reels": {"edges": reels}}}}
    comments = {"id": "5", "edge_media_to_comment": {"edges": [{"node": {"id": "6"}}]}}
    stories = {"data": {"reels_media": [{"items": [{"id": "78"}]}]}}

    report = imported(
        store,
        write(tmp_path / "a.json", highlights),
        write(tmp_path / "b.json", stories),
        write(tmp_path / "c.json", archive(comments)),
    )

    assert (report.imported, report.skipped) == (3, [])
    assert len([line for line in dump(store) if 'INTO "objects"' in line]) == 4
    assert len([line for line in dump(store) if 'INTO "shelves"' in line]) == 1
