from pathlib import Path

import pytest
from account_makers import open_room

from instagramapi.accounts.server_secret import (
    ServerSecretError,
    bind_server_secret,
    derive,
    load_server_secret,
)


def test_the_secret_is_made_once_private_and_kept(tmp_path: Path) -> None:
    first = load_server_secret(tmp_path)
    file = tmp_path / "secret.key"

    assert len(first) == 32
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text() == first.hex() + "\n"
    assert load_server_secret(tmp_path) == first
    assert list(tmp_path.iterdir()) == [file]


def test_two_servers_have_two_secrets(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()

    assert load_server_secret(tmp_path) != load_server_secret(tmp_path / "other")


@pytest.mark.parametrize("content", ["", "ab", "g" * 64, "A" * 64, "a" * 63, "a" * 65, "a" * 200])
def test_a_damaged_file_is_refused_and_left_alone(tmp_path: Path, content: str) -> None:
    file = tmp_path / "secret.key"
    file.touch(0o600)
    file.write_text(content)

    with pytest.raises(ServerSecretError, match="is damaged"):
        load_server_secret(tmp_path)
    assert file.read_text() == content


def test_a_file_without_its_last_newline_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "secret.key"
    file.touch(0o600)
    file.write_text("0f" * 32)

    assert load_server_secret(tmp_path) == b"\x0f" * 32


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o700, 0o644])
def test_a_file_that_others_may_open_is_refused(tmp_path: Path, mode: int) -> None:
    load_server_secret(tmp_path)
    (tmp_path / "secret.key").chmod(mode)

    with pytest.raises(ServerSecretError, match="chmod 600"):
        load_server_secret(tmp_path)


def test_a_setting_is_taken_and_no_file_is_made(tmp_path: Path) -> None:
    setting = "thirty-two characters are enough"

    assert load_server_secret(tmp_path, setting) == setting.encode()
    assert not list(tmp_path.iterdir())


def test_a_short_setting_is_refused_without_being_repeated(tmp_path: Path) -> None:
    with pytest.raises(ServerSecretError, match="has 31 characters") as refused:
        load_server_secret(tmp_path, "x" * 31)
    assert "xx" not in str(refused.value)


def test_every_purpose_has_its_own_key_which_stays_what_it_was() -> None:
    keys = {derive(b"s" * 32, purpose) for purpose in ("api keys", "cursors", "media")}

    assert {len(key) for key in keys} == {32}
    assert len(keys) == 3
    assert derive(b"t" * 32, "cursors") not in keys
    # Everything that was ever hashed or signed depends on it.
    assert (
        derive(b"s" * 32, "cursors").hex()
        == "19a0983c9339ae423f61394eb61fe15f8f09e11b958058163ec223ad314b4448"
    )


@pytest.mark.anyio
async def test_data_is_refused_with_another_secret_than_it_was_made_with(tmp_path: Path) -> None:
    secret = load_server_secret(tmp_path)
    async with open_room(tmp_path) as room:
        await bind_server_secret(room.database, secret)

    async with open_room(tmp_path) as room:
        await bind_server_secret(room.database, secret)
        with pytest.raises(ServerSecretError, match="belongs to another server secret"):
            await bind_server_secret(room.database, b"made anew after a bad restore...")
        await bind_server_secret(room.database, secret)
