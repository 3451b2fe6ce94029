"""What is left of an answer when somebody in it asked not to be served."""

import json
from pathlib import Path
from typing import Any

import pytest
from account_makers import open_room

from instagramapi.accounts.screening import LEFT_OUT, Screening
from instagramapi.errors import Suppressed
from instagramapi.store.cache import Copy

pytestmark = pytest.mark.anyio

GONE = {"id": "1", "username": "left.alone", "profile_pic_url": "x"}
OTHER = {"id": "2", "username": "other", "profile_pic_url": "y"}


def a_copy(data: Any, **values: Any) -> Copy:
    return Copy(provider="demo", fetched_at_s=0.0, data=json.dumps(data).encode(), **values)


async def screened(data_dir: Path, copy: Copy, **suppressed: str) -> Copy:
    async with open_room(data_dir) as room:
        for kind, value in (suppressed or {"handle": "left.alone"}).items():
            await room.suppression.suppress(kind, value)  # type: ignore[arg-type]
        return Screening(room.suppression)(copy)


async def test_while_nobody_is_suppressed_a_copy_is_not_even_decoded(tmp_path: Path) -> None:
    copy = Copy(provider="demo", fetched_at_s=0.0, data=b"no JSON")

    async with open_room(tmp_path) as room:
        assert Screening(room.suppression)(copy) is copy


async def test_a_copy_is_looked_through_again_only_after_the_list_changed(tmp_path: Path) -> None:
    copy = a_copy(OTHER)
    async with open_room(tmp_path) as room:
        screening = Screening(room.suppression)
        await room.suppression.suppress("handle", "left.alone")
        assert screening(copy) is copy
        # A copy never changes: were it looked through again, this one would be refused.
        copy.data = a_copy(GONE).data
        assert screening(copy) is copy

        await room.suppression.suppress("handle", "somebody")
        for _ in range(2):
            with pytest.raises(Suppressed):
                screening(copy)


async def test_the_word_that_there_is_nothing_is_passed_on(tmp_path: Path) -> None:
    copy = Copy(provider="demo", fetched_at_s=0.0, nothing=("Gone.", "deleted"))

    assert await screened(tmp_path, copy) is copy


async def test_an_answer_about_others_stays_the_same_object(tmp_path: Path) -> None:
    copy = a_copy({"items": [OTHER], "next_cursor": None})

    assert await screened(tmp_path, copy) is copy


@pytest.mark.parametrize(
    "answer",
    [
        GONE,
        {"id": "9", "shortcode": "B", "owner": GONE},
        {"id": "9", "owner": {"id": "1", "username": None}},
        {"id": "9", "owner": {"id": "7", "username": "LEFT.alone"}},
        {"post_id": "9", "text": "Said in a video.", "owner": GONE},
        {"id": "9", "kind": "original", "artist_user": GONE},
    ],
    ids=["account", "post", "by id", "by handle in other letters", "transcript", "sound"],
)
async def test_one_object_of_a_suppressed_account_is_refused(
    answer: dict[str, Any], tmp_path: Path
) -> None:
    with pytest.raises(Suppressed):
        await screened(tmp_path, a_copy(answer), handle="left.alone", id="1")


@pytest.mark.parametrize(
    ("kept", "left_out"),
    [
        (OTHER, GONE),
        ({"id": "8", "user": OTHER, "text": "@left.alone"}, {"id": "9", "user": GONE}),
        ({"id": "8", "owner": None}, {"id": "9", "owner": GONE}),
    ],
    ids=["search result", "comment", "post"],
)
async def test_in_a_list_only_what_is_theirs_is_left_out(
    kept: dict[str, Any], left_out: dict[str, Any], tmp_path: Path
) -> None:
    page = {"items": [left_out, kept, left_out], "next_cursor": "abc", "has_more": True}

    copy = await screened(tmp_path, a_copy(page, next_cursor="abc", total=3, warnings=("Old.",)))

    assert json.loads(copy.data) == {**page, "items": [kept]}
    assert (copy.next_cursor, copy.total) == ("abc", 3)
    assert copy.warnings == ("Old.", LEFT_OUT)


async def test_the_id_of_something_else_is_nobody(tmp_path: Path) -> None:
    copy = a_copy({"id": "1", "shortcode": "B", "owner": OTHER})

    assert await screened(tmp_path, copy, id="1") is copy


async def test_a_copy_that_was_screened_before_is_warned_of_once(tmp_path: Path) -> None:
    page = a_copy({"items": [GONE]}, warnings=(LEFT_OUT,))

    assert (await screened(tmp_path, page)).warnings == (LEFT_OUT,)


async def test_what_is_theirs_inside_of_what_is_not_goes_alone(tmp_path: Path) -> None:
    post = {
        "owner": OTHER,
        "coauthors": [GONE, OTHER],
        "usertags": [{"user": GONE, "x": 0.5}],
        "audio": {"id": "5", "artist_user": GONE},
        "top_comments": [{"id": "6", "user": GONE}],
        "caption": "With @left.alone ❤",
    }

    copy = await screened(tmp_path, a_copy(post))

    assert json.loads(copy.data) == {
        "owner": OTHER,
        "coauthors": [OTHER],
        "usertags": [],
        "audio": None,
        "top_comments": [],
        "caption": "With @left.alone ❤",
    }
    assert "❤".encode() in copy.data
