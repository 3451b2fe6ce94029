import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instagramapi.accounts.secret import (
    ALPHABET,
    Mode,
    checksum,
    hint,
    keyed_hash,
    looks_valid,
    new_secret,
)

MODES = st.sampled_from(["live", "test"])
SECRETS = st.builds(
    lambda mode, characters: new_secret(mode, lambda _: next(characters)),
    MODES,
    st.lists(st.sampled_from(ALPHABET), min_size=26, max_size=26).map(iter),
)


@given(SECRETS)
def test_a_new_secret_looks_valid(secret: str) -> None:
    assert looks_valid(secret)
    assert len(secret) == 40
    assert set(secret[8:]) <= set(string.ascii_letters + string.digits)


@pytest.mark.parametrize("mode", ["live", "test"])
def test_a_secret_names_its_mode_and_is_never_made_twice(mode: Mode) -> None:
    secrets = {new_secret(mode) for _ in range(100)}

    assert len(secrets) == 100
    assert all(secret.startswith(f"ig_{mode}_") and looks_valid(secret) for secret in secrets)


@given(SECRETS, st.integers(0, 39), st.characters())
def test_a_secret_with_one_other_character_is_refused(secret: str, at: int, other: str) -> None:
    changed = secret[:at] + other + secret[at + 1 :]

    assert looks_valid(changed) == (changed == secret)


@given(SECRETS, st.integers(0, 38))
def test_a_secret_with_two_neighbours_swapped_is_refused(secret: str, at: int) -> None:
    changed = secret[:at] + secret[at + 1] + secret[at] + secret[at + 2 :]

    assert looks_valid(changed) == (changed == secret)


@given(SECRETS, st.text(max_size=3), st.text(max_size=3))
def test_a_secret_with_anything_around_it_is_refused(secret: str, left: str, right: str) -> None:
    assert looks_valid(left + secret + right) == (left + right == "")


@given(st.text(max_size=60))
def test_any_text_is_judged_without_an_error(text: str) -> None:
    assert not looks_valid(text)


def test_the_checksum_is_padded_and_stays_what_it_was() -> None:
    # Keys that people hold depend on it.
    assert checksum("ig_live_" + "0" * 26) == "2Wk7yF"
    assert len(checksum("")) == 6
    assert checksum("") == "000000"


def test_the_hash_depends_on_the_key_and_stays_what_it_was() -> None:
    secret = "ig_test_" + "0" * 32

    # The hashes in every database depend on it.
    assert (
        keyed_hash(secret, b"k" * 32).hex()
        == "9123c63947d9ae5fcdde134f8c46a057af3fe31fbca3cad63838dbcf9f415188"
    )
    assert keyed_hash(secret, b"K" * 32) != keyed_hash(secret, b"k" * 32)


def test_a_hint_shows_twelve_characters_and_four() -> None:
    assert hint("ig_live_abcdefghijklmnopqrstuvwxyz012345") == "ig_live_abcd…2345"
