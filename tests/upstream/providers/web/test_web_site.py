"""What a guest sends, and how long it keeps what it was handed."""

import pytest
from web_makers import POST, Reply, data, home, instagram, media, page, profile_page, user

from instagramapi.catalog.post import GetPost
from instagramapi.catalog.profile import GetProfile
from instagramapi.catalog.subjects import AccountRef, PostRef
from makers import StoppedClock

pytestmark = pytest.mark.anyio

QUESTION = GetPost(post=PostRef(id="101"))
SCRIPT = {POST: data(xig_polaris_media=media(101))}


async def test_tokens_are_fetched_anew_after_an_hour() -> None:
    clock = StoppedClock()
    async with instagram(SCRIPT, clock=clock) as (web, site):
        await web.answer(QUESTION)
        clock.advance(3600)
        await web.answer(QUESTION)

    assert len(site.of("/")) == 2


async def test_any_page_hands_out_tokens() -> None:
    handing = home().body.replace("<!DOCTYPE html>", "")
    opened = profile_page(user())
    told = Reply(opened.body + handing, headers={"set-cookie": "csrftoken=csrf-9; Secure"})
    async with instagram({**SCRIPT, "/mara.films/": told}) as (web, site):
        await web.answer(GetProfile(account=AccountRef(handle="mara.films")))
        await web.answer(QUESTION)

    assert site.of("/") == []
    assert site.of(POST)[0].headers["x-csrftoken"] == "csrf-9"


async def test_the_token_may_stand_in_the_page_instead_of_in_a_cookie() -> None:
    tokens = '<html>["LSD",[],{"token":"l"}] {"csrf_token":"c"}</html>'
    async with instagram({**SCRIPT, "/": Reply(tokens)}) as (web, site):
        await web.answer(QUESTION)

    assert site.of(POST)[0].form["lsd"] == "l"
    assert site.of(POST)[0].headers["x-csrftoken"] == "c"


async def test_a_start_page_without_tokens_is_asked_again_and_nothing_is_made_up() -> None:
    async with instagram({**SCRIPT, "/": page("x")}) as (web, site):
        await web.answer(QUESTION)
        await web.answer(QUESTION)

    assert len(site.of("/")) == 2
    asked = site.of(POST)[0]
    assert "lsd" not in asked.form
    assert not {"cookie", "x-csrftoken", "x-fb-lsd"} & set(asked.headers)


async def test_a_query_names_the_app_and_is_no_navigation() -> None:
    async with instagram(SCRIPT) as (web, site):
        await web.answer(QUESTION)

    headers = site.of(POST)[0].headers
    assert headers["x-ig-app-id"] == "936619743392459"
    assert (headers["sec-fetch-site"], headers["sec-fetch-mode"]) == ("same-origin", "cors")
    assert headers["user-agent"].startswith("instagramapi/")
