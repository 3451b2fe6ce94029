"""instagram.com as the simulator shows it to guests."""

import json
from typing import Any

import pytest
from simulator_makers import GUEST, LOGGED_OUT, PERSON, Client, Demo, blocks, undated

ROOT = f"{LOGGED_OUT}ProfileRootContentQuery"
POSTS = f"{LOGGED_OUT}ProfilePostsTabContentQuery"
POST = f"{LOGGED_OUT}PostRootContentQuery"
COMMENTS = f"{LOGGED_OUT}PostCommentsPaginationQuery"
EXAMPLE = "3776832898280228145"


def test_a_profile_page_carries_its_route_and_its_data(client: Client, demo: Demo) -> None:
    route, profile, posts = blocks(client.page("/nike/"))

    owner = demo.ask("profile", handle="nike")
    user = result(profile)["xig_user_by_username"]
    assert route["canonicalRouteName"].endswith("ProfileRoute")
    assert (user["pk"], user["follower_count"]) == (owner.id, owner.followers)
    assert user["all_media_count"] is None and user["id"].startswith("17841")
    assert "polaris_ordered_timeline_connection" in result(posts)["xig_user_by_username"]


def test_a_page_without_navigation_headers_is_a_shell(client: Client) -> None:
    shell = client.http.get("/nike/")

    assert shell.status_code == 200 and len(blocks(shell)) == 1


@pytest.mark.parametrize("path", ["/sandbox.deleted/", "/p/sandbox-is-no-code-at-all/"])
def test_the_page_of_nothing_is_200_with_an_error_route(client: Client, path: str) -> None:
    page = client.page(path)

    assert (page.status_code, len(blocks(page))) == (200, 1)
    assert blocks(page)[0]["canonicalRouteName"].endswith("PolarisErrorRoute")


def test_a_private_profile_shows_its_head_only(client: Client) -> None:
    _, profile, posts = blocks(client.page("/sandbox.private/"))

    tab = result(posts)["xig_user_by_username"]["polaris_ordered_timeline_connection"]
    assert result(profile)["xig_user_by_username"]["is_private"] is True
    assert tab == {"edges": [], "page_info": {"end_cursor": None, "has_next_page": False}}


def test_all_posts_are_found_over_the_pages_pinned_ones_first(client: Client, demo: Demo) -> None:
    user = client.ask(POSTS, username="nike", first=12).json()["data"]["xig_user_by_username"]
    tab = user["polaris_ordered_timeline_connection"]
    nodes = [edge["node"] for edge in tab["edges"]]
    while tab["page_info"]["has_next_page"]:
        after = tab["page_info"]["end_cursor"]
        answer = client.ask(f"{POSTS}_connection", id=user["id"], after=after, first=12).json()
        tab = answer["data"]["node"]["polaris_ordered_timeline_connection"]
        nodes += [edge["node"] for edge in tab["edges"]]

    owner = demo.ask("profile", handle="nike")
    world = {post.id: post for post in demo.posts("nike")}
    pinned = len(owner.pinned_post_ids)
    assert sorted(node["pk"] for node in nodes) == sorted(world)
    assert [node["pk"] for node in nodes[:pinned]] == list(owner.pinned_post_ids)
    assert not any({"taken_at", "like_count", "comment_count"} & set(node) for node in nodes)
    for node in nodes:
        caption = node["caption"] and node["caption"]["text"]
        assert (node["code"], caption) == (world[node["pk"]].shortcode, world[node["pk"]].caption)


def test_reels_tell_their_plays(client: Client, demo: Demo) -> None:
    answer = client.ask(f"{LOGGED_OUT}ProfileReelsTabContentQuery", username="nike", first=12)

    edges = answer.json()["data"]["xig_user_by_username"]["polaris_clips_connection"]["edges"]
    world = demo.ask("profile/reels", handle="nike", limit=12).items
    told = [(edge["node"]["pk"], edge["node"]["play_count"]) for edge in edges]
    assert told == [(post.id, post.play_count) for post in world]


def test_a_post_agrees_with_the_world(client: Client, demo: Demo) -> None:
    for post in demo.posts("nike")[:40]:
        media = client.ask(POST, media_id=post.id).json()["data"]["xig_polaris_media"]
        told = media["if_not_gated_logged_out"]
        assert (told["pk"], told["code"]) == (post.id, post.shortcode)
        assert told["taken_at"] == int(post.taken_at.timestamp())
        assert told["like_count"] == post.like_count
        assert told["like_and_view_counts_disabled"] is post.like_count_hidden
        assert told["comment_count"] == post.comment_count
        assert (told["user"]["pk"], told["user"]["username"]) == (post.owner.id, "nike")
        parts = [item["pk"] for item in told.get("carousel_media", [])]
        assert parts == [item.id for item in post.items]
        shown = undated(told["image_versions2"]["candidates"][0]["url"])
        assert shown == post.image_url


def test_comments_come_24_at_most_with_a_cursor_of_json(client: Client, demo: Demo) -> None:
    post = max(demo.posts("nike"), key=lambda post: post.comment_count)
    world = demo.ask("post/comments", id=post.id, limit=50).items
    cursor, told = None, []
    while True:
        answer = client.ask(COMMENTS, media_id=post.id, first=50, after=cursor).json()
        page = answer["data"]["xig_polaris_media"]["comments_connection"]
        assert len(page["edges"]) <= 24
        told += [edge["node"] for edge in page["edges"]]
        cursor = page["page_info"]["end_cursor"]
        if cursor is None:
            break
        assert "bifilter_token" in json.loads(cursor)

    assert [one["pk"] for one in told][:50] == [comment.id for comment in world]
    assert all(one["child_comment_count"] is None for one in told)


