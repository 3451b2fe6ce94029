"""Whoever answers profiles and posts answers insights, without a method for it."""

import asyncio

import pytest

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.models import Page, Post, Profile, ProfileInsights
from instagramapi.catalog.profile import GetProfile, GetProfileInsights, ListProfilePosts
from instagramapi.catalog.subjects import AccountRef
from instagramapi.errors import NotFound
from instagramapi.upstream.provider import Provider, serves

NIKE = AccountRef(handle="nike")


class Profiles(Provider):
    """Knows one account, and notes what it is asked."""

    name = "profiles"

    def __init__(self) -> None:
        self.asked: list[Call] = []

    @serves(GetProfile)
    async def profile(self, call: GetProfile) -> Profile:
        self.asked.append(call)
        if call.account != NIKE:
            raise NotFound("There is no such account.", reason="nonexistent")
        return Profile(id="1", username="nike", followers=10)


class WithPosts(Profiles):
    """Knows its posts too."""

    name = "with_posts"

    @serves(ListProfilePosts)
    async def posts(self, call: ListProfilePosts) -> Page[Post]:
        self.asked.append(call)
        liked = Post(id="2", shortcode="C", like_count=3, comment_count=1)
        return Page[Post](items=(liked, liked))


class WithInsights(WithPosts):
    """Is told insights by its source."""

    name = "with_insights"

    @serves(GetProfileInsights)
    async def insights(self, call: GetProfileInsights) -> ProfileInsights:
        raise NotFound("The source says so.")


def test_insights_are_computed_from_one_page_of_posts() -> None:
    provider = WithPosts()

    found = asyncio.run(provider.answer(GetProfileInsights(account=NIKE, sample=30)))

    assert isinstance(found, ProfileInsights)
    assert (found.sample, found.engagement_rate) == (2, 0.4)
    assert provider.asked == [
        GetProfile(account=NIKE),
        ListProfilePosts(account=NIKE, limit=30),
    ]


def test_what_stops_a_part_stops_the_whole() -> None:
    with pytest.raises(NotFound) as missing:
        asyncio.run(WithPosts().answer(GetProfileInsights(account=AccountRef(handle="gone"))))
    assert missing.value.reason == "nonexistent"


def test_who_lacks_a_part_cannot_answer() -> None:
    assert not Profiles.can_answer(GetProfileInsights)
    assert WithPosts.can_answer(GetProfileInsights)


def test_a_method_of_ones_own_comes_first() -> None:
    with pytest.raises(NotFound, match="The source says so"):
        asyncio.run(WithInsights().answer(GetProfileInsights(account=NIKE)))
