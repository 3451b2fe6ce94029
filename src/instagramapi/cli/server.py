"""Commands that tell about a server: version, settings, providers, migrate."""

from typing import Any

import typer

from instagramapi.cli.options import DataDir, Json, perform, settings_for
from instagramapi.cli.output import print_json, say, table

app = typer.Typer()


@app.command("version")
def show_version(*, as_json: Json = False) -> None:
    """Tell which version this is.

    Example: instagramapi version

    Prints the version. With --json: version.
    """
    from importlib.metadata import version

    if as_json:
        print_json({"version": version("instagramapi")})
    else:
        say(f"instagramapi {version('instagramapi')}")


@app.command("settings")
def show_settings(*, data_dir: DataDir = None, as_json: Json = False) -> None:
    """Show the settings as a server started here and now would have them.

    Example: INSTAGRAMAPI_PORT=8080 instagramapi settings

    Prints each value with what it means; secrets are masked. With --json: one member for each.
    """
    from instagramapi.settings import PREFIX, Settings, masked

    values = masked(settings_for(data_dir=data_dir))
    if as_json:
        print_json(values)
        return
    fields = Settings.model_fields
    rows = (
        (PREFIX + name.upper(), value, fields[name].description) for name, value in values.items()
    )
    table(("variable", "value", "meaning"), rows, empty="")


@app.command("providers")
def show_providers(*, data_dir: DataDir = None, as_json: Json = False) -> None:
    """Show who answers which endpoint, and how well; the figures are since the server's start.

    Example: instagramapi providers

    Prints a line for each endpoint and provider, in the order in which they are asked.
    With --json: providers[] (name, used_today, manners, budgets, endpoints{}), endpoints{}.
    """
    done = perform(data_dir, "providers")
    if as_json:
        print_json(done)
        return
    fares = {provider["name"]: provider["endpoints"] for provider in done["providers"]}
    rows = [
        (endpoint, name, *_fares(fares[name][endpoint]))
        for endpoint, names in done["endpoints"].items()
        for name in names
    ]
    columns = ("endpoint", "provider", "state", "calls", "success", "ms", "missed fields")
    table(columns, rows, empty="No configured provider answers anything.")
    for provider in done["providers"]:
        told = [
            f"{name} {value}" for name, value in provider["budgets"].items() if value is not None
        ]
        if told:
            say(f"{provider['name']}: {', '.join(told)}")


def _fares(fares: dict[str, Any]) -> tuple[Any, ...]:
    success = fares["success"]
    return (
        fares["state"],
        fares["calls"],
        None if success is None else f"{success:.0%}",
        fares["latency_ms"],
        ", ".join(fares["missed_fields"]) or None,
    )


@app.command("migrate")
def migrate(*, data_dir: DataDir = None, as_json: Json = False) -> None:
    """Bring the data to the schema of this version; starting the server does it too.

    Example: instagramapi migrate

    Prints the version of the schema. With --json: schema.
    """
    done = perform(data_dir, "migrate")
    if as_json:
        print_json(done)
    else:
        say(f"The schema is version {done['schema']}.")
