"""Whom an import leaves out, as it learns beside a running server."""

from pathlib import Path

import pytest
from admin_makers import do, open_service

from instagramapi.accounts.server_secret import ServerSecretError
from instagramapi.admin.suppressed import read_suppressed
from instagramapi.settings import read_settings

pytestmark = pytest.mark.anyio


async def test_who_is_suppressed_is_known_while_the_server_runs(tmp_path: Path) -> None:
    settings = read_settings(data_dir=tmp_path)
    assert read_suppressed(settings) is None

    async with open_service(tmp_path) as service:
        nobody = read_suppressed(settings)
        await do(service, "privacy.suppress", kind="handle", value="Nike")
        await do(service, "privacy.suppress", kind="id", value="13460080")
        is_suppressed = read_suppressed(settings)

    assert nobody is None
    assert is_suppressed is not None
    assert is_suppressed(None, "NIKE")
    assert is_suppressed("13460080", None)
    assert not is_suppressed("13460081", "adidas")
    assert not is_suppressed(None, None)


async def test_a_list_that_cannot_be_read_stops_the_import(tmp_path: Path) -> None:
    async with open_service(tmp_path) as service:
        await do(service, "privacy.suppress", kind="handle", value="nike")
    settings = read_settings(data_dir=tmp_path)
    (tmp_path / "secret.key").rename(tmp_path / "away")

    with pytest.raises(ServerSecretError, match="the server's own secret"):
        read_suppressed(settings)

    assert not (tmp_path / "secret.key").exists()
