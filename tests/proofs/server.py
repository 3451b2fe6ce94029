"""A server to be proved: scripted answers, any ledger, told by arguments; run as a program.

Prints one JSON line when it is ready (`url`) and one after SIGTERM (what the provider was asked).
Every account but the poor is granted its credits again at each start under the same reference, as
a payment provider repeats its deliveries: only the first grant counts.
"""

import argparse
import asyncio
import json
import socket
import sys
import time
from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import uvloop

from instagramapi import asgi
from instagramapi.catalog.models import Profile, ProfileAbout
from instagramapi.catalog.profile import GetProfile, GetProfileAbout
from instagramapi.errors import NotFound, UpstreamError, UpstreamTimeout
from instagramapi.kit.log import configure_log
from instagramapi.ledger.ledger import Hold, Receipt, Usage
from instagramapi.ledger.sqlite import SqliteLedger
from instagramapi.settings import Settings
from instagramapi.sources import PROVIDERS
from instagramapi.upstream.provider import Provider, serves
from instagramapi.wiring import OpenLedger, Service, build

_SLOW_S = 0.02
_VERY_SLOW_S = 1.5
_BIG_CHARACTERS = 400_000
# As large as it likes to be, the kernel takes a big answer whole, and no reader is slow.
_SEND_BYTES = 32_768


@dataclass(slots=True)
class Books:
    """What the provider and the ledger saw of each other."""

    asked: int = 0
    holds: int = 0
    open_holds: int = 0
    asking: int = 0
    asked_without_hold: int = 0


@dataclass(slots=True)
class ScriptedProvider(Provider):
    """Answers as the handle says: `ok.x` at once, `missing.x`, `error.x`, `slow.x` and so on."""

    books: Books = field(default_factory=Books)
    answered: set[str] = field(default_factory=set)
    name = "scripted"

    @serves(GetProfile)
    async def profile(self, call: GetProfile) -> Profile:
        handle = call.account.handle or ""
        await self._play(handle)
        is_big = handle.startswith("big.")
        biography = "x" * _BIG_CHARACTERS if is_big else None
        return Profile(id="1", username=handle, biography=biography)

    @serves(GetProfileAbout)
    async def about(self, call: GetProfileAbout) -> ProfileAbout:
        handle = call.account.handle or ""
        await self._play(handle)
        return ProfileAbout(id="1", username=handle)

    async def _play(self, handle: str) -> None:
        books = self.books
        books.asked += 1
        books.asking += 1
        books.asked_without_hold += books.asking > books.open_holds
        try:
            kind = handle.partition(".")[0]
            # The first question about `once.x` is answered, every later one fails.
            if kind == "once" and handle in self.answered:
                kind = "error"
            await _outcome(kind)
            self.answered.add(handle)
        finally:
            books.asking -= 1


async def _outcome(kind: str) -> None:
    match kind:
        case "slow":
            await asyncio.sleep(_SLOW_S)
        case "crawl":
            await asyncio.sleep(_VERY_SLOW_S)
        case "hang":
            await asyncio.sleep(3600)
        case "missing":
            raise NotFound("There is no such account.", reason="nonexistent")
        case "error":
            raise UpstreamError("The script plays a provider that fails.")
        case "bug":
            raise ZeroDivisionError("The script plays a mistake of ours.")
        case "timeout":
            raise UpstreamTimeout("The script plays a provider that does not answer.")


def watched(kind: type[SqliteLedger], books: Books, disk_s: float) -> type[SqliteLedger]:
    """Count the holds of a ledger, and keep its transactions open as a slow disk would."""

    class Watched(kind):  # type: ignore[misc, valid-type]
        is_slowing = False

        async def hold(self, **call: Any) -> Hold:
            hold: Hold = await super().hold(**call)
            books.holds += 1
            books.open_holds += 1
            return hold

        async def settle(self, hold: Hold, usage: Usage) -> Receipt:
            books.open_holds -= 1
            if disk_s and not self.is_slowing:
                self.is_slowing = True
                # After the flush, so that its rows are written and wait for their commit.
                asyncio.get_running_loop().call_soon(self.slow_down)
            receipt: Receipt = await super().settle(hold, usage)
            return receipt

        def slow_down(self) -> None:
            self.is_slowing = False
            self._database.submit(lambda connection: time.sleep(disk_s), lambda result: None)

    return Watched


async def _serve(arguments: argparse.Namespace) -> None:
    books = Books()
    listener = asgi.bind("127.0.0.1", arguments.port)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BYTES)
    settings = Settings(
        data_dir=arguments.data_dir,
        port=listener.getsockname()[1],
        providers=(arguments.provider,),
        deadline_s=arguments.deadline_s,
        access_log=False,
        fast_door=not arguments.asgi_only,
        log_subjects=True,
    )
    providers = {**PROVIDERS, "scripted": lambda settings, clock: ScriptedProvider(books)}
    service = await build(settings, providers=providers, open_ledger=_ledger(arguments, books))
    await _grant(service, arguments.credits)
    await asgi.run(
        service,
        listener,
        lambda: print(json.dumps({"url": settings.url}), flush=True),
        request_timeout_s=arguments.request_timeout_s,
    )
    print(json.dumps(asdict(books)), flush=True)


async def _grant(service: Service, credits_each: int) -> None:
    for account in service.accounts.list():
        if not account.email.startswith("poor"):
            reference = f"start-{account.id}"
            await service.ledger.grant(
                account.id, credits_each, reason="start", reference=reference
            )


def _ledger(arguments: argparse.Namespace, books: Books) -> OpenLedger:
    kind: type[SqliteLedger] = SqliteLedger
    if arguments.mutant:
        # The broken ledgers live beside the ledger's own tests, and use what all tests share.
        tests = Path(__file__).parent.parent
        sys.path[:0] = [str(tests / "ledger"), str(tests)]
        kind = getattr(import_module("ledger_mutants"), arguments.mutant)
    return watched(kind, books, arguments.disk_ms / 1000).open


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--provider", default="scripted")
    parser.add_argument("--credits", type=int, default=1_000_000)
    parser.add_argument("--deadline-s", type=float, default=0.5)
    parser.add_argument("--request-timeout-s", type=float, default=10.0)
    parser.add_argument("--switch-s", type=float, default=sys.getswitchinterval())
    parser.add_argument("--mutant")
    parser.add_argument("--asgi-only", action="store_true")
    parser.add_argument("--disk-ms", type=float, default=0.0)
    return parser.parse_args()


if __name__ == "__main__":
    configure_log()
    given = _arguments()
    # Threads that take turns at every moment show what depends on their order.
    sys.setswitchinterval(given.switch_s)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(given))
