"""`instagramapi keys`: create, list, revoke and rotate API keys."""

from enum import StrEnum
from typing import Annotated, Any

import typer

from instagramapi.cli.options import Account, DataDir, Json, perform
from instagramapi.cli.output import note, print_json, say, table

app = typer.Typer(help="Create, list, revoke and rotate API keys.")

KeyId = Annotated[str, typer.Argument(metavar="KEY_ID", help="The id, as `keys list` shows it.")]
_SHOWN = ("key_id", "name", "mode", "hint", "works", "last_used_at", "limits")


class Mode(StrEnum):
    """Whether a key's calls are real and charged, or answered by the sandbox for nothing."""

    LIVE = "live"
    TEST = "test"


ModeOption = Annotated[Mode, typer.Option(help="A test key is free and asks the sandbox.")]
ExpiresAt = Annotated[
    str | None, typer.Option(metavar="TIME", help="When it ends, like 2030-01-31.")
]
Scopes = Annotated[
    list[str] | None,
    typer.Option("--scope", metavar="ENDPOINT", help="Only this endpoint; repeatable."),
]
Addresses = Annotated[
    list[str] | None,
    typer.Option("--address", metavar="NETWORK", help="Only from here; repeatable."),
]


@app.command("create")
def create_key(  # noqa: PLR0913 - one for each of a key's terms
    *,
    account: Account,
    name: Annotated[str, typer.Option(help="What the key is for.")],
    mode: ModeOption = Mode.LIVE,
    expires_at: ExpiresAt = None,
    scopes: Scopes = None,
    addresses: Addresses = None,
    cap_day: Annotated[int | None, typer.Option(min=0, help="Credits a UTC day.")] = None,
    cap_month: Annotated[int | None, typer.Option(min=0, help="Credits a UTC month.")] = None,
    rate_limit: Annotated[str, typer.Option(help="Requests, like 60/minute, or none.")] = "none",
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Make an API key; this is the only time that it is shown.

    Example: instagramapi keys create --account ada@example.com --name nightly --cap-day 500

    Prints the key. With --json: key, key_id, mode, account_id.
    """
    done = perform(
        data_dir,
        "keys.create",
        account=account,
        name=name,
        mode=mode.value,
        expires_at=expires_at,
        scopes=scopes or [],
        addresses=addresses or [],
        cap_day=cap_day,
        cap_month=cap_month,
        rate_limit=rate_limit,
    )
    _show_key(done, as_json=as_json)


@app.command("list")
def list_keys(
    *,
    account: Annotated[
        str | None, typer.Option(metavar="ID|EMAIL", help="Only the keys of this account.")
    ] = None,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """List keys with their limits, never their secrets.

    Example: instagramapi keys list --account ada@example.com

    Prints a table, oldest first, revoked ones too. With --json: keys[].
    """
    done = perform(data_dir, "keys.list", account=account)
    if as_json:
        print_json(done)
        return
    keys = ({**key, "limits": _limits(key)} for key in done["keys"])
    rows = ([key[column] for column in _SHOWN] for key in keys)
    table(_SHOWN, rows, empty="There is no key yet.")


@app.command("revoke")
def revoke_key(*, key: KeyId, data_dir: DataDir = None, as_json: Json = False) -> None:
    """Refuse a key from now on, for ever.

    Example: instagramapi keys revoke key_01JDD0Z7M8T4N6Q2V5X9Y3B1CW

    Prints when it was revoked. With --json: key_id, revoked_at.
    """
    done = perform(data_dir, "keys.revoke", key=key)
    if as_json:
        print_json(done)
    else:
        say(f"Revoked {done['key_id']} at {done['revoked_at']}.")


@app.command("rotate")
def rotate_key(
    *,
    key: KeyId,
    overlap_s: Annotated[
        float, typer.Option("--overlap", metavar="SECONDS", help="How long the old one works on.")
    ] = 86_400,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Make a new key with the same terms; the old one ends a while later.

    Example: instagramapi keys rotate key_01JDD0Z7M8T4N6Q2V5X9Y3B1CW --overlap 3600

    Prints the new key, once. With --json: key, key_id, mode, account_id, replaces,
    replaced_expires_at.
    """
    done = perform(data_dir, "keys.rotate", key=key, overlap_s=overlap_s)
    _show_key(done, as_json=as_json)
    if not as_json:
        note(f"The key that it replaces works until {done['replaced_expires_at']}.")


def _limits(key: dict[str, Any]) -> str | None:
    """Write a key's limits in one cell: most keys have none, and no screen has seven columns."""
    limits = [
        key["expires_at"] and f"until {key['expires_at']}",
        key["cap_day"] is not None and f"{key['cap_day']} credits/day",
        key["cap_month"] is not None and f"{key['cap_month']} credits/month",
        key["rate_limit"],
        key["scopes"] and "only " + ", ".join(key["scopes"]),
        key["addresses"] and "from " + ", ".join(key["addresses"]),
    ]
    return "; ".join(filter(None, limits)) or None


def _show_key(done: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(done)
    else:
        say(done["key"])
        note(f"This is {done['key_id']} ({done['mode']}). Keep it: it is not shown again.")
