"""`instagramapi serve`: binds, opens, welcomes, serves."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from instagramapi.admin.failure import Failure
from instagramapi.cli.options import DataDir, Json, settings_for
from instagramapi.cli.output import console, print_json

if TYPE_CHECKING:
    import socket

    from instagramapi.settings import Settings
    from instagramapi.welcome import Welcome

app = typer.Typer()


@app.command("serve")
def serve(
    *,
    host: Annotated[
        str | None,
        typer.Option(help="Address to listen on; by default 127.0.0.1.", show_default=False),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            min=0, max=65535, help="Port; by default 8000, 0 takes a free one.", show_default=False
        ),
    ] = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Run the server until it is told to stop (Ctrl-C or SIGTERM).

    Example: instagramapi serve --port 8080 --data-dir /var/lib/instagramapi

    Prints the URL once it is ready; the first start also prints a link that signs you in once, and
    two keys, which are shown only then. The log goes to standard error. With --json: url, and at
    the first start live_key, test_key, credits, sign_in_url.
    """
    # Imported late, as in every command: `--help` and `call` need none of it.
    import asyncio

    from instagramapi.admin.expected import failures
    from instagramapi.kit.log import configure_log

    configure_log()
    settings = settings_for(host=host, port=port, data_dir=data_dir)
    listener = _listen(settings)
    bound = settings.model_copy(update={"port": listener.getsockname()[1]})
    with failures(), listener, asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(bound, listener, as_json=as_json))


async def _serve(settings: "Settings", listener: "socket.socket", *, as_json: bool) -> None:
    from instagramapi import asgi
    from instagramapi.welcome import first_start
    from instagramapi.wiring import build

    service = await build(settings)
    try:
        welcome = await first_start(service)
    except BaseException:
        await service.close()
        raise
    _settle_garbage()
    show = _show_json if as_json else _show
    await asgi.run(service, listener, lambda: show(settings, welcome))


def link_url(url: str, ticket: str) -> str:
    """Write the address at which a ticket signs somebody in."""
    return f"{url}/link?ticket={ticket}"


def _settle_garbage() -> None:
    """Never look again through what is there at the start, and seldom through the rest.

    Requests leave hardly any cycles behind, and looking for them is a part of each answer's time.
    """
    import gc

    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def _listen(settings: "Settings") -> "socket.socket":
    from instagramapi.asgi import bind

    try:
        return bind(settings.host, settings.port)
    except OSError as error:
        raise Failure(
            "cannot_listen",
            f"Cannot listen on {settings.host}:{settings.port}: {error.strerror or error}. "
            "Choose another with --host and --port; --port 0 takes a free one.",
            param="port",
        ) from error


def _loop_factory() -> Any:
    try:
        import uvloop
    except ModuleNotFoundError:
        # It does not exist for every platform; asyncio's own loop does the same, slower.
        return None
    return uvloop.new_event_loop


def _show_json(settings: "Settings", welcome: "Welcome | None") -> None:
    ready: dict[str, Any] = {"url": settings.url}
    if welcome:
        ready |= {
            "live_key": welcome.live_secret,
            "test_key": welcome.test_secret,
            "credits": welcome.credits,
            "sign_in_url": link_url(settings.url, welcome.ticket),
        }
    print_json(ready)


def _show(settings: "Settings", welcome: "Welcome | None") -> None:
    out = console()
    out.print(f"[bold]instagramapi[/] serves on [bold cyan]{settings.url}[/]")
    out.print(f"Data is in {settings.data_dir.absolute()}. Ctrl-C stops it.", style="dim")
    if welcome is None:
        return
    # What callers use may be a proxy that is not there yet; this address surely answers.
    here = settings.model_copy(update={"public_url": None}).url
    out.print()
    out.print(f"Your account has {welcome.credits} credits and two keys.")
    out.print("[bold yellow]They are shown only this once: keep them.[/]")
    out.print(f"  live key  [bold]{welcome.live_secret}[/]")
    out.print(f"  test key  [bold]{welcome.test_secret}[/]  (sandbox, always free)")
    out.print()
    out.print("Sign in, once and within a day, at:")
    out.print(f"  {link_url(here, welcome.ticket)}", markup=False)
    out.print("For a new link: instagramapi users link", style="dim")
    out.print()
    out.print("Try it:")
    out.print()
    out.print(
        f'  curl "{here}/v1/profile?handle=nike" -H "Authorization: Bearer {welcome.live_secret}"',
        markup=False,
    )
    out.print()
