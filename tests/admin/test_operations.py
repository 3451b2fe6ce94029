"""Each administrative operation on a real service."""

import json
from pathlib import Path
from typing import Any

import pytest
from admin_makers import EMAIL, do, open_service

from instagramapi.admin.failure import Failure
from instagramapi.admin.operations import OPERATIONS
from instagramapi.store.cache import Copy
from instagramapi.upstream.providers.archive import ArchiveStore, import_paths
from makers import NOON_S, StoppedClock

pytestmark = pytest.mark.anyio


async def refusal(service: Any, operation: str, **arguments: Any) -> Failure:
    """Do an operation that must fail, and return what it says."""
    with pytest.raises(Failure) as caught:
        await do(service, operation, **arguments)
    return caught.value


async def test_an_account_is_opened_with_its_credits(tmp_path: Path) -> None:
    async with open_service(tmp_path) as service:
        done = await do(service, "accounts.create", email="Bob@Example.com", credits=7)
        listed = await do(service, "accounts.list")

    assert done.keys() == {"account_id", "email", "credits"}
    assert (done["email"], done["credits"]) == ("bob@example.com", 7)
    assert [account["credits"] for account in listed["accounts"]] == [100, 7]


async def test_a_second_account_for_an_address_is_refused(tmp_path: Path) -> None:
    async with open_service(tmp_path) as service:
        failure = await refusal(service, "accounts.create", email=EMAIL)

    assert (failure.code, failure.param, failure.exit_code) == ("missing_parameter", "email", 2)


async def test_a_key_has_every_term_it_was_made_with(tmp_path: Path) -> None:
    async with open_service(tmp_path) as service:
        done = await do(
            service,
            "keys.create",
            account=EMAIL,
            name="nightly",
            mode="test",
            expires_at="2040-01-31",
            scopes=["profile"],
            addresses=["10.0.0.0/8"],
            cap_day=5,
            cap_month=50,
            rate_limit="60/minute",
        )
        found = service.keys.find(done["key"], service.clock.epoch_s())
        (listed,) = (await do(service, "keys.list", account=EMAIL))["keys"]

    assert found.id == done["key_id"] == listed["key_id"]
    assert done["key"] not in str(listed)
    told = {name: listed[name] for name in ("mode", "expires_at", "scopes", "addresses", "works")}
    assert told == {
        "mode": "test",
        "expires_at": "2040-01-31T00:00:00Z",
        "scopes": ["profile"],
        "addresses": ["10.0.0.0/8"],
        "works": True,
    }
    assert (listed["cap_day"], listed["cap_month"], listed["rate_limit"]) == (5, 50, "60/minute")


async def test_an_expiry_that_is_no_time_is_refused(tmp_path: Path) -> None:
    async with open_service(tmp_path) as service:
        failure = await refusal(
            service, "keys.create", account=EMAIL, name="x", expires_at="tomorrow"
        )

    assert failure.param == "expires_at"


async def test_a_revoked_key_is_refused_and_listed_as_such(tmp_path: Path) -> None:
    async with open_service(tmp_path) as service:
        made = await do(service, "keys.create", account=EMAIL, name="x")
        done = await do(service, "keys.revoke", key=made["key_id"])
        (listed,) = (await do(service, "keys.list"))["keys"]

    assert done["revoked_at"] == listed["revoked_at"]
    assert listed["works"] is False


async def test_rotation_tells_until_when_the_old_key_works(tmp_path: Path) -> None:
    async with open_service(tmp_path, StoppedClock(NOON_S)) as service:
        old = await do(service, "keys.create", account=EMAIL, name="x")
        done = await do(service, "keys.rotate", key=old["key_id"], overlap_s=60)

    assert done["replaces"] == old["key_id"]
    assert done["replaced_expires_at"] == "2027-01-15T08:01:00Z"
    assert done["key"] != old["key"]


async def test_a_grant_with_a_reference_counts_once(tmp_path: Path) -> None:
    grant = {"account": EMAIL, "amount": 5, "reason": "invoice", "reference": "invoice-17"}
    async with open_service(tmp_path) as service:
        first = await do(service, "credits.grant", **grant)
        again = await do(service, "credits.grant", **grant)
        other = await refusal(service, "credits.grant", **{**grant, "amount": 6})

    assert first == again
    assert first["balance"] == 105
    assert other.code == "reference_taken"


@pytest.mark.parametrize(
    ("param", "value"),
    [("amount", 0), ("amount", -5), ("amount", 10**12 + 1), ("reason", ""), ("reason", "a\nb")],
)
async def test_a_grant_that_cannot_be_is_refused(tmp_path: Path, param: str, value: Any) -> None:
    grant = {"account": EMAIL, "amount": 5, "reason": "why", param: value}
    async with open_service(tmp_path) as service:
        failure = await refusal(service, "credits.grant", **grant)
        balance = (await do(service, "accounts.list"))["accounts"][0]["credits"]

    assert (failure.code, failure.param) == ("missing_parameter", param)
    assert balance == 100


