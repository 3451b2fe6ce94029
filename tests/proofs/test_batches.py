"""Kill -9 in the middle of a batch: what was charged for it is given back, all of it or nothing."""

import asyncio
import json
from pathlib import Path

import pytest
from client import Answer, Connection, Cut
from harness import Payer, Server, open_accounts, read_rows, violations

_CALLS = 20
_CREDITS = 1_000
_ARGUMENTS = ("--credits", str(_CREDITS), "--deadline-s", "20")
_CHARGES = "SELECT count(*) FROM journal WHERE kind = 'charge'"
_PATIENCE_S = 20


def balance(data_dir: Path) -> int:
    ((found,),) = read_rows(data_dir, "SELECT balance FROM balances")
    return int(found)


async def post(server: Server, payer: Payer, *handles: str) -> Answer:
    """Send one batch of profiles and read the whole answer, or raise Cut."""
    calls = [{"endpoint": "profile", "params": {"handle": handle}} for handle in handles]
    body = json.dumps({"requests": calls}).encode()
    head = (
        "POST /v1/batch HTTP/1.1\r\nhost: localhost\r\n"
        f"authorization: Bearer {payer.secret}\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    async with Connection(server.port) as connection:
        await connection.send(head.encode() + body)
        return await connection.read()


async def charges(data_dir: Path, count: int) -> None:
    """Wait until so many charges are on the disk."""
    async with asyncio.timeout(_PATIENCE_S):
        while read_rows(data_dir, _CHARGES) != [(count,)]:
            await asyncio.to_thread(lambda: None)


async def die(server: Server, payer: Payer) -> None:
    """Answer one batch, and be killed when all calls but one of the next are charged."""
    delivered = await post(server, payer, "ok.before", "missing.before")
    assert [each["status"] for each in delivered.json["data"]["results"]] == [200, 404]
    handles = [f"ok.{number}" for number in range(_CALLS - 1)]
    dying = asyncio.create_task(post(server, payer, *handles, "hang.last"))
    await charges(server.data_dir, _CALLS + 1)
    server.kill()
    with pytest.raises(Cut):
        await dying


def test_a_batch_that_died_before_its_answer_is_refunded_whole(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    (payer,) = open_accounts(data_dir)
    server = Server(data_dir, *_ARGUMENTS)
    try:
        asyncio.run(die(server, payer))
        assert balance(data_dir) == _CREDITS - _CALLS - 1
        server = Server(data_dir, *_ARGUMENTS)
        server.stop()
    finally:
        if server.is_alive():
            server.kill()

    # Two were delivered and stay charged; of the batch that died nothing is.
    assert balance(data_dir) == _CREDITS - 2
    refunds = "SELECT count(*) FROM journal WHERE kind = 'refund'"
    assert read_rows(data_dir, refunds) == [(_CALLS - 1,)]
    assert violations(data_dir) == ()
