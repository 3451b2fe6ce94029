"""HikerAPI as the simulator speaks it."""

import pytest
from simulator_makers import Client, Demo, undated

from instagramapi.tools.simulator import Simulator


def test_a_key_is_needed(client: Client) -> None:
    statuses = {
        key: client.http.get("/v1/user/by/id?id=782626", headers={"x-access-key": key}).status_code
        for key in ("", "wrong", "empty", "good")
    }

    assert statuses == {"": 401, "wrong": 401, "empty": 402, "good": 200}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"username": "nike"}, 200),
        ({"username": "sandbox.private"}, 403),
        ({"username": "sandbox.deleted"}, 404),
        ({"username": "!"}, 400),
        ({}, 422),
    ],
)
def test_outcomes_are_told_by_status(client: Client, query: dict[str, str], status: int) -> None:
    assert client.hiker("/v1/user/by/username", **query).status_code == status


def test_an_account_agrees_with_the_world(client: Client, demo: Demo) -> None:
    told = client.hiker("/v1/user/by/username", username="nike").json()

    owner = demo.ask("profile", handle="nike")
    assert (told["pk"], told["media_count"]) == (int(owner.id), owner.posts)
    assert (told["follower_count"], told["following_count"]) == (owner.followers, owner.following)
    assert (told["is_verified"], told["biography"]) == (owner.is_verified, owner.biography)


def test_all_posts_are_found_over_the_chunks(client: Client, demo: Demo) -> None:
    told, cursor = [], ""
    while True:
        items, cursor = client.hiker(
            "/v1/user/medias/chunk", user_id="782626", end_cursor=cursor
        ).json()
        told += items
        if cursor is None:
            break

    world = {post.id: post for post in demo.posts("nike")}
    assert sorted(one["pk"] for one in told) == sorted(world)
    for one in told:
        post = world[one["pk"]]
        assert (one["code"], one["taken_at_ts"]) == (
            post.shortcode,
            int(post.taken_at.timestamp()),
        )
        assert one["caption_text"] == (post.caption or "")
        assert undated(one["video_url"]) == post.video_url
        assert [part["pk"] for part in one["resources"]] == [item.id for item in post.items]
        assert one["like_and_view_counts_disabled"] is post.like_count_hidden


@pytest.mark.parametrize(
    ("path", "query", "endpoint", "parameters"),
    [
        ("/v1/user/clips/chunk", {"user_id": "782626"}, "profile/reels", {"handle": "nike"}),
        (
            "/v1/hashtag/medias/top/chunk",
            {"name": "paris"},
            "hashtag/top",
            {"tag": "paris", "limit": 27},
        ),
        (
            "/v1/hashtag/medias/recent/chunk",
            {"name": "paris"},
            "hashtag/recent",
            {"tag": "paris", "limit": 27},
        ),
        (
            "/v1/location/medias/recent/chunk",
            {"location_pk": "213385402"},
            "location/posts",
            {"id": 213385402, "limit": 27},
        ),
        (
            "/v1/user/followers/chunk",
            {"user_id": "782626"},
            "profile/followers",
            {"handle": "nike", "limit": 50},
        ),
        (
            "/v1/user/following/chunk",
            {"user_id": "782626"},
            "profile/following",
            {"handle": "nike", "limit": 50},
        ),
    ],
)
def test_chunks_agree_with_the_world(
    client: Client,
    demo: Demo,
    path: str,
    query: dict[str, str],
    endpoint: str,
    parameters: dict[str, object],
) -> None:
    items, cursor = client.hiker(path, **query).json()

    world = demo.ask(endpoint, **parameters)
    assert [one["pk"] for one in items] == [item.id for item in world.items]
    assert (cursor is None) is (world.next_cursor is None)


@pytest.mark.parametrize(
    ("path", "query", "endpoint", "parameters"),
    [
        ("/v1/user/stories", {"user_id": "782626"}, "profile/stories", {"handle": "nike"}),
        ("/v1/user/highlights", {"user_id": "782626"}, "profile/highlights", {"handle": "nike"}),
        ("/v1/search/users", {"query": "nike"}, "search/users", {"query": "nike"}),
        ("/v1/search/hashtags", {"query": "paris"}, "search/hashtags", {"query": "paris"}),
        ("/v1/fbsearch/places", {"query": "london"}, "search/locations", {"query": "london"}),
        ("/v1/media/likers", {"id": "3776832898280228145"}, "post/likers", {"post": "DRqAYKuAIUx"}),
    ],
)
def test_lists_agree_with_the_world(
    client: Client,
    demo: Demo,
    path: str,
    query: dict[str, str],
    endpoint: str,
    parameters: dict[str, object],
) -> None:
    told = client.hiker(path, **query).json()

    world = demo.ask(endpoint, limit=None if "stories" in endpoint else 50, **parameters).items
    assert [str(one.get("pk", one.get("id"))) for one in told] == [item.id for item in world]


def test_comments_go_on_with_the_first_of_two_cursors(client: Client, demo: Demo) -> None:
    post = max(demo.posts("nike"), key=lambda post: post.comment_count)
    first, cursor, other = client.hiker("/v1/media/comments/chunk", id=post.id).json()
    second, *_ = client.hiker("/v1/media/comments/chunk", id=post.id, min_id=cursor).json()

    world = demo.ask("post/comments", id=post.id, limit=40).items
    assert [one["pk"] for one in first + second] == [comment.id for comment in world]
    assert other is None


def test_a_tag_and_a_place_are_told(client: Client, demo: Demo) -> None:
    tag = client.hiker("/v1/hashtag/by/name", name="paris").json()
    place = client.hiker("/v1/location/by/id", id="213385402").json()

    world = demo.ask("location", id=213385402)
    assert tag["name"] == "paris" and tag["media_count"] > 0
    assert (place["pk"], place["name"], place["lat"]) == (213385402, world.name, world.lat)


def test_every_status_can_be_switched_on(client: Client, upstreams: Simulator) -> None:
    known = upstreams.app.faults.known()["hiker"]
    for fault, means in known.items():
        upstreams.break_with(fault, upstream="hiker", times=1)
        answer = client.hiker("/v1/user/by/id", id="782626")
        assert answer.status_code == int(means.partition(":")[0])
        assert "detail" in answer.json()
