"""Recorded pages and answers, played by a server on loopback."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from web_makers import POST, ROUTE, Reply, answered, instagram, page

from instagramapi.catalog.models import Page, Post, Profile
from instagramapi.catalog.post import GetPost
from instagramapi.catalog.profile import GetProfile, ListProfilePosts
from instagramapi.catalog.subjects import AccountRef, PostRef
from instagramapi.errors import NotFound, UpstreamError

_DEFAULT = Path(__file__).parents[5] / "shared" / "recordings"
RECORDINGS = Path(os.environ.get("INSTAGRAMAPI_RECORDINGS", _DEFAULT))
NATGEO = AccountRef(handle="natgeo")
IMAGE = PostRef(id="3999310043081137024")

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(not RECORDINGS.is_dir(), reason=f"there are no recordings at {RECORDINGS}"),
]


def text(name: str) -> str:
    return (RECORDINGS / name).read_text("utf-8")


def recorded(name: str) -> Any:
    return json.loads(text(f"{name}.json"))


def natgeo() -> Reply:
    names = ("2scraper__natgeo_profile_root", "2scraper__natgeo_posts_tab")
    return page(ROUTE.format("Profile"), *(recorded(name)["data"] for name in names))


async def test_a_recorded_profile() -> None:
    async with instagram({"/natgeo/": natgeo()}) as (web, _):
        profile = await web.answer(GetProfile(account=NATGEO))

    assert isinstance(profile, Profile)
    assert (profile.id, profile.followers, profile.posts) == ("787132", 268_457_110, None)


async def test_recorded_posts() -> None:
    async with instagram({"/natgeo/": natgeo()}) as (web, _):
        posts = await web.answer(ListProfilePosts(account=NATGEO))

    assert isinstance(posts, Page)
    codes = [post.shortcode for post in posts.items]
    assert codes == ["DdG4RIxIPyf", "DeBJRyaDIyP", "DeAZ0uAgNuA"]
    assert posts.next_cursor is not None
    assert json.loads(posts.next_cursor)[0] == "17841400573960012"


async def test_a_recorded_post() -> None:
    async with instagram({POST: answered(recorded("2scraper__natgeo_post_image"))}) as (web, _):
        post = await web.answer(GetPost(post=IMAGE))

    assert isinstance(post, Post)
    assert (post.like_count, post.comment_count) == (47_528, 154)


@pytest.mark.parametrize(
    ("name", "problem", "reason"),
    [
        ("2scraper__page_not_found.html", NotFound, None),
        ("2scraper__page_throttled_post.html", UpstreamError, "rate_limited"),
    ],
)
async def test_recorded_pages_without_data(
    name: str, problem: type[NotFound | UpstreamError], reason: str | None
) -> None:
    async with instagram({"/natgeo/": Reply(text(name))}) as (web, _):
        with pytest.raises(problem) as raised:
            await web.answer(GetProfile(account=NATGEO))

    assert raised.value.reason == reason


async def test_a_recorded_execution_error() -> None:
    failure = answered(recorded("scrapfly_scrapfly-scrapers__graphql_execution_error"))
    throttled = Reply(text("2scraper__page_throttled_post.html"))
    async with instagram({POST: failure, f"/p/{IMAGE.shortcode}/": throttled}) as (web, site):
        with pytest.raises(UpstreamError) as raised:
            await web.answer(GetPost(post=IMAGE))

    assert site.opened() == [POST, f"/p/{IMAGE.shortcode}/"]
    assert raised.value.reason == "rate_limited"
