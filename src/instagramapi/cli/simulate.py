"""`instagramapi simulate`: the upstreams on this machine, for those who work on the server."""

import contextlib
from typing import Annotated

import typer

from instagramapi.admin.failure import Failure
from instagramapi.cli.options import Json
from instagramapi.cli.output import console, print_json

app = typer.Typer()

_PORT = 9900


@app.command("simulate")
def simulate(
    *,
    port: Annotated[
        int,
        typer.Option(min=0, max=65535, help="Port on 127.0.0.1; 0 takes a free one."),
    ] = _PORT,
    as_json: Json = False,
) -> None:
    """Play instagram.com, the Graph API and HikerAPI over an invented world, until Ctrl-C.

    Example: instagramapi simulate --port 9900

    Prints how to point a server at it. Failures are switched at /_sim/faults, and /_sim/log lists
    what was asked. With --json: url.
    """
    import asyncio

    from instagramapi.tools.simulator import serve

    show = _show_json if as_json else _show
    try:
        # uvicorn raises the signal again that stopped it, in good order, a moment before.
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(serve(port, on_ready=show))
    except OSError as error:
        raise Failure(
            "cannot_listen",
            f"Cannot listen on 127.0.0.1:{port}: {error.strerror or error}. "
            "Choose another with --port; --port 0 takes a free one.",
            param="port",
        ) from error


def _show_json(url: str) -> None:
    print_json({"url": url})


def _show(url: str) -> None:
    out = console()
    out.print(f"The upstreams are simulated on [bold cyan]{url}[/]. Ctrl-C stops it.")
    out.print()
    out.print("Serve from them:")
    out.print()
    for name, value in (
        ("PROVIDERS", "graph,web,hiker"),
        *((f"{provider}_URL", url) for provider in ("GRAPH", "WEB", "HIKER")),
        ("GRAPH_TOKEN", "any"),
        ("GRAPH_USER_ID", "17841400000000000"),
        ("HIKER_KEY", "any"),
    ):
        out.print(f"  export INSTAGRAMAPI_{name}={value}", markup=False)
    out.print("  instagramapi serve")
