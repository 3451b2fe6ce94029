import json
import time

import pytest

from instagramapi.catalog.fields import Selection, keep, select
from instagramapi.catalog.models import Credits, Location, Model, Page, Post, Profile, Story
from instagramapi.errors import BadParameter


@pytest.mark.parametrize(
    ("answer", "names", "selection"),
    [
        (Profile, ["id", "username"], {"id": {}, "username": {}}),
        (Profile, ["address.city", "address.zip"], {"address": {"city": {}, "zip": {}}}),
        (Page[Post], ["items.id", "has_more"], {"items": {"id": {}}, "has_more": {}}),
        (Page[Post], ["items.items.usertags.user.id"], None),
        (Page[Story], ["items.reshared_post.location.lat"], None),
        (Post, ["items.id"], {"items": {"id": {}}}),
        (Post, ["owner", "owner.id"], {"owner": {}}),
        (Post, ["owner.id", "owner"], {"owner": {}}),
        (Post, ["id", "id"], {"id": {}}),
    ],
)
def test_dotted_names_become_a_selection(
    answer: type[Model], names: list[str], selection: Selection | None
) -> None:
    expected = selection or _nested(names[0].split("."))

    assert select(answer, names) == expected


def _nested(parts: list[str]) -> Selection:
    return {parts[0]: _nested(parts[1:])} if parts else {}


@pytest.mark.parametrize(
    ("answer", "name", "message"),
    [
        (
            Credits,
            "balance",
            "`fields` names `balance`, which this answer does not have. Under `data` there are: "
            "credits_remaining. For example `fields=credits_remaining`.",
        ),
        (
            Page[Location],
            "items.citi",
            "`fields` names `items.citi`, which this answer does not have. Did you mean "
            "`items.city`? Below `items` there are: id, name, slug, lat, lng, address, city, "
            "country, zip, category, phone, website, media_count, url. "
            "For example `fields=items,next_cursor`.",
        ),
        (
            Page[Location],
            "city",
            "`fields` names `city`, which this answer does not have. Did you mean `items.city`? "
            "Under `data` there are: items, next_cursor, has_more. "
            "For example `fields=items,next_cursor`.",
        ),
        (
            Credits,
            "credits_remaining.now",
            "`fields` names `credits_remaining.now`, which this answer does not have. "
            "Below `credits_remaining` there is nothing. "
            "For example `fields=credits_remaining`.",
        ),
    ],
)
def test_a_name_that_is_no_field_is_refused_with_those_that_are(
    answer: type[Model], name: str, message: str
) -> None:
    with pytest.raises(BadParameter) as refused:
        select(answer, [name])

    assert refused.value.message == message
    assert (refused.value.param, refused.value.reason) == ("fields", "malformed")


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("captoin", "caption"),
        ("widht", "width"),
        ("owner.usernam", "owner.username"),
        ("Like_Count", "like_count"),
    ],
)
def test_a_misspelt_name_is_answered_with_the_near_one(name: str, near: str) -> None:
    with pytest.raises(BadParameter, match=f"Did you mean `{near}`"):
        select(Post, [name])


@pytest.mark.parametrize("name", ["", ".", "id.", ".id", "total", "warnings", "x" * 9000, "é\0"])
def test_what_is_told_elsewhere_or_nowhere_is_no_field(name: str) -> None:
    with pytest.raises(BadParameter) as refused:
        select(Page[Post], [name])

    assert len(refused.value.message) < 300


def test_as_many_names_as_fit_into_a_url_are_read_at_once() -> None:
    names = ["items"] * 1300 + [f"items.{field}" for field in Post.model_fields]
    started_s = time.process_time()

    assert select(Page[Post], names) == {"items": {}}
    assert time.process_time() - started_s < 0.1


def test_only_what_was_selected_is_kept() -> None:
    answer = {
        "id": "1",
        "caption": "hi",
        "owner": {"id": "2", "username": "nike", "url": None},
        "location": None,
        "coauthors": [{"id": "3", "username": "a"}, {"id": "4", "username": "b"}],
    }
    selection = select(Post, ["id", "owner.username", "location.id", "coauthors.id"])

    assert keep(answer, selection) == {
        "id": "1",
        "owner": {"username": "nike"},
        "location": None,
        "coauthors": [{"id": "3"}, {"id": "4"}],
    }


def test_every_selected_field_is_in_a_real_answer() -> None:
    page = Page[Post](items=(Post(id="1", shortcode="B"),))
    names = [f"items.{name}" for name in Post.model_fields] + ["next_cursor", "has_more"]
    answer = json.loads(page.model_dump_json())

    assert keep(answer, select(Page[Post], names)) == answer


def test_an_empty_selection_keeps_all() -> None:
    assert keep({"id": "1"}, {}) == {"id": "1"}
