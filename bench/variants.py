"""What is compared with what: each variant is a server, its requests, and what must come back."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

from load import Ask
from ours import Ours, Secrets, find_answer, prepare
from servers import FastApi, FastApiPostgres, Hello, LuaRedis, Place, Server, StaticNginx, running

from instagramapi.accounts.secret import checksum

# Right in form and checksum, and known to nobody: the look-up is made, and fails.
_UNKNOWN = "ig_live_" + "0" * 26
ACCOUNTS = 1000


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
    warm: list[Ask] = field(default_factory=list)


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


def _ours(ours: Ours, secrets: Secrets, path: str) -> list[Variant]:
    now = path + "&max_age=0"
    one = [Ask(now, secrets.busy)]
    many = [Ask(now, key) for key in secrets.many]
    return [
        Variant("cached", "ours: cached answer", ours, [Ask(path, secrets.busy)], is_steady=True),
        Variant(
            "cached-many",
            "ours: cached answers, 1,000 keys",
            ours,
            [Ask(path, key) for key in secrets.many],
        ),
        Variant("billed", "ours: billed, one account", ours, one, credits_each=1, is_steady=True),
        Variant("billed-many", "ours: billed, 1,000 accounts", ours, many, credits_each=1),
        Variant("401", "ours: 401", ours, [Ask(path, unknown_key())], 401),
        Variant("402", "ours: 402", ours, [Ask(path, secrets.poor)], 402),
        Variant("400", "ours: 400", ours, [Ask("/v1/post", secrets.busy)], 400),
    ]


def _peers(place: Place, secrets: Secrets, path: str) -> list[Variant]:
    keys = [secrets.busy, *secrets.many]
    one = [Ask(path, secrets.busy)]
    paid = {"credits_each": 1}
    nginx, hello = StaticNginx(place.within("nginx")), Hello(place.within("hello"))
    lite, postgres = place.within("a-sqlite"), place.within("a-postgres")
    always = LuaRedis(place.within("b-always"), keys, "always")
    second = LuaRedis(place.within("b-everysec"), keys, "everysec")
    return [
        Variant("nginx", "nginx, static file", nginx, one, is_steady=True),
        Variant("hello", "raw ASGI hello on uvicorn", hello, one, is_steady=True),
        Variant("a-sqlite", "A: FastAPI, SQLite", FastApi(lite, keys), one, **paid),
        Variant(
            "a-postgres", "A: FastAPI, PostgreSQL", FastApiPostgres(postgres, keys), one, **paid
        ),
        Variant("b-always", "B: nginx, Lua, Redis, always", always, one, is_steady=True, **paid),
        Variant(
            "b-everysec", "B: nginx, Lua, Redis, everysec", second, one, is_steady=True, **paid
        ),
    ]


def unknown_key() -> str:
    """Make a key whose form and checksum are right, and which nobody has."""
    return _UNKNOWN + checksum(_UNKNOWN)
