import base64

import pytest

from instagramapi.catalog.profile import ListProfileFollowers, ListProfileFollowing
from instagramapi.catalog.search import SearchUsers
from instagramapi.catalog.subjects import AccountRef
from instagramapi.errors import BadParameter, UpstreamError
from instagramapi.upstream.cursor import Cursors, Position

CURSORS = Cursors(b"k" * 32)
NIKE = AccountRef(handle="nike")
PAGE_1 = ListProfileFollowers(account=NIKE)
SECOND = Position("demo", "12")
SEALED = CURSORS.seal(PAGE_1, SECOND)


def page_2(cursor: str, account: AccountRef = NIKE, limit: int | None = None) -> Position | None:
    return CURSORS.open(ListProfileFollowers(account=account, cursor=cursor, limit=limit))


@pytest.mark.parametrize("text", ["12", "", "a\0b", "é🏔", "x" * 3000])
def test_a_position_comes_back_as_it_was(text: str) -> None:
    sealed = CURSORS.seal(PAGE_1, Position("demo", text))

    assert page_2(sealed) == Position("demo", text)


def test_the_first_page_has_no_position() -> None:
    assert CURSORS.open(PAGE_1) is None


def test_a_cursor_is_the_same_after_a_restart_with_the_same_secret() -> None:
    assert Cursors(b"k" * 32).open(ListProfileFollowers(account=NIKE, cursor=SEALED)) == SECOND


def test_the_page_size_may_change_from_page_to_page() -> None:
    assert page_2(SEALED, limit=50) == SECOND


def test_a_cursor_is_url_safe_and_bounded() -> None:
    assert SEALED.replace("-", "").replace("_", "").isalnum()
    with pytest.raises(UpstreamError) as refused:
        CURSORS.seal(PAGE_1, Position("demo", "x" * 4000))
    assert refused.value.reason == "shape"


def refused(cursor: str, account: AccountRef = NIKE) -> bool:
    with pytest.raises(BadParameter) as problem:
        page_2(cursor, account)
    return (problem.value.param, problem.value.reason) == ("cursor", "cursor")


def test_a_cursor_with_any_character_changed_is_refused() -> None:
    for at, character in enumerate(SEALED):
        other = "A" if character != "A" else "B"
        assert refused(SEALED[:at] + other + SEALED[at + 1 :])


def test_a_cursor_cut_anywhere_is_refused() -> None:
    for length in range(len(SEALED)):
        assert refused(SEALED[:length])


@pytest.mark.parametrize(
    "written",
    [
        SEALED + "=",
        SEALED + "==",
        SEALED + " ",
        f" {SEALED}",
        SEALED + "\n",
        SEALED + "A",
        "é" + SEALED,
        "!" * 40,
        base64.b64encode(b"\xff" * 48).decode(),
    ],
)
def test_another_spelling_of_a_cursor_is_refused(written: str) -> None:
    assert refused(written)


def test_spare_bits_at_the_end_are_no_second_spelling() -> None:
    sealed = CURSORS.seal(PAGE_1, Position("demo", "1234"))
    assert len(sealed) % 4, "this position leaves spare bits in the last character"
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

    others = [sealed[:-1] + character for character in alphabet if character != sealed[-1]]

    assert all(refused(other) for other in others)


def test_a_cursor_of_another_subject_is_refused() -> None:
    assert refused(SEALED, AccountRef(handle="adidas"))


def test_a_cursor_of_another_endpoint_is_refused() -> None:
    with pytest.raises(BadParameter):
        CURSORS.open(ListProfileFollowing(account=NIKE, cursor=SEALED))


def test_a_cursor_of_other_parameters_is_refused() -> None:
    sealed = CURSORS.seal(SearchUsers(query="nike"), SECOND)

    with pytest.raises(BadParameter):
        CURSORS.open(SearchUsers(query="nike shoes", cursor=sealed))


def test_a_cursor_of_another_server_is_refused() -> None:
    with pytest.raises(BadParameter):
        Cursors(b"o" * 32).open(ListProfileFollowers(account=NIKE, cursor=SEALED))
