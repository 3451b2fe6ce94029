"""Builds the service from its settings: the only place where parts are made."""

import random
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches

from instagramapi.accounts.accounts import Accounts
from instagramapi.accounts.keys import Keys
from instagramapi.accounts.people.joining import Joining
from instagramapi.accounts.people.people import People, people_of
from instagramapi.accounts.people.signing import Signing
from instagramapi.accounts.people.site import Site
from instagramapi.accounts.screening import Screening
from instagramapi.accounts.server_secret import bind_server_secret, derive, node_id
from instagramapi.accounts.suppression import Suppression
from instagramapi.alerts.alerts import Alerts
from instagramapi.alerts.watch import SendMail, Watch
from instagramapi.catalog.endpoint import Catalogue
from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.owners import account_in
from instagramapi.catalog.subjects import Subject
from instagramapi.gateway.call import Gateway, Parts
from instagramapi.gateway.naming import Naming
from instagramapi.gateway.own import OwnAnswers, own_answers
from instagramapi.gateway.own_usage import OwnUsage
from instagramapi.kit.clock import Clock, SystemClock
from instagramapi.kit.ids import Ids
from instagramapi.kit.rate import RateLimit
from instagramapi.ledger.ledger import Ledger
from instagramapi.ledger.payments.packs import CreditPack, parse_packs
from instagramapi.ledger.payments.stripe import Stripe
from instagramapi.ledger.payments.topups import TopUps
from instagramapi.ledger.rollup import Rollup
from instagramapi.ledger.sqlite import Limits, SqliteLedger
from instagramapi.ledger.usage import UsageLog
from instagramapi.ledger.usage_sqlite import SqliteUsageLog
from instagramapi.mail import MailServer, NoMail, Post, SmtpMail
from instagramapi.media.hosts import MediaHosts
from instagramapi.media.links import MediaLinks
from instagramapi.media.own import own_prefix
from instagramapi.media.source import MediaSource
from instagramapi.settings import Settings, WrongSetting
from instagramapi.sources import PROVIDERS, Providers, able, server_secret
from instagramapi.store.cache import Cache
from instagramapi.store.database import Database
from instagramapi.store.memory_cache import MemoryCache
from instagramapi.upstream.canary import Canary
from instagramapi.upstream.cursor import Cursors
from instagramapi.upstream.desk import Desk
from instagramapi.upstream.fetch import Fetch, Patience
from instagramapi.upstream.manners import Manners
from instagramapi.upstream.provider import Provider
from instagramapi.upstream.providers.demo import DemoProvider
from instagramapi.upstream.turn import Routes, Turns, parse_routes

# A hold outlives its call's deadline by what settling takes, and no longer (ledger/README.md).
_SETTLING_S = 5.0
# Sandbox answers are small and made in-process: keeping more of them gains nothing.
_SANDBOX_CACHE_BYTES = 16_777_216

OpenLedger = Callable[[Database, Clock, Limits], Awaitable[SqliteLedger]]
"""How to open the ledger over the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The parts of a running server, for the doors."""

    settings: Settings
    catalogue: Catalogue
    clock: Clock
    ids: Ids
    node_id: str
    """What this server calls itself to servers that it asks."""
    database: Database
    accounts: Accounts
    people: People
    signing: Signing
    joining: Joining
    mail: Post
    keys: Keys
    suppression: Suppression
    ledger: Ledger
    usage_log: UsageLog
    naming: Naming
    topups: TopUps
    alerts: Alerts
    cache: Cache
    turns: Turns
    media_links: MediaLinks
    media: MediaSource
    gateway: Gateway

    async def close(self) -> None:
        """Make everything durable, then let go of the data directory, also where a part fails."""
        async with AsyncExitStack() as parts:
            parts.push_async_callback(self.database.close)
            for desk in self.turns.desks:
                parts.push_async_callback(desk.provider.close)
            parts.push_async_callback(self.media.close)
            parts.push_async_callback(self.mail.close)
            parts.push_async_callback(self.topups.close)
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
    _require_proof_of_addresses(settings)
    database = Database.open(settings.data_dir)
    try:
        secret = server_secret(settings)
        await bind_server_secret(database, secret)
        turns = _turns(settings, clock, catalogue, [make(settings, clock) for make in makers])
        limits = Limits(hold_for_s=settings.deadline_s + _SETTLING_S)
        ledger = await open_ledger(database, clock, limits)
        workshop = _Workshop(settings, clock, catalogue, database, secret)
        return workshop.service(turns, ledger)
    except BaseException:
        await database.close()
        raise