async def test_the_ledger_is_verified(tmp_path: Path) -> None:
    async with open_service(tmp_path) as service:
        done = await do(service, "ledger.verify")

    assert done == {"ok": True, "entries": 1, "accounts": 1, "violations": []}


async def test_every_endpoint_that_is_asked_of_providers_names_them(tmp_path: Path) -> None:
    async with open_service(tmp_path) as service:
        done = await do(service, "providers")

    (demo,) = done["providers"]
    assert demo["name"] == "demo"
    assert demo["endpoints"]["profile"]["state"] == "closed"
    assert done["endpoints"]["profile/posts"] == ["demo"]
    assert "credits" not in done["endpoints"]


async def test_the_schema_has_a_version(tmp_path: Path) -> None:
    async with open_service(tmp_path) as service:
        done = await do(service, "migrate")

    assert done["schema"] >= 3


async def test_a_subject_is_suppressed_until_it_is_lifted(tmp_path: Path) -> None:
    async with open_service(tmp_path) as service:
        await do(service, "privacy.suppress", kind="handle", value="@Nike")
        is_suppressed = service.suppression.is_suppressed("handle", "nike")
        counted = await do(service, "privacy.list")
        lifted = await do(service, "privacy.lift", kind="handle", value="nike")

    assert is_suppressed
    assert counted == {"entries": 1}
    assert lifted == {"suppressed": False, "entries": 0}


async def test_erasing_removes_what_the_archive_holds_and_suppresses_the_id_too(
    tmp_path: Path,
) -> None:
    file = tmp_path / "in.json"
    post = {"shortCode": "DMsI5LsyOvL", "id": "3687361308854381515", "ownerId": "7000000001"}
    file.write_text(json.dumps(post | {"ownerUsername": "tilda.bakes"}))
    import_paths(ArchiveStore(tmp_path), [file], on_progress=lambda _: None)

    async with open_service(tmp_path) as service:
        done = await do(service, "privacy.erase", kind="handle", value="@Tilda.Bakes")
        again = await do(service, "privacy.erase", kind="id", value="7000000001")
        knows_the_id = service.suppression.is_suppressed("id", "7000000001")

    # The account and its post; a handle and an id are two entries of the list.
    assert (done["erased"], done["removed"], done["entries"]) == (True, 2, 2)
    assert (again["removed"], again["entries"]) == (0, 2)
    assert knows_the_id


async def test_erasing_without_an_archive_is_done_at_once(tmp_path: Path) -> None:
    async with open_service(tmp_path) as service:
        done = await do(service, "privacy.erase", kind="id", value="13460080")

    assert (done["erased"], done["kept"], done["removed"]) == (True, [], 0)


async def test_erasing_waits_for_no_import(tmp_path: Path) -> None:
    (tmp_path / "archive.db").touch()
    async with open_service(tmp_path) as service:
        with ArchiveStore(tmp_path).writing(), pytest.raises(Failure) as raised:
            await do(service, "privacy.erase", kind="id", value="13460080")

    assert raised.value.code == "archive_busy"


async def test_erasing_drops_the_cached_copies_that_name_the_account(tmp_path: Path) -> None:
    async with open_service(tmp_path) as service:
        for identity, data in (
            ("profile&nike", b"{}"),
            ("post", b'{"text":"@Nike"}'),
            ("x", b"{}"),
        ):
            await service.cache.put(identity, Copy("demo", 0.0, data))
        done = await do(service, "privacy.erase", kind="handle", value="@Nike")
        left = [service.cache.get(identity) for identity in ("profile&nike", "post", "x")]

    assert done["dropped"] == 2
    assert [copy is not None for copy in left] == [False, False, True]


async def test_what_a_newer_command_asks_is_refused_in_words(tmp_path: Path) -> None:
    async with open_service(tmp_path) as service:
        unknown = await refusal(service, "accounts.paint")
        wrong = await refusal(service, "accounts.list", colour="red")

    assert (unknown.code, wrong.code) == ("unknown_operation", "unknown_operation")
    assert "accounts.paint" in unknown.message


async def test_no_operation_but_the_two_that_make_keys_answers_with_a_secret(
    tmp_path: Path,
) -> None:
    async with open_service(tmp_path) as service:
        made = await do(service, "keys.create", account=EMAIL, name="x")
        plain = ("accounts.list", "keys.list", "ledger.verify", "providers", "migrate")
        told = [await do(service, name) for name in plain]

    assert set(plain) < OPERATIONS.keys()
    assert made["key"] not in str(told)
