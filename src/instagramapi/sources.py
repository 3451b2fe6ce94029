"""How each provider that the settings can name is made."""

from collections.abc import Callable, Mapping

from pydantic import SecretStr

from instagramapi.kit.clock import Clock
from instagramapi.settings import PREFIX, Settings, WrongSetting
from instagramapi.upstream.http import Http
from instagramapi.upstream.provider import Provider
from instagramapi.upstream.providers.archive import ArchiveProvider, ArchiveStore
from instagramapi.upstream.providers.demo import DemoProvider
from instagramapi.upstream.providers.graph import GraphProvider

Providers = Mapping[str, Callable[[Settings, Clock], Provider]]
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


def _needed(provider: str, name: str, value: str | SecretStr | None) -> str:
    if value is None:
        raise WrongSetting(f"The provider {provider} needs {PREFIX}{name.upper()}.")
    return value.get_secret_value() if isinstance(value, SecretStr) else value


PROVIDERS: Providers = {"demo": _demo, "archive": _archive, "graph": _graph}
