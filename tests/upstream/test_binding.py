"""Providers say which endpoints they answer by marking methods with `serves`."""

import pytest

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.models import Page, Profile, UserShort
from instagramapi.catalog.profile import GetProfile, ListProfileFollowers
from instagramapi.catalog.subjects import AccountRef
from instagramapi.upstream.provider import Provider, serves

pytestmark = pytest.mark.anyio

NIKE = AccountRef(handle="nike")


class People(Provider):
    name = "people"

    @serves(ListProfileFollowers)
    async def followers(self, call: ListProfileFollowers) -> Page[UserShort]:
        return Page[UserShort](items=())


class Accounts(People):
    name = "accounts"

    @serves(GetProfile)
    async def profile(self, call: GetProfile) -> Profile:
        return Profile(id="1", username=call.account.handle or "")


@pytest.mark.parametrize(
    ("provider", "endpoint", "is_able"),
    [
        (People(), ListProfileFollowers, True),
        (People(), GetProfile, False),
        (Accounts(), GetProfile, True),
        (Accounts(), ListProfileFollowers, True),
    ],
)
def test_a_provider_is_able_where_it_or_its_base_has_a_method(
    provider: Provider, endpoint: type[Call], is_able: bool
) -> None:
    assert provider.can_answer(endpoint) is is_able


async def test_a_call_reaches_the_method_of_its_endpoint() -> None:
    assert await Accounts().answer(GetProfile(account=NIKE)) == Profile(id="1", username="nike")
    assert await Accounts().answer(ListProfileFollowers(account=NIKE)) == Page[UserShort](items=())


async def test_a_provider_holds_nothing_open_unless_it_says_so() -> None:
    provider = People()
    await provider.close()

    assert not provider.is_partial
