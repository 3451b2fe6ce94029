"""Every endpoint over HTTP, and what the product must show, on the demo's world."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from client import Answer, Connection
from harness import Payer, Server, open_accounts, serving

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.endpoints import CATALOGUE

DEMO = ("--provider", "demo", "--credits", "1000000", "--deadline-s", "25")
KEPT = {
    "profile": 1, "profile/about": 2, "profile/posts": 2, "profile/reels": 2,
    "profile/stories": 2, "profile/highlights": 2, "profile/followers": 2,
    "profile/following": 2, "post": 1, "post/comments": 2, "post/likers": 2, "search/users": 1,
    "search/hashtags": 1, "search/locations": 1, "hashtag/top": 1, "hashtag/recent": 1,
    "location": 1, "location/posts": 1, "credits": 0,
}  # fmt: skip
ADDED = {
    "profile/tagged": 2, "profile/similar": 2, "profile/insights": 2, "story": 1, "highlight": 1,
    "post/comments/replies": 2, "post/comments/likers": 2, "post/transcript": 2, "search": 1,
    "search/reels": 1, "search/audio": 1, "hashtag": 1, "hashtag/reels": 1, "location/nearby": 1,
    "audio": 1, "audio/reels": 1, "oembed": 1, "resolve": 0,
}  # fmt: skip
META = ["endpoint", "request_id", "credits_charged", "credits_remaining", "next_cursor", "ms"]
ERROR = ["code", "message", "param", "reason", "retryable", "doc_url"]
# The example of what the path itself names is nobody's.
ANYBODYS = [endpoint for endpoint in CATALOGUE if not endpoint.path_parameter]
# Lists of our own books grow while they are read.
LISTS = [endpoint for endpoint in CATALOGUE if endpoint.is_list() and endpoint.credits]
# The longest list of the examples has 16 pages of 50.
_PAGES = 100


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("walk") / "data"
    (payer,) = open_accounts(folder)
    with serving(folder, *DEMO) as server:
        yield server, payer


def target(endpoint: type[Call], **parameters: str) -> str:
    values = {**endpoint.example, **parameters}
    return endpoint.path + "?" + "&".join(f"{name}={value}" for name, value in values.items())


async def ask(server: Server, payer: Payer, *targets: str) -> list[Answer]:
    """Ask one after the other."""
    async with Connection(server.port) as connection:
        return [await connection.get(each, payer.secret) for each in targets]


async def pages(server: Server, payer: Payer, first: str, limit: int) -> list[Answer]:
    """Follow the cursor to its end, or as far as the proof goes."""
    found = []
    async with Connection(server.port) as connection:
        cursor = ""
        for _ in range(limit):
            found.append(await connection.get(first + cursor, payer.secret))
            sealed = found[-1].json["meta"]["next_cursor"]
            if sealed is None:
                break
            cursor = f"&cursor={sealed}"
    return found


def items(found: list[Answer]) -> list[dict[str, Any]]:
    return [item for answer in found for item in answer.json["data"]["items"]]


def test_every_endpoint_of_the_contract_is_there_at_its_price() -> None:
    assert (KEPT | ADDED).items() <= {
        endpoint.name: endpoint.credits for endpoint in CATALOGUE
    }.items()


@pytest.mark.anyio
@pytest.mark.parametrize("endpoint", ANYBODYS, ids=lambda endpoint: endpoint.name)
async def test_an_endpoint_answers_its_example(
    endpoint: type[Call], stage: tuple[Server, Payer]
) -> None:
    (answer,) = await ask(*stage, target(endpoint))
    assert answer.status == 200, answer.body
    meta = answer.json["meta"]
    assert list(answer.json) == ["data", "meta"]
    assert list(meta)[:6] == META
    assert meta["endpoint"] == endpoint.name
    assert (meta["credits_charged"], meta["credits_remaining"]) == (
        answer.charged,
        answer.remaining,
    )


@pytest.mark.anyio
@pytest.mark.parametrize("endpoint", LISTS, ids=lambda endpoint: endpoint.name)
async def test_a_list_pages_to_its_end_without_repeats(
    endpoint: type[Call], stage: tuple[Server, Payer]
) -> None:
    limit = {"limit": "50"} if "limit" in endpoint.names else {}
    found = await pages(*stage, target(endpoint, **limit), _PAGES)
    for answer in found:
        data, meta = answer.json["data"], answer.json["meta"]
        assert answer.status == 200
        assert data["next_cursor"] == meta["next_cursor"]
        assert data["has_more"] == (data["next_cursor"] is not None)
        assert len(data["items"]) <= 50
    ids = [item["id"] for item in items(found)]
    assert len(ids) == len(set(ids))
    assert found[-1].json["data"]["next_cursor"] is None


@pytest.mark.anyio
@pytest.mark.parametrize("handle", ["nike", "ada", "rosa.lux", "x", "sandbox.empty"])
async def test_an_account_pages_as_many_posts_as_it_states(
    handle: str, stage: tuple[Server, Payer]
) -> None:
    (profile,) = await ask(*stage, f"/v1/profile?handle={handle}")
    stated = profile.json["data"]["posts"]
    found = await pages(*stage, f"/v1/profile/posts?handle={handle}&limit=50", 10_000)
    assert len(items(found)) == stated
    assert found[-1].json["meta"]["next_cursor"] is None


@pytest.mark.anyio
@pytest.mark.parametrize("name", ["profile/followers", "profile/following", "profile/highlights"])
async def test_a_list_of_people_is_as_long_as_stated(
    name: str, stage: tuple[Server, Payer]
) -> None:
    endpoint = CATALOGUE.by_name[name]
    field = {"profile/highlights": "highlights_count"}.get(name, name.rpartition("/")[2])
    for handle in ("ada", "x"):
        (profile,) = await ask(*stage, f"/v1/profile?handle={handle}")
        found = await pages(*stage, f"{endpoint.path}?handle={handle}&limit=50", _PAGES)
        assert found[-1].json["meta"]["next_cursor"] is None
        assert len(items(found)) == profile.json["data"][field]


# Whatever a list shows is the thing itself: its id asks for the same object.
@pytest.mark.anyio
async def test_what_a_list_shows_answers_by_its_id(stage: tuple[Server, Payer]) -> None:
    highlights, sounds, comments = await ask(
        *stage,
        "/v1/profile/highlights?handle=nike",
        "/v1/search/audio?query=nike",
        "/v1/post/comments?shortcode=DRqAYKuAIUx&limit=50",
    )
    (opened,) = await ask(*stage, f"/v1/highlight?id={items([highlights])[0]['id']}")
    story = opened.json["data"]["items"][0]
    sound = items([sounds])[0]
    answered = next(comment for comment in items([comments]) if comment["reply_count"])
    thread = f"/v1/post/comments/replies?shortcode=DRqAYKuAIUx&comment_id={answered['id']}"
    same_story, same_sound, replies = await ask(
        *stage, f"/v1/story?id={story['id']}", f"/v1/audio?id={sound['id']}", thread
    )
    assert same_story.json["data"] == story
    assert same_sound.json["data"] == sound
    assert len(items([replies])) == answered["reply_count"]


@pytest.mark.anyio
async def test_the_printed_curl_line_is_answered_with_the_envelope(
    stage: tuple[Server, Payer],
) -> None:
    (answer,) = await ask(*stage, "/v1/profile?handle=nike&max_age=0")
    assert answer.status == 200
    assert answer.json["data"]["username"] == "nike"
    assert list(answer.json["meta"])[:6] == META
    assert answer.json["meta"]["credits_remaining"] == answer.remaining
    assert answer.json["meta"]["credits_charged"] == answer.charged == 1


@pytest.mark.anyio
async def test_a_misspelt_parameter_is_named_and_corrected_for_free(
    stage: tuple[Server, Payer],
) -> None:
    (answer,) = await ask(*stage, "/v1/profile?hanlde=nike")
    error = answer.json["error"]
    assert (answer.status, answer.charged, error["code"]) == (400, 0, "missing_parameter")
    assert list(error) == ERROR
    assert "hanlde" in (error["param"], *error["message"].split("`"))
    assert "`handle`" in error["message"]


def test_a_cursor_works_after_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (payer,) = open_accounts(folder)
    posts = "/v1/profile/posts?handle=nike"
    with serving(folder, *DEMO) as server:
        first, *_ = asyncio.run(pages(server, payer, posts, 2))
        whole = asyncio.run(pages(server, payer, posts, 5))
    with serving(folder, *DEMO) as server:
        cursor = first.json["meta"]["next_cursor"]
        rest = asyncio.run(pages(server, payer, f"{posts}&cursor={cursor}", 1))
    assert [post["id"] for post in items(rest)] == [post["id"] for post in items(whole[1:2])]
    assert rest[0].charged == 2


def test_a_cursor_of_another_list_is_refused_for_free(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (payer,) = open_accounts(folder)
    with serving(folder, *DEMO) as server:
        (first,) = asyncio.run(pages(server, payer, "/v1/profile/posts?handle=nike", 1))
        cursor = first.json["meta"]["next_cursor"]
        foreign = asyncio.run(ask(
            server,
            payer,
            f"/v1/profile/posts?handle=ada&cursor={cursor}",
            f"/v1/profile/reels?handle=nike&cursor={cursor}",
            f"/v1/profile/posts?handle=nike&cursor={cursor[:-1]}",
        ))  # fmt: skip
    assert [(each.status, each.charged, each.json["error"]["reason"]) for each in foreign] == [
        (400, 0, "cursor")
    ] * 3
