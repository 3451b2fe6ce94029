import pytest

from instagramapi.kit.sealing import BrokenSeal, seal, unseal

KEY = b"k" * 32


@pytest.mark.parametrize("content", [b"", b"\0\xff", b"x" * 5000])
def test_what_is_sealed_comes_back(content: bytes) -> None:
    assert unseal(KEY, seal(KEY, content, b"here"), b"here") == content


def test_another_key_or_another_bound_does_not_open_it() -> None:
    sealed = seal(KEY, b"content", b"here")

    for key, bound in ((b"l" * 32, b"here"), (KEY, b"there"), (KEY, b"")):
        with pytest.raises(BrokenSeal):
            unseal(key, sealed, bound)


def test_no_character_may_be_another() -> None:
    sealed = seal(KEY, b"content", b"here")

    for at, character in enumerate(sealed):
        other = "A" if character != "A" else "B"
        with pytest.raises(BrokenSeal):
            unseal(KEY, sealed[:at] + other + sealed[at + 1 :], b"here")


@pytest.mark.parametrize("text", ["", "=", "é", "a b", "A" * 21, "\0", "....", "AAAA\n"])
def test_what_was_never_sealed_does_not_open(text: str) -> None:
    with pytest.raises(BrokenSeal):
        unseal(KEY, text, b"here")
