"""Comments that instaloader writes beside a post."""

from pathlib import Path
from typing import Any

import pytest
from archive_makers import answer, archive, imported, numbered_post, write

from instagramapi.catalog.post import ListPostComments
from instagramapi.catalog.subjects import PostRef
from instagramapi.upstream.providers.archive import ArchiveStore

pytestmark = pytest.mark.anyio

NAME = "2023-11-14_22-13-21_UTC"


def comment(number: int, likes: int, *answers: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": 17_900_000_000_000_000 + number,
        "created_at": 1_700_000_100 + number,
        "text": f"Comment {number}",
        "owner": {"id": str(number), "username": f"guest_{number}"},
        "likes_count": likes,
        "answers": list(answers),
    }


COMMENTS = [comment(1, 3, comment(3, 0)), comment(2, 8), {"text": "no id"}, "no comment"]


@pytest.mark.parametrize("ending", [".json", ".json.xz"])
async def test_comments_belong_to_the_post_beside_them(tmp_path: Path, ending: str) -> None:
    store, raw = ArchiveStore(tmp_path / "data"), numbered_post(1)
    write(tmp_path / f"in/{NAME}{ending}", archive(raw))
    write(tmp_path / f"in/{NAME}_comments.json", COMMENTS)

    report = imported(store, tmp_path / "in")
    page = await answer(store, ListPostComments(post=PostRef(raw["id"])))

    assert (report.imported, report.skipped) == (2, [])
    assert [(found.text, found.like_count, found.reply_count) for found in page.items] == [
        ("Comment 2", 8, 0),
        ("Comment 1", 3, 1),
    ]


@pytest.mark.parametrize("beside", ["", "{", '{"node": 5}'])
async def test_comments_without_their_post_are_named(tmp_path: Path, beside: str) -> None:
    (tmp_path / f"{NAME}.json").write_text(beside)
    path = write(tmp_path / f"{NAME}_comments.json", COMMENTS)

    report = imported(ArchiveStore(tmp_path / "data"), path)

    assert report.skipped[0].reason == (
        "holds nothing to import; item 1 holds comments, but the archive of their post is not "
        "beside it"
    )


@pytest.mark.parametrize("comments", [[], ["x"], [{"answers": 5}]])
async def test_a_list_without_comments_holds_nothing(tmp_path: Path, comments: list[Any]) -> None:
    write(tmp_path / f"{NAME}.json", archive(numbered_post(1)))
    path = write(tmp_path / f"{NAME}_comments.json", comments)

    report = imported(ArchiveStore(tmp_path / "data"), path)

    assert report.skipped[0].reason == (
        "has the format `comments of instaloader`, but holds nothing with an id"
    )
