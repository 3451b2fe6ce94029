"""Our server as `serve` runs it, with as many connections to HikerAPI as its manners allow calls.

The product keeps 64 connections to a provider, whatever its manners say.
"""

import asyncio
import gc
import sys

import uvloop

from instagramapi import asgi
from instagramapi.kit.clock import Clock
from instagramapi.kit.log import configure_log
from instagramapi.settings import Settings, read_settings
from instagramapi.sources import PROVIDERS
from instagramapi.upstream.http import Http
from instagramapi.upstream.provider import Provider
from instagramapi.upstream.providers.hiker import HikerProvider
from instagramapi.wiring import build


def _hiker(settings: Settings, clock: Clock) -> Provider:
    connections = int(settings.manners["hiker"]["concurrency"])
    key = settings.hiker_key.get_secret_value() if settings.hiker_key else ""
    http = Http(connections=connections)
    return HikerProvider(http=http, base_url=settings.hiker_url, key=key, clock=clock)


async def _serve(port: int) -> None:
    settings = read_settings(port=port)
    service = await build(settings, providers={**PROVIDERS, "hiker": _hiker})
    # As the command does it.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
    await asgi.run(service, asgi.bind(settings.host, settings.port), lambda: None)


if __name__ == "__main__":
    configure_log()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(int(sys.argv[1])))
