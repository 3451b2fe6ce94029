"""Builds the service from its settings: the only place where parts are made."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import blake2b

from instagramapi.accounts.accounts import Accounts
from instagramapi.accounts.keys import Keys
from instagramapi.accounts.server_secret import bind_server_secret, derive, load_server_secret
from instagramapi.accounts.suppression import Suppression
from instagramapi.catalog.endpoint import Catalogue
from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.subjects import Subject
from instagramapi.gateway.call import Gateway, Parts
from instagramapi.gateway.own import own_answers
from instagramapi.kit.clock import Clock, SystemClock
from instagramapi.kit.ids import Ids
from instagramapi.kit.rate import RateLimit
from instagramapi.ledger.ledger import Ledger
from instagramapi.ledger.sqlite import Limits, SqliteLedger
from instagramapi.settings import Settings, WrongSetting
from instagramapi.store.cache import MemoryCache
from instagramapi.store.database import Database
from instagramapi.upstream.cursor import Cursors
from instagramapi.upstream.fetch import Fetch, Patience
from instagramapi.upstream.provider import Provider
from instagramapi.upstream.providers.archive import ArchiveProvider, ArchiveStore
from instagramapi.upstream.providers.demo import DemoProvider

# A hold outlives its call's deadline by what settling takes, and no longer (ledger/README.md).
_SETTLING_S = 5.0
# Sandbox answers are small and made in-process: keeping more of them gains nothing.
_SANDBOX_CACHE_BYTES = 16_777_216

Providers = Mapping[str, Callable[[Settings, Clock], Provider]]
"""How to make each provider that the settings can name."""

OpenLedger = Callable[[Database, Clock, Limits], Awaitable[Ledger]]
"""How to open the ledger over the store."""

PROVIDERS: Providers = {
    "demo": lambda settings, clock: DemoProvider(clock=clock, public_url=settings.url),
    "archive": lambda settings, clock: ArchiveProvider(
        ArchiveStore(settings.data_dir), clock=clock
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The parts of a running server, for the doors."""

    settings: Settings
    catalogue: Catalogue
    clock: Clock
    ids: Ids
    database: Database
    accounts: Accounts
    keys: Keys
    suppression: Suppression
    ledger: Ledger
    providers: tuple[Provider, ...]
    gateway: Gateway

    async def close(self) -> None:
        """Make everything durable, then let go of the data directory, also where a part fails."""
        async with AsyncExitStack() as parts:
            parts.push_async_callback(self.database.close)
            for provider in self.providers:
                parts.push_async_callback(provider.close)
            parts.push_async_callback(self.ledger.close)
            parts.push_async_callback(self.keys.close)


async def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    catalogue: Catalogue = CATALOGUE,
    providers: Providers = PROVIDERS,
    open_ledger: OpenLedger = SqliteLedger.open,
) -> Service:
    """Open the data directory and put the service together.

    Raises DataDirectoryBusy, SchemaTooNew, ServerSecretError or WrongSetting, each one sentence.
    """
    clock = clock or SystemClock()
    makers = [_maker(providers, name) for name in settings.providers]
    database = Database.open(settings.data_dir)
    try:
        configured = tuple(make(settings, clock) for make in makers)
        return await _assemble(
            settings, clock, catalogue, database, configured, open_ledger=open_ledger
        )
    except BaseException:
        await database.close()
        raise


async def _assemble(
    settings: Settings,
    clock: Clock,
    catalogue: Catalogue,
    database: Database,
    providers: tuple[Provider, ...],
    *,
    open_ledger: OpenLedger,
) -> Service:
    ids = Ids(clock)
    secret = await _server_secret(settings, database)
    names = catalogue.by_name.keys()
    keys = Keys(database, derive(secret, "api keys"), clock=clock, ids=ids, endpoints=names)
    suppression = Suppression(database, derive(secret, "suppression"))
    ledger = await open_ledger(database, clock, _limits(settings))
    parts = Parts(
        keys=keys,
        suppression=suppression,
        ledger=ledger,
        live=_fetch(settings, clock, secret, providers, settings.cache_bytes),
        sandbox=_sandbox(settings, clock, secret),
        own=own_answers(ledger),
        clock=clock,
        rate_limit=RateLimit.parse(settings.rate_limit),
        cached=settings.billing_cached,
        name_subject=_namer(settings.log_subjects, derive(secret, "subjects")),
    )
    return Service(
        settings=settings,
        catalogue=catalogue,
        clock=clock,
        ids=ids,
        database=database,
        accounts=Accounts(database, clock=clock, ids=ids),
        keys=keys,
        suppression=suppression,
        ledger=ledger,
        providers=providers,
        gateway=Gateway(parts),
    )


async def _server_secret(settings: Settings, database: Database) -> bytes:
    setting = settings.secret.get_secret_value() if settings.secret else None
    secret = load_server_secret(settings.data_dir, setting)
    await bind_server_secret(database, secret)
    return secret


def _limits(settings: Settings) -> Limits:
    return Limits(hold_for_s=settings.deadline_s + _SETTLING_S)


def _fetch(
    settings: Settings,
    clock: Clock,
    secret: bytes,
    providers: tuple[Provider, ...],
    cache_bytes: int,
) -> Fetch:
    return Fetch(
        providers,
        cache=MemoryCache(cache_bytes),
        cursors=Cursors(derive(secret, "cursors")),
        clock=clock,
        patience=Patience(settings.deadline_s, settings.stale_for_s),
    )


def _sandbox(settings: Settings, clock: Clock, secret: bytes) -> Fetch:
    demo = DemoProvider(clock=clock, public_url=settings.url)
    # The sandbox keeps its answers apart: an invented account must never reach a live key.
    return _fetch(settings, clock, secret, (demo,), _SANDBOX_CACHE_BYTES)


def _maker(providers: Providers, name: str) -> Callable[[Settings, Clock], Provider]:
    if name in providers:
        return providers[name]
    near = get_close_matches(name, providers, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    known = ", ".join(sorted(providers))
    raise WrongSetting(f"INSTAGRAMAPI_PROVIDERS names {name!r}.{hint} There are: {known}.")


def _namer(is_clear: bool, hash_key: bytes) -> Callable[[Subject], str]:
    if is_clear:
        return str
    return lambda subject: blake2b(str(subject).encode(), key=hash_key, digest_size=8).hexdigest()