@dataclass(frozen=True, slots=True)
class _Workshop:
    """What the parts of one service are made from."""

    settings: Settings
    clock: Clock
    catalogue: Catalogue
    database: Database
    secret: bytes

    def service(self, turns: Turns, ledger: SqliteLedger) -> Service:
        ids = Ids(self.clock)
        endpoints = self.catalogue.by_name.keys()
        hash_key = derive(self.secret, "api keys")
        keys = Keys(self.database, hash_key, clock=self.clock, ids=ids, endpoints=endpoints)
        suppression = Suppression(self.database, derive(self.secret, "suppression"))
        cache = MemoryCache(self.settings.cache_bytes)
        hosts = _media_hosts(self.settings)
        accounts = Accounts(self.database, clock=self.clock, ids=ids)
        people = self.people(accounts, ids)
        return Service(
            settings=self.settings,
            catalogue=self.catalogue,
            clock=self.clock,
            ids=ids,
            node_id=node_id(self.secret),
            database=self.database,
            accounts=accounts,
            people=people,
            signing=Signing(people, derive(self.secret, "known devices")),
            joining=Joining(
                people, keys, self.settings.sign_up, derive(self.secret, "trial credits")
            ),
            mail=_mail(self.settings, self.clock),
            keys=keys,
            suppression=suppression,
            ledger=ledger,
            usage_log=SqliteUsageLog(self.database),
            naming=self.naming(),
            topups=self.topups(ledger, ids),
            alerts=Alerts(self.database, clock=self.clock, ids=ids),
            cache=cache,
            turns=turns,
            media_links=self.media_links(hosts, suppression),
            media=MediaSource(hosts, max_bytes=self.settings.media_bytes),
            gateway=self.gateway(turns, cache, ledger, keys, suppression),
        )

    def topups(self, ledger: SqliteLedger, ids: Ids) -> TopUps:
        settings = self.settings
        key, webhook = settings.stripe_key, settings.stripe_webhook_secret
        return TopUps(
            self.database,
            ledger,
            clock=self.clock,
            ids=ids,
            packs=_packs(settings),
            checkout=Stripe(key.get_secret_value(), url=settings.stripe_url) if key else None,
            webhook_secret=webhook.get_secret_value() if webhook else None,
            url=settings.url,
        )

    def people(self, accounts: Accounts, ids: Ids) -> People:
        return people_of(
            self.database,
            self.secret,
            accounts,
            site=Site.of(self.settings.url),
            clock=self.clock,
            ids=ids,
            has_mail=self.settings.smtp_host is not None,
            issuers=(provider.issuer for provider in self.settings.oidc.values()),
        )

    def gateway(
        self, turns: Turns, cache: Cache, ledger: Ledger, keys: Keys, suppression: Suppression
    ) -> Gateway:
        settings = self.settings
        sandbox = Turns.in_order((_demo(turns, settings, self.clock),), self.clock)
        parts = Parts(
            keys=keys,
            suppression=suppression,
            ledger=ledger,
            live=self.fetch(turns, cache, suppression),
            # The sandbox keeps its answers apart: an invented account must never reach a live key.
            sandbox=self.fetch(sandbox, MemoryCache(_SANDBOX_CACHE_BYTES), suppression),
            own=self.own(ledger),
            clock=self.clock,
            rate_limit=RateLimit.parse(settings.rate_limit),
            cached=settings.billing_cached,
            naming=self.naming(),
        )
        return Gateway(parts)

    def own(self, ledger: Ledger) -> OwnAnswers:
        usage = OwnUsage(SqliteUsageLog(self.database), self.naming(), self.clock)
        return own_answers(ledger, self.catalogue, usage, self.cursors())

    def naming(self) -> Naming:
        is_clear = self.settings.log_subjects
        return Naming(is_clear=is_clear, hash_key=derive(self.secret, "subjects"))

    def cursors(self) -> Cursors:
        return Cursors(derive(self.secret, "cursors"))

    def fetch(self, turns: Turns, cache: Cache, suppression: Suppression) -> Fetch:
        settings = self.settings
        return Fetch(
            turns,
            cache=cache,
            cursors=self.cursors(),
            clock=self.clock,
            patience=Patience(
                settings.deadline_s,
                settings.stale_for_s,
                settings.max_in_flight,
                settings.retention_s,
            ),
            screen=Screening(suppression),
            able=able,
        )

    def media_links(self, hosts: MediaHosts, suppression: Suppression) -> MediaLinks:
        own = own_prefix(self.settings.url)
        return MediaLinks(
            derive(self.secret, "media"),
            public_url=self.settings.url,
            life_s=self.settings.media_token_s,
            clock=self.clock,
            allows=lambda url: url.startswith(own) or hosts.allows(url),
            mark=suppression.mark,
        )


