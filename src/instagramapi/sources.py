"""How each provider that the settings can name is made."""

from collections.abc import Callable, Mapping

from pydantic import SecretStr

from instagramapi.accounts.server_secret import load_server_secret, node_id
from instagramapi.catalog.endpoint import Call
from instagramapi.kit.clock import Clock
from instagramapi.settings import PREFIX, Settings, WrongSetting
from instagramapi.upstream.http import Http
from instagramapi.upstream.provider import Provider
from instagramapi.upstream.providers.archive import ArchiveProvider, ArchiveStore
from instagramapi.upstream.providers.demo import DemoProvider
from instagramapi.upstream.providers.graph import GraphProvider
from instagramapi.upstream.providers.hiker import HikerProvider
from instagramapi.upstream.providers.peer import PeerProvider
from instagramapi.upstream.providers.web import WebIds, WebProvider

Make = Callable[[Settings, Clock], Provider]
Providers = Mapping[str, Make]
"""For each name, how to make the provider; raises WrongSetting where it lacks what it needs."""


def _demo(settings: Settings, clock: Clock) -> Provider:
    return DemoProvider(clock=clock, public_url=settings.url)


def _archive(settings: Settings, clock: Clock) -> Provider:
    return ArchiveProvider(ArchiveStore(settings.data_dir), clock=clock)


def _graph(settings: Settings, clock: Clock) -> Provider:
    token = _needed("graph", "graph_token", settings.graph_token)
    user_id = _needed("graph", "graph_user_id", settings.graph_user_id)
    return GraphProvider(
        http=Http(),
        token=token,
        user_id=user_id,
        clock=clock,
        base_url=settings.graph_url,
        version=settings.graph_version,
    )


def _web(settings: Settings, clock: Clock) -> Provider:
    try:
        ids = WebIds().refreshed(settings.web_ids)
    except ValueError as error:
        raise WrongSetting(f"{PREFIX}WEB_IDS cannot be used: {error}") from error
    return WebProvider(
        http=Http(),
        clock=clock,
        base_url=settings.web_url,
        ids=ids,
        user_agent=settings.web_user_agent,
        enrich=settings.web_enrich,
    )


def _hiker(settings: Settings, clock: Clock) -> Provider:
    key = _needed("hiker", "hiker_key", settings.hiker_key)
    return HikerProvider(http=Http(), base_url=settings.hiker_url, key=key, clock=clock)


def _peer(settings: Settings, clock: Clock) -> Provider:
    return PeerProvider(
        http=Http(),
        base_url=_needed("peer", "peer_url", settings.peer_url),
        key=_needed("peer", "peer_key", settings.peer_key),
        node_id=node_id(server_secret(settings)),
    )


def server_secret(settings: Settings) -> bytes:
    """Take the server's secret from the settings, else from its file in the data folder."""
    given = settings.secret.get_secret_value() if settings.secret else None
    return load_server_secret(settings.data_dir, given)


def _needed(provider: str, name: str, value: str | SecretStr | None) -> str:
    if value is None:
        raise WrongSetting(f"The provider {provider} needs {PREFIX}{name.upper()}.")
    return value.get_secret_value() if isinstance(value, SecretStr) else value


_MAKERS: Mapping[type[Provider], Make] = {
    DemoProvider: _demo,
    ArchiveProvider: _archive,
    GraphProvider: _graph,
    WebProvider: _web,
    HikerProvider: _hiker,
    PeerProvider: _peer,
}

PROVIDERS: Providers = {kind.name: make for kind, make in _MAKERS.items()}


def able(endpoint: type[Call]) -> tuple[str, ...]:
    """Name the providers that would answer an endpoint, whether they are configured or not."""
    return tuple(kind.name for kind in _MAKERS if kind.can_answer(endpoint))
