"""`instagramapi simulate`: plays the upstreams, for those who work on providers."""

from typing import Annotated

import typer

from instagramapi.admin.failure import Failure
from instagramapi.cli.options import Json
from instagramapi.cli.output import print_json, say

app = typer.Typer()


@app.command("simulate")
def simulate(
    *,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port on this machine; 0 takes a free one.")
    ] = 9900,
    as_json: Json = False,
) -> None:
    """Play the Graph API, instagram.com and HikerAPI over the demo world, until Ctrl-C.

    Example: instagramapi simulate --port 9900

    Point the providers `graph`, `web` and `hiker` at the URL that it prints. POST /_sim/faults
    makes them fail in every way that is known, GET /_sim/log tells what was asked. Only this
    machine can reach it. With --json: url.
    """
    import asyncio
    import contextlib

    from instagramapi.tools.simulator import serve

    show = (lambda url: print_json({"url": url})) if as_json else _show
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(serve(port, on_ready=show))
    except OSError as error:
        raise Failure(
            "cannot_listen",
            f"Cannot listen on port {port}: {error.strerror or error}. "
            "Choose another with --port; --port 0 takes a free one.",
            param="port",
        ) from error


def _show(url: str) -> None:
    say(
        f"The upstreams are on [bold cyan]{url}[/]",
        f"[dim]Faults: POST {url}/_sim/faults; requests: GET {url}/_sim/log. Ctrl-C stops it.[/]",
    )