def _packs(settings: Settings) -> tuple[CreditPack, ...]:
    try:
        return parse_packs(settings.credit_packs)
    except ValueError as error:
        raise WrongSetting(f"INSTAGRAMAPI_CREDIT_PACKS cannot be used: {error}") from error


def _mail(settings: Settings, clock: Clock) -> Post:
    if settings.smtp_host is None:
        return NoMail()
    password = settings.smtp_password
    server = MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        tls=settings.smtp_tls,
        sender=settings.mail_from,
        user=settings.smtp_user,
        password=password.get_secret_value() if password else None,
    )
    return SmtpMail(server, clock)


def _require_proof_of_addresses(settings: Settings) -> None:
    if settings.sign_up == "open" and settings.smtp_host is None and not settings.oidc:
        raise WrongSetting(
            "INSTAGRAMAPI_SIGN_UP cannot be open without INSTAGRAMAPI_SMTP_HOST or "
            "INSTAGRAMAPI_OIDC: nobody could prove that an address is theirs."
        )


def _media_hosts(settings: Settings) -> MediaHosts:
    try:
        return MediaHosts(settings.media_hosts)
    except ValueError as error:
        raise WrongSetting(f"INSTAGRAMAPI_MEDIA_HOSTS cannot be used: {error}") from error


def _turns(
    settings: Settings, clock: Clock, catalogue: Catalogue, providers: list[Provider]
) -> Turns:
    for name in settings.manners.keys() - set(settings.providers):
        raise WrongSetting(f"INSTAGRAMAPI_MANNERS names {name!r}, which is not configured.")
    desks = [Desk(each, clock, manners=_manners(each, settings)) for each in providers]
    return Turns(desks, _routes(settings, catalogue), random.random)


def _demo(turns: Turns, settings: Settings, clock: Clock) -> Provider:
    """Share one demo world between live and test keys, so that both know the same handles."""
    desk = turns.named("demo")
    return desk.provider if desk else DemoProvider(clock=clock, public_url=settings.url)


def _routes(settings: Settings, catalogue: Catalogue) -> Routes:
    try:
        return parse_routes(settings.routes, tuple(catalogue.by_name), settings.providers)
    except ValueError as error:
        raise WrongSetting(f"INSTAGRAMAPI_ROUTES cannot be used: {error}") from error


def _manners(provider: Provider, settings: Settings) -> Manners | None:
    wanted = settings.manners.get(provider.name, {})
    if provider.manners is None or not wanted:
        return provider.manners
    try:
        return replace(provider.manners, **wanted)  # type: ignore[arg-type]
    except TypeError as error:
        known = ", ".join(field.name for field in fields(Manners))
        raise WrongSetting(
            f"INSTAGRAMAPI_MANNERS for {provider.name} cannot be used; there are: {known}."
        ) from error


def _maker(providers: Providers, name: str) -> Callable[[Settings, Clock], Provider]:
    if name in providers:
        return providers[name]
    near = get_close_matches(name, providers, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    known = ", ".join(sorted(providers))
    raise WrongSetting(f"INSTAGRAMAPI_PROVIDERS names {name!r}.{hint} There are: {known}.")


def rollup_of(service: Service) -> Rollup:
    """Make what adds up the request log of a service and drops what is too old."""
    days = service.settings.log_retention_days
    return Rollup(service.database, service.clock, keep_days=days)


def watch_of(service: Service, send_mail: SendMail | None = None) -> Watch:
    """Make what looks at the alerts of a service, and mails them where there is a way to."""
    return Watch(
        service.alerts,
        database=service.database,
        accounts=service.accounts,
        keys=service.keys,
        ledger=service.ledger,
        usage_log=service.usage_log,
        clock=service.clock,
        url=service.settings.url,
        send_mail=send_mail or (service.mail.deliver if service.people.has_mail else None),
    )


def canary_of(service: Service) -> Canary:
    """Make the canary of a service, which leaves suppressed accounts alone."""
    return Canary(
        service.turns,
        service.catalogue,
        every_s=service.settings.canary_every_s,
        may_ask=lambda call: not _is_suppressed(service.suppression, call.subject),
    )


def _is_suppressed(suppression: Suppression, subject: Subject | None) -> bool:
    owner = account_in(subject)
    return owner is not None and suppression.has(owner)