def test_comments_without_a_csrf_token_are_unauthorized(client: Client) -> None:
    answer = client.ask(COMMENTS, headers={}, media_id=EXAMPLE)

    assert answer.json()["errors"][0]["code"] == 1675002


def test_the_logged_out_family_is_null_on_the_older_endpoint(client: Client) -> None:
    answer = client.ask(ROOT, path="/graphql/query", username="nike")

    assert answer.json() == {"data": {"xig_user_by_username": None}, "status": "ok"}


@pytest.mark.parametrize("path", ["/api/graphql", "/graphql/query"])
def test_the_polaris_family_is_on_both_endpoints(client: Client, demo: Demo, path: str) -> None:
    answer = client.ask("PolarisPostRootQuery", path=path, shortcode="DRqAYKuAIUx").json()

    item = answer["data"]["xdt_api__v1__media__shortcode__web_info"]["items"][0]
    assert item["pk"] == demo.ask("post", shortcode="DRqAYKuAIUx").id
    assert ("status" in answer) is (path == "/graphql/query")


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("7898261790222653", "execution error"),
        ("28975909992013618", "feedback_required"),
        ("12345", "The GraphQL document with ID 12345 was not found."),
    ],
)
def test_an_old_doc_id_fails_as_recorded(client: Client, number: str, told: str) -> None:
    form = {"doc_id": number, "variables": "{}", "lsd": "token"}

    assert told in client.http.post("/api/graphql", data=form).text


@pytest.mark.parametrize(
    ("name", "variables", "told"),
    [
        (ROOT, {}, "missing_required_variable_value"),
        ("PolarisSearchBoxRefetchableQuery", {"query": "nike"}, "Unauthorized logged out query"),
        ("PolarisPostRootQuery", {"shortcode": "sandbox.deleted"}, "field_exception"),
        (POST, {"media_id": "1"}, '"xig_polaris_media":null'),
    ],
)
def test_what_guests_may_not_or_cannot_have(
    client: Client, name: str, variables: dict[str, Any], told: str
) -> None:
    assert told in client.ask(name, **variables).text


def test_web_profile_info_agrees_with_the_world(client: Client, demo: Demo) -> None:
    path = "/api/v1/users/web_profile_info/"

    user = client.rest(path, headers=GUEST, username="nike").json()["data"]["user"]

    owner = demo.ask("profile", handle="nike")
    assert (user["id"], user["edge_owner_to_timeline_media"]["count"]) == (owner.id, owner.posts)
    assert user["edge_followed_by"]["count"] == owner.followers
    assert len(user["edge_owner_to_timeline_media"]["edges"]) == 12
    assert client.rest(path, headers={}, username="nike").status_code == 400
    assert client.rest(path, headers=GUEST, username="sandbox.deleted").status_code == 404


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/api/v1/users/782626/info/", {}),
        ("/api/v1/feed/user/782626/", {}),
        ("/api/v1/feed/user/nike/username/", {}),
        (f"/api/v1/media/{EXAMPLE}/info/", {}),
        (f"/api/v1/media/{EXAMPLE}/comments/", {}),
        (f"/api/v1/media/{EXAMPLE}/likers/", {}),
        ("/api/v1/friendships/782626/followers/", {}),
        ("/api/v1/friendships/782626/following/", {}),
        ("/api/v1/feed/reels_media/", {"reel_ids": "782626"}),
        ("/api/v1/highlights/782626/highlights_tray/", {}),
        ("/api/v1/tags/web_info/", {"tag_name": "paris"}),
        ("/api/v1/locations/web_info/", {"location_id": "213385402"}),
        ("/web/search/topsearch/", {"query": "nike"}),
    ],
)
def test_what_needs_a_session_is_refused_to_guests(
    client: Client, path: str, query: dict[str, str]
) -> None:
    assert client.rest(path, headers=GUEST, **query).status_code in (401, 403)
    assert client.rest(path, headers=PERSON, **query).json()["status"] == "ok"


def test_tags_and_places_lead_to_the_log_in(client: Client) -> None:
    for path in ("/explore/tags/paris/", "/explore/locations/213385402/london/"):
        answer = client.page(path)
        assert answer.status_code == 302
        assert answer.headers["location"].startswith(str(client.http.base_url))
        assert "/accounts/login/?next=" in answer.headers["location"]


def test_media_links_work_and_say_when_they_end(client: Client) -> None:
    media = client.ask(POST, media_id=EXAMPLE).json()["data"]["xig_polaris_media"]
    link = media["if_not_gated_logged_out"]["display_uri"]

    assert int(link.partition("?oe=")[2], 16) > 1_700_000_000
    assert client.http.get(link).headers["content-type"].startswith("image/svg")


def result(block: Any) -> Any:
    """The data in a block of a page."""
    handed = block["require"][0][3][0]["__bbox"]["require"][0][3][1]
    return handed["__bbox"]["result"]["data"]
