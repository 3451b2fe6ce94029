"""A server in a process of its own, with a provider that breaks: `canary_server.py DIR`.

Prints its port and keys as one line of JSON; the log goes to standard error as in production.
"""

import asyncio
import json
import sys
from pathlib import Path

from instagramapi.asgi import bind, run
from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.models.base import Model
from instagramapi.catalog.profile import GetProfile
from instagramapi.errors import UpstreamError
from instagramapi.kit.log import configure_log
from instagramapi.welcome import first_start
from makers import Scripted, build_service, settings_of, usual_answer

METRICS_TOKEN = "token-of-the-metrics"


async def answer(call: Call) -> Model:
    handle = call.account.handle if isinstance(call, GetProfile) else None
    if handle == "bug":
        raise RuntimeError(f"this is wrong with {call!r}")
    if handle == "down":
        raise UpstreamError("Down.")
    return usual_answer(call)


async def main(data_dir: Path) -> None:
    configure_log()
    listener = bind("127.0.0.1", 0)
    port = listener.getsockname()[1]
    given = (Scripted(answer),)
    settings = settings_of(data_dir, given, port=port, access_log=True, metrics_token=METRICS_TOKEN)
    service = await build_service(settings, given)
    welcome = await first_start(service)
    assert welcome is not None
    told = {"port": port, "live": welcome.live_secret, "test": welcome.test_secret}
    await run(service, listener, lambda: print(json.dumps(told), flush=True))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
