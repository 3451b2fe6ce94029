"""Peer A: what a good team writes in an afternoon: FastAPI, SQLAlchemy, one transaction a charge.

Key look-up, debit and usage row are one transaction; the answer leaves after its commit. SQLite
has WAL and `synchronous=FULL` and one connection, which is the fastest that it is; PostgreSQL has
a pool of 20 and commits synchronously, as it does by default.
"""

import hashlib
import json
import os
import time
import uuid
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, HTTPException, Response
from sqlalchemy import BigInteger, ForeignKey, event, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_URL = os.environ["BENCH_DATABASE"]
_IS_SQLITE = _URL.startswith("sqlite")
_POOL = {"pool_size": 1, "max_overflow": 0, "pool_timeout": 60} if _IS_SQLITE else {"pool_size": 20}
_PRICE = 1
_answer = json.loads(Path(os.environ["BENCH_ANSWER"]).read_text("utf-8"))
_DATA = _answer["data"].encode()
_ANSWERED = {"content-type", "content-length", "x-credits-remaining", "x-request-id", "date"}
_HEADERS = {name: value for name, value in _answer["headers"] if name not in _ANSWERED}


class Base(DeclarativeBase):
    """The tables of the peer."""


class Account(Base):
    """Who pays."""

    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
    balance: Mapped[int] = mapped_column(BigInteger)


class Key(Base):
    """Which account a key spends of."""

    __tablename__ = "keys"
    hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))


class Usage(Base):
    """The request log."""

    __tablename__ = "usage"
    request_id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int]
    endpoint: Mapped[str]
    status: Mapped[int]
    credits: Mapped[int]
    balance_after: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[float]


engine = create_async_engine(_URL, **_POOL)
app = FastAPI()

if _IS_SQLITE:

    @event.listens_for(engine.sync_engine, "connect")
    def _make_durable(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=60000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


async def transaction() -> Any:
    """Open the one transaction of a request."""
    async with engine.begin() as connection:
        yield connection


async def payer(
    connection: Annotated[AsyncConnection, Depends(transaction, scope="function")],
    authorization: Annotated[str, Header()] = "",
) -> int:
    """Find whose key it is."""
    secret = authorization.removeprefix("Bearer ")
    digest = hashlib.sha256(secret.encode()).hexdigest()
    account = await connection.scalar(select(Key.account_id).where(Key.hash == digest))
    if account is None:
        raise HTTPException(401, "This needs a valid API key.")
    return int(account)


@app.get("/v1/post")
async def post(
    shortcode: str,
    account: Annotated[int, Depends(payer)],
    connection: Annotated[AsyncConnection, Depends(transaction, scope="function")],
) -> Response:
    """Charge the account, write the log, answer."""
    started = time.monotonic()
    balance = await connection.scalar(
        update(Account)
        .where(Account.id == account, Account.balance >= _PRICE)
        .values(balance=Account.balance - _PRICE)
        .returning(Account.balance)
    )
    if balance is None:
        raise HTTPException(402, "The account has not enough credits.")
    request_id = f"req_{uuid.uuid4().hex}"
    row = {"request_id": request_id, "account_id": account, "endpoint": "post", "status": 200}
    row |= {"credits": _PRICE, "balance_after": balance, "at": time.time()}
    await connection.execute(Usage.__table__.insert(), row)
    meta = {"endpoint": "post", "request_id": request_id, "credits_charged": _PRICE}
    meta |= {"credits_remaining": balance, "ms": int((time.monotonic() - started) * 1000)}
    body = b'{"data":' + _DATA + b',"meta":' + json.dumps(meta).encode() + b"}"
    headers = _HEADERS | {"x-request-id": request_id, "x-credits-remaining": str(balance)}
    return Response(body, media_type="application/json", headers=headers)


async def prepare(secrets: list[str], credits_each: int) -> None:
    """Make the tables, and one account for each key."""
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
        await connection.run_sync(Base.metadata.create_all)
        for number, secret in enumerate(secrets, 1):
            digest = hashlib.sha256(secret.encode()).hexdigest()
            account = {"id": number, "balance": credits_each}
            await connection.execute(Account.__table__.insert(), account)
            key = {"hash": digest, "account_id": number}
            await connection.execute(Key.__table__.insert(), key)
