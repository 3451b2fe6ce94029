"""What is compared with what: each variant is a server, its requests, and what must come back."""

import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from load import Ask
from ours import Ours, Secrets, find_answer, prepare
from servers import FastApi, FastApiPostgres, Hello, LuaRedis, Place, Server, StaticNginx, running

from instagramapi.accounts.secret import checksum

# Right in form and checksum, and known to nobody: the look-up is made, and fails.
_UNKNOWN = "ig_live_" + "0" * 26
ACCOUNTS = 1000
BATCH = 50


@dataclass(frozen=True, slots=True)
class Variant:
    """One line of the table."""

    name: str
    title: str
    server: Server
    asks: list[Ask]
    status: int = 200
    credits_each: int = 0
    """What one request must be charged, by the server's own books."""
    is_steady: bool = False
    """Whether it is measured in the open loop, too."""
    is_scaled: bool = False
    """Whether it is measured at other numbers of connections than 64, too."""
    calls_each: int = 1
    """How many calls one request holds; only a batch has more than one."""

    @property
    def is_batch(self) -> bool:
        """Whether its answers hold the answers of many calls."""
        return self.calls_each > 1


def start(stack: ExitStack, place: Place, wanted: Callable[[str], bool]) -> list[Variant]:
    """Start every server that is wanted, ours first, because its answer is everybody's."""
    ours = Ours(place.within("ours"))
    secrets = prepare(ours.data_dir, ACCOUNTS)
    stack.enter_context(running(ours))
    path = find_answer(ours.port, secrets.busy, place.answer)
    found = [each for each in _ours(ours, secrets, path) if wanted(each.name)]
    for each in _peers(place, secrets, path):
        if wanted(each.name):
            stack.enter_context(running(each.server))
            found.append(each)
    return found


def listed(place: Place) -> list[Variant]:
    """List all variants without starting anybody."""
    secrets = Secrets.none()
    return [*_ours(Ours(place.within("ours")), secrets, ""), *_peers(place, secrets, "")]


def _ours(ours: Ours, secrets: Secrets, path: str) -> list[Variant]:
    now = path + "&max_age=0"
    one = [Ask(now, secrets.busy)]
    many = [Ask(now, key) for key in secrets.many]
    curve: dict[str, Any] = {"is_steady": True, "is_scaled": True}
    return [
        Variant("cached", "ours: cached answer", ours, [Ask(path, secrets.busy)], **curve),
        Variant(
            "cached-many",
            "ours: cached answers, 1,000 keys",
            ours,
            [Ask(path, key) for key in secrets.many],
        ),
        Variant("billed", "ours: billed, one account", ours, one, credits_each=1, **curve),
        Variant("billed-many", "ours: billed, 1,000 accounts", ours, many, credits_each=1),
        _batch("batch", "ours: batch of 50 cached answers", ours, Ask(path, secrets.busy)),
        _batch("batch-billed", "ours: batch of 50 billed", ours, one[0], credits_each=BATCH),
        Variant("401", "ours: 401", ours, [Ask(path, unknown_key())], 401),
        Variant("402", "ours: 402", ours, [Ask(path, secrets.poor)], 402),
        Variant("400", "ours: 400", ours, [Ask("/v1/post", secrets.busy)], 400),
    ]


def _batch(name: str, title: str, ours: Ours, call: Ask, credits_each: int = 0) -> Variant:
    body = json.dumps({"requests": [{"path": call.path}] * BATCH}, separators=(",", ":"))
    asks = [Ask("/v1/batch", call.key, "POST", body)]
    return Variant(name, title, ours, asks, credits_each=credits_each, calls_each=BATCH)


def _peers(place: Place, secrets: Secrets, path: str) -> list[Variant]:
    keys = [secrets.busy, *secrets.many]
    one = [Ask(path, secrets.busy)]
    paid: dict[str, Any] = {"credits_each": 1}
    curve: dict[str, Any] = {"is_steady": True, "is_scaled": True}
    nginx, hello = StaticNginx(place.within("nginx")), Hello(place.within("hello"))
    lite, postgres = place.within("a-sqlite"), place.within("a-postgres")
    always = LuaRedis(place.within("b-always"), keys, "always")
    second = LuaRedis(place.within("b-everysec"), keys, "everysec")
    return [
        Variant("nginx", "nginx, static file", nginx, one, **curve),
        Variant("hello", "raw ASGI hello on uvicorn", hello, one, **curve),
        Variant("a-sqlite", "A: FastAPI, SQLite", FastApi(lite, keys), one, is_scaled=True, **paid),
        Variant(
            "a-postgres", "A: FastAPI, PostgreSQL", FastApiPostgres(postgres, keys), one, **paid
        ),
        Variant("b-always", "B: nginx, Lua, Redis, always", always, one, **curve, **paid),
        Variant(
            "b-everysec", "B: nginx, Lua, Redis, everysec", second, one, is_steady=True, **paid
        ),
    ]


def unknown_key() -> str:
    """Make a key whose form and checksum are right, and which nobody has."""
    return _UNKNOWN + checksum(_UNKNOWN)
