"""The operations on payments and caps, on a real service."""

from pathlib import Path

import pytest
from admin_makers import EMAIL, do, open_service

from instagramapi.admin.failure import Failure
from instagramapi.ledger.ledger import NO_CAPS, Caps
from instagramapi.ledger.payments.packs import parse_packs
from instagramapi.ledger.payments.stripe import StripeFailed

pytestmark = pytest.mark.anyio


async def test_a_cap_is_set_noted_and_lifted(tmp_path: Path) -> None:
    async with open_service(tmp_path) as service:
        done = await do(service, "credits.cap", account=EMAIL, day=5)
        assert done == {"account_id": done["account_id"], "cap_day": 5, "cap_month": None}
        assert service.ledger.caps_of(done["account_id"]) == Caps(day=5)
        (note,) = service.people.audit.latest(done["account_id"], limit=1)
        assert (note.action, note.target, note.detail) == (
            "credits.cap",
            done["account_id"],
            {"day": 5},
        )
        await do(service, "credits.cap", account=EMAIL)
        assert service.ledger.caps_of(done["account_id"]) == NO_CAPS


async def test_a_cap_that_cannot_be_is_refused(tmp_path: Path) -> None:
    async with open_service(tmp_path) as service:
        with pytest.raises(Failure) as refused:
            await do(service, "credits.cap", account=EMAIL, month=-1)
        assert refused.value.param == "month"


async def test_payments_are_listed_with_what_became_of_them(tmp_path: Path) -> None:
    (pack,) = parse_packs(["1000=10.00 EUR"])
    async with open_service(tmp_path) as service:
        account = service.accounts.find(EMAIL)
        with pytest.raises(StripeFailed):
            await service.topups.start(account.id, pack, by="usr_1", email=EMAIL)
        (payment,) = (await do(service, "credits.payments", account=EMAIL))["payments"]
        assert (await do(service, "credits.payments"))["payments"] == [payment]
    assert (payment["account_id"], payment["state"]) == (account.id, "failed")
    assert (payment["credits"], payment["price"]) == (1000, "10.00 EUR")
    assert (payment["credits_missing"], payment["paid_at"]) == (0, None)
