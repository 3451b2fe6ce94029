"""The Graph API's field selection."""

import pytest

from instagramapi.tools.simulator.graph.fields import (
    Field,
    FieldSyntaxError,
    read_fields,
    select,
)


def test_a_selection_is_read_with_modifiers_and_nested_fields() -> None:
    read = read_fields("id,media.limit(5).after(QV==){id,children{id,media_url}},name")

    children = Field("children", below=(Field("id"), Field("media_url")))
    media = Field("media", {"limit": "5", "after": "QV=="}, (Field("id"), children))
    assert read == (Field("id"), media, Field("name"))


@pytest.mark.parametrize(
    "text", ["", "a,", "a{", "a{b", "a{}", "a.limit", "a.limit(5", "a}", "{a}"]
)
def test_what_is_no_selection_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(FieldSyntaxError, match=r"at character \d+"):
        read_fields(text)


def test_a_selection_cannot_nest_without_end() -> None:
    with pytest.raises(FieldSyntaxError, match="nested"):
        read_fields("a{" * 50 + "a" + "}" * 50)


def test_only_what_is_asked_for_is_told_and_null_never() -> None:
    whole = {"id": "1", "caption": None, "like_count": 0, "owner": {"id": "2", "name": "n"}}

    assert select(whole, read_fields("caption,like_count,owner")) == {
        "id": "1",
        "like_count": 0,
        "owner": {"id": "2"},
    }


def test_a_list_is_told_as_a_connection() -> None:
    whole = {"id": "1", "children": [{"id": "2", "media_type": "IMAGE"}]}

    assert select(whole, read_fields("children{media_type}")) == {
        "id": "1",
        "children": {"data": [{"id": "2", "media_type": "IMAGE"}]},
    }
