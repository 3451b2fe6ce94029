"""Every way in which instagram.com is known to say no, one row each, through HTTP."""

from typing import Any

import pytest
from web_makers import (
    ERROR_ROUTE,
    POST,
    ROUTE,
    Reply,
    answered,
    data,
    instagram,
    media,
    page,
)

from instagramapi.catalog.post import GetPost
from instagramapi.catalog.profile import GetProfile
from instagramapi.catalog.subjects import AccountRef, PostRef
from instagramapi.errors import NotFound, UpstreamError

pytestmark = pytest.mark.anyio

PROFILE = GetProfile(account=AccountRef(handle="mara.films"))
SUBJECT = PostRef(id="3999310043081137024")
PAGE = f"/p/{SUBJECT.shortcode}/"


def fail(message: str, status: int, **more: Any) -> Reply:
    return answered({"message": message, "status": "fail", **more}, status)


def errors(**error: Any) -> Reply:
    return answered({"errors": [{"severity": "CRITICAL", **error}], "data": None})


def sent_to(location: str) -> Reply:
    return Reply(status=302, headers={"location": location})


WAIT = fail("Please wait a few minutes before you try again.", 401, require_login=True)
LOGGED_OUT = fail("login_required", 403, error_title="You've Been Logged Out", logout_reason=8)
SHELL = page(ROUTE.format("Profile"))

BROKEN = Reply('<script type="application/json">{"xig_user_by_username":</script>')
SUMMARY = Reply('for (;;);{"error":1357004,"errorSummary":"Sorry"}', media_type="text/javascript")

BOTH = [
    ("wait a few minutes", WAIT, "rate_limited", 300),
    ("login_required", LOGGED_OUT, "login_required", None),
    ("401 without a word", Reply(status=401), "login_required", None),
    ("403 page", Reply("<html></html>", 403), "login_required", None),
    ("useragent mismatch", fail("useragent mismatch", 400), "auth", None),
    ("feedback_required", fail("feedback_required", 400, spam=True), "blocked", None),
    ("checkpoint_required", fail("checkpoint_required", 400, lock=False), "blocked", None),
    ("challenge_required", fail("challenge_required", 400), "blocked", None),
    ("fail with status 200", fail("challenge_required", 200), None, None),
    (
        "400 that is broken off",
        Reply('{"message":', 400, media_type="application/json"),
        "shape",
        None,
    ),
    ("other 400", fail("invalid", 400), "shape", None),
    ("429", Reply(status=429), "rate_limited", None),
    (
        "429 that says how long",
        Reply(status=429, headers={"retry-after": "90"}),
        "rate_limited",
        90,
    ),
    ("429 with a date", Reply(status=429, headers={"retry-after": "Mon"}), "rate_limited", None),
    ("429 page", Reply("<!DOCTYPE html>Slow down", 429), "rate_limited", None),
    ("to the log-in", sent_to("/accounts/login/?next=%2Fx%2F"), "login_required", None),
    (
        "to the log-in, in full",
        sent_to("https://h.example/accounts/login/"),
        "login_required",
        None,
    ),
    ("to the start page", sent_to("/"), "login_required", None),
    ("to a challenge", sent_to("/challenge/?next=/x/"), "blocked", None),
    ("to somewhere else", sent_to("/reel/abc/"), "shape", None),
    ("edge 560", Reply(status=560), "blocked", 300),
    ("edge 572", Reply("<html>", 572), "blocked", 300),
    ("500", Reply("<html>", 500), "server", None),
    ("502", Reply(status=502), "server", None),
    ("503 that says how long", Reply(status=503, headers={"retry-after": "7"}), "server", 7),
]
PAGES = [
    ("a page without data", SHELL, "rate_limited", None),
    ("a page of no kind", Reply("<html>Log in</html>"), "rate_limited", None),
    ("nothing", Reply(""), "rate_limited", None),
    ("the page of the log-in", page("comet.igweb.PolarisLoginRoute"), "login_required", None),
    ("a page of a challenge", page("comet.igweb.PolarisChallengeRoute"), "blocked", None),
    (
        "data that is broken off",
        BROKEN,
        "rate_limited",
        None,
    ),
]
QUERIES = [
    ("a page where JSON is due", Reply("<!DOCTYPE html><html>"), "rate_limited", None),
    (
        "not for guests",
        errors(message="Unauthorized logged out query", code=1675002),
        "login_required",
        None,
    ),
    (
        "not for guests, by words",
        errors(message="Unauthorized logged out query"),
        "login_required",
        None,
    ),
    ("a rate limit", errors(message="Rate limit exceeded", code=1675004), "rate_limited", None),
    (
        "a rate limit, by its other name",
        errors(message="x", api_error_code=1675004),
        "rate_limited",
        None,
    ),
    ("an old id", errors(message="execution error"), "shape", None),
    (
        "a missing variable",
        errors(message="A required variable", type="missing_required_variable_value"),
        "shape",
        None,
    ),
    (
        "an unknown id",
        errors(message="The GraphQL document with ID 1 was not found."),
        "shape",
        None,
    ),
    ("a summary", SUMMARY, "shape", None),
    ("no data", answered({"status": "ok"}), "shape", None),
    ("no object", answered([1]), "shape", None),
    ("garbage", answered("x" * 10), "shape", None),
    ("broken JSON", Reply('{"data":', media_type="application/json"), "shape", None),
    ("nested without end", Reply('{"data":' * 5000, media_type="application/json"), "shape", None),
    ("no such door", Reply(status=404), "shape", None),
]


