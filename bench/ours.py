"""Our server in the benchmark: its data directory with accounts and keys, and its books."""

import asyncio
import json
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from servers import CREDITS_EACH, Place, Server, ask

from instagramapi.accounts.terms import Terms
from instagramapi.ledger.audit import Audit
from instagramapi.settings import Settings
from instagramapi.store.database import FILE_NAME
from instagramapi.store.file import open_reader
from instagramapi.wiring import Service, build

DATA_BYTES = 4096
PROGRAM = Path(sys.executable).parent / "instagramapi"
_SUBJECTS = ("nike", "natgeo", "museum", "coffee", "paris", "nasa")


@dataclass(frozen=True, slots=True)
class Secrets:
    """The keys of the benchmark: one busy account, many, and one without credits."""

    busy: str
    many: list[str]
    poor: str

    @classmethod
    def none(cls) -> "Secrets":
        """Stand for the keys where nobody is asked."""
        return cls("", [""], "")


def prepare(data_dir: Path, accounts: int) -> Secrets:
    """Make accounts, keys and credits in a fresh data directory."""
    return asyncio.run(_prepare(data_dir, accounts))


async def _prepare(data_dir: Path, accounts: int) -> Secrets:
    service = await build(Settings(data_dir=data_dir))
    try:
        opened = (_open(service, f"payer{number}", CREDITS_EACH) for number in range(accounts))
        busy, poor = await _open(service, "busy", CREDITS_EACH), await _open(service, "poor", 0)
        return Secrets(busy, list(await asyncio.gather(*opened)), poor)
    finally:
        await service.close()


async def _open(service: Service, name: str, credits_each: int) -> str:
    account = await service.accounts.create(f"{name}@example.com")
    if credits_each:
        await service.ledger.grant(account.id, credits_each, reason="bench")
    _, secret = await service.keys.create(account.id, Terms(name="bench"))
    return secret


class Ours(Server):
    """`instagramapi serve` with the demo provider."""

    def __init__(self, place: Place, **settings: str) -> None:
        super().__init__(place)
        self._settings = settings
        self._audit = Audit()

    @property
    def data_dir(self) -> Path:
        """Where its books are."""
        return self.place.folder / "data"

    def start(self) -> None:
        settings = {"rate_limit": "none", "access_log": "false", "data_dir": str(self.data_dir)}
        settings |= self._settings
        self.run(
            [str(PROGRAM), "serve", "--port", str(self.port), "--json"],
            **{f"INSTAGRAMAPI_{name.upper()}": text for name, text in settings.items()},
        )

    def charged(self) -> int:
        """Let the product's own audit read what is new, then add up what was charged."""
        with closing(open_reader(self.data_dir / FILE_NAME)) as connection:
            found = self._audit.advance(connection)
            if not found.ok:
                raise SystemExit("\n".join(found.violations))
            (spent,) = connection.execute("SELECT coalesce(sum(credits), 0) FROM spend").fetchone()
        return int(spent)


def find_answer(port: int, key: str, into: Path) -> str:
    """Find the post whose `data` is nearest to 4 KB, keep its cached answer, return its path."""
    found = []
    for handle in _SUBJECTS:
        page = json.loads(ask(port, f"/v1/profile/posts?handle={handle}", key)[2])
        for item in page["data"]["items"]:
            path = f"/v1/post?shortcode={item['shortcode']}"
            size = len(_data(ask(port, path, key)[2]))
            found.append((abs(size - DATA_BYTES), path))
    path = min(found)[1]
    _, headers, body = ask(port, path, key)
    kept = {"body": body.decode(), "data": _data(body).decode(), "headers": _lower(headers)}
    into.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
    return path


def _data(body: bytes) -> bytes:
    return body[len(b'{"data":') : body.rindex(b',"meta":')]


def _lower(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Keep what the server says; every server says for itself when, and how long its answer is."""
    own = {"date", "content-length", "connection"}
    return [(name.lower(), value) for name, value in headers if name.lower() not in own]
