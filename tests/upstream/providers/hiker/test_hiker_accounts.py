"""The memory of accounts is short and bounded."""

from instagramapi.catalog.models import Profile
from instagramapi.catalog.subjects import AccountRef
from instagramapi.upstream.providers.hiker.accounts import Accounts
from makers import StoppedClock

NIKE = Profile(id="1", username="nike")


def test_an_account_is_known_by_handle_and_by_id() -> None:
    accounts = Accounts(StoppedClock())
    accounts.remember(NIKE)

    assert accounts.recall(AccountRef(handle="nike")) == NIKE
    assert accounts.recall(AccountRef(id="1")) == NIKE
    assert accounts.recall(AccountRef(handle="puma")) is None


def test_the_oldest_is_forgotten_first() -> None:
    accounts = Accounts(StoppedClock(), at_most=4)
    for number, name in enumerate(("nike", "puma", "nike", "fila")):
        accounts.remember(Profile(id=name, username=name, followers=number))

    nike = accounts.recall(AccountRef(handle="nike"))
    assert nike is not None
    assert nike.followers == 2
    assert accounts.recall(AccountRef(handle="puma")) is None