def rows(*tables: Any) -> Any:
    return [pytest.param(*row[1:], id=row[0]) for table in tables for row in table]


@pytest.mark.parametrize(("reply", "reason", "retry_after_s"), rows(BOTH, PAGES))
async def test_a_page_that_refuses_is_never_not_found(
    reply: Reply, reason: str | None, retry_after_s: int | None
) -> None:
    async with instagram({"/mara.films/": reply}) as (web, _):
        with pytest.raises(UpstreamError) as raised:
            await web.answer(PROFILE)

    # A page is no place for a refusal in JSON with status 200: it is a page without data.
    assert raised.value.reason == (reason or "rate_limited")
    assert raised.value.retry_after_s == retry_after_s
    assert "127.0.0.1" not in raised.value.message


@pytest.mark.parametrize(("reply", "reason", "retry_after_s"), rows(BOTH, QUERIES))
async def test_a_query_that_refuses_is_never_not_found(
    reply: Reply, reason: str | None, retry_after_s: int | None
) -> None:
    # The page is asked only where the query is too old or not for guests; here it is elsewhere.
    script = {POST: reply, PAGE: sent_to("/reel/abc/")}
    async with instagram(script) as (web, site):
        with pytest.raises(UpstreamError) as raised:
            await web.answer(GetPost(post=SUBJECT))

    wanted = reason or "blocked"
    is_of_the_query = wanted in ("shape", "login_required")
    assert site.opened() == ([POST, PAGE] if is_of_the_query else [POST])
    assert raised.value.reason == ("shape" if is_of_the_query else wanted)
    assert is_of_the_query or raised.value.retry_after_s == retry_after_s


@pytest.mark.parametrize(
    "reply",
    [
        data(xig_polaris_media=None),
        errors(message="A server error field_exception occured. Check server logs."),
        errors(message="Object not found", code=4630001),
    ],
    ids=["null", "field_exception", "object not found"],
)
@pytest.mark.parametrize(
    ("judge", "problem", "reason"),
    [
        (page(ERROR_ROUTE), NotFound, None),
        (Reply("<html>", 404), NotFound, None),
        (fail("Not found", 404), NotFound, None),
        (SHELL, UpstreamError, "rate_limited"),
        (sent_to("/accounts/login/"), UpstreamError, "login_required"),
    ],
    ids=["page of errors", "404 page", "404 JSON", "shell", "log-in"],
)
async def test_a_query_that_knows_nothing_is_judged_by_the_page(
    reply: Reply, judge: Reply, problem: type[NotFound | UpstreamError], reason: str | None
) -> None:
    async with instagram({POST: reply, PAGE: judge}) as (web, _):
        with pytest.raises(problem) as raised:
            await web.answer(GetPost(post=SUBJECT))

    assert raised.value.reason == reason


async def test_a_start_page_that_refuses_is_a_refusal() -> None:
    wall = sent_to("/accounts/login/")
    async with instagram({"/": wall, PAGE: wall}) as (web, site):
        with pytest.raises(UpstreamError) as raised:
            await web.answer(GetPost(post=SUBJECT))

    assert raised.value.reason == "login_required"
    assert [one.key for one in site.asked] == ["/", PAGE]


async def test_a_start_page_that_is_not_there_says_nothing_about_the_subject() -> None:
    script = {"/": Reply(status=404), PAGE: sent_to("/reel/abc/")}
    async with instagram(script) as (web, _):
        with pytest.raises(UpstreamError) as raised:
            await web.answer(GetPost(post=SUBJECT))

    assert raised.value.reason == "shape"


async def test_a_guarded_answer_is_read() -> None:
    told = data(xig_polaris_media=media(int(SUBJECT.id)))
    guarded = Reply(f"for (;;);{told.body}", media_type="text/javascript")
    async with instagram({POST: guarded}) as (web, _):
        assert await web.answer(GetPost(post=SUBJECT))
