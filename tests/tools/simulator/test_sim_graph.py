"""The Graph API as the simulator speaks it."""

import json

import pytest
from simulator_makers import OPERATOR, Client, Demo, undated

from instagramapi.catalog.subjects import post_id_of
from instagramapi.kit.clock import Clock
from instagramapi.tools.simulator import App, Simulator
from instagramapi.tools.simulator.graph.hashtags import MAX_TAGS, WINDOW_S, HashtagBook

MEDIA = (
    "id,caption,like_count,comments_count,media_type,media_product_type,media_url,permalink,"
    "timestamp,username,children{id,media_type,media_url}"
)


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now_s = 1_790_000_000.0

    def epoch_s(self) -> float:
        return self.now_s

    def monotonic_s(self) -> float:
        return self.now_s


def test_business_discovery_agrees_with_the_world(client: Client, demo: Demo) -> None:
    fields = "id,ig_id,username,name,biography,website,followers_count,follows_count,media_count"

    told = client.discover("nike", fields)["business_discovery"]

    owner = demo.ask("profile", handle="nike")
    assert told == {
        "id": told["id"],
        "ig_id": int(owner.id),
        "username": "nike",
        "name": owner.full_name,
        "biography": owner.biography,
        "website": owner.external_url,
        "followers_count": owner.followers,
        "follows_count": owner.following,
        "media_count": owner.posts,
    }
    assert told["id"].startswith("17841") and told["id"] != owner.id


def test_every_post_is_told_once_over_the_pages(client: Client, demo: Demo) -> None:
    posts, after = [], ""
    while True:
        window = f"media.limit(50){after}{{{MEDIA}}}"
        media = client.discover("nike", window)["business_discovery"]["media"]
        posts += media["data"]
        cursors = media["paging"]["cursors"]
        if "after" not in cursors:
            break
        after = f".after({cursors['after']})"

    world = demo.posts("nike")
    assert [post["permalink"] for post in posts] == [post.url for post in world]
    for told, post in zip(posts, world, strict=True):
        assert told.get("like_count") == post.like_count
        assert ("like_count" in told) is not post.like_count_hidden
        assert told["comments_count"] == post.comment_count
        assert told["timestamp"] == post.taken_at.strftime("%Y-%m-%dT%H:%M:%S+0000")
        assert told["id"] != post.id
        assert len(told.get("children", {}).get("data", [])) == len(post.items)
        assert post_id_of(told["permalink"].split("/")[-2]) == post.id


def test_before_leads_back_to_the_page_before(client: Client) -> None:
    first = client.discover("nike", "media.limit(5){id}")["business_discovery"]["media"]
    after = first["paging"]["cursors"]["after"]
    second = client.discover("nike", f"media.limit(5).after({after}){{id}}")
    before = second["business_discovery"]["media"]["paging"]["cursors"]["before"]

    back = client.discover("nike", f"media.limit(5).before({before}){{id}}")

    assert back["business_discovery"]["media"]["data"] == first["data"]


@pytest.mark.parametrize("handle", ["sandbox.deleted", "sandbox.private", "not a handle", "mila"])
def test_personal_and_absent_accounts_are_the_same_error(client: Client, handle: str) -> None:
    answer = client.graph(OPERATOR, fields=f"business_discovery.username({handle}){{id}}")

    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["error_subcode"]) == (400, 110, 2207013)


@pytest.mark.parametrize(
    ("fields", "code"),
    [("stories", 10), ("live_media", 36104), ("is_verified", 100), ("media{owner_name}", 100)],
)
def test_what_is_not_told_is_an_error(client: Client, fields: str, code: int) -> None:
    assert client.discover("nike", fields)["error"]["code"] == code


def test_a_broken_selection_is_a_syntax_error(client: Client) -> None:
    error = client.graph(OPERATOR, fields="business_discovery.username(nike){id").json()["error"]

    assert error["code"] == 2500 and "at character" in error["message"]


@pytest.mark.parametrize(("token", "code"), [("", 104), ("expired", 190), ("invalid", 190)])
def test_a_bad_token_is_refused(client: Client, token: str, code: int) -> None:
    assert client.graph(OPERATOR, access_token=token).json()["error"]["code"] == code


def test_usage_is_told_in_the_headers(client: Client) -> None:
    headers = client.graph(OPERATOR).headers

    assert headers["facebook-api-version"] == "v26.0"
    assert "call_count" in json.loads(headers["x-app-usage"])
    usage = json.loads(headers["x-business-use-case-usage"])[OPERATOR][0]
    assert usage["type"] == "instagram" and "estimated_time_to_regain_access" in usage


def test_posts_of_a_hashtag_belong_to_nobody(client: Client, demo: Demo) -> None:
    tag = client.graph("ig_hashtag_search", user_id=OPERATOR, q="paris").json()["data"][0]["id"]

    answer = client.graph(
        f"{tag}/top_media",
        user_id=OPERATOR,
        limit="50",
        fields="id,caption,media_type,permalink,like_count,comments_count,media_url,timestamp",
    ).json()

    world = demo.ask("hashtag/top", tag="paris", limit=50).items
    assert [told["permalink"] for told in answer["data"]] == [post.url for post in world]
    assert not any({"username", "owner", "timestamp"} & set(told) for told in answer["data"])
    links = [undated(told["media_url"]) for told in answer["data"] if "media_url" in told]
    assert set(links) <= {post.video_url or post.image_url for post in world}
    error = client.graph(f"{tag}/top_media", user_id=OPERATOR, fields="username").json()["error"]
    assert error["code"] == 100


def test_pages_of_a_hashtag_go_on_by_address(client: Client) -> None:
    tag = client.graph("ig_hashtag_search", user_id=OPERATOR, q="paris").json()["data"][0]["id"]
    first = client.graph(f"{tag}/recent_media", user_id=OPERATOR, limit="5", fields="timestamp")

    second = client.http.get(first.json()["paging"]["next"]).json()

    assert len(second["data"]) == 5 and "timestamp" in second["data"][0]
    assert second["data"][0]["id"] not in [told["id"] for told in first.json()["data"]]


def test_thirty_hashtags_in_seven_days_and_no_more() -> None:
    clock = Hand()
    book = HashtagBook(clock)
    taken = [book.note("1", str(at), f"tag{at}") for at in range(MAX_TAGS)]

    assert all(taken) and not book.note("1", "30", "one too many")
    assert book.note("1", "7", "tag7"), "asking again is free"
    assert book.note("2", "30", "tag30"), "each account has its own budget"
    assert len(book.recent("1")) == MAX_TAGS
    clock.now_s += WINDOW_S
    assert book.note("1", "30", "tag30") and len(book.recent("1")) == 1


def test_the_budget_is_told(client: Client) -> None:
    account = "17841400000000001"
    for name in ("paris", "rome"):
        client.graph("ig_hashtag_search", user_id=account, q=name)

    told = client.graph(f"{account}/recently_searched_hashtags", fields="name").json()["data"]

    assert [one["name"] for one in told] == ["rome", "paris"]


def test_the_card_of_a_post_names_nobody(client: Client) -> None:
    card = client.graph("instagram_oembed", url="https://www.instagram.com/p/DRqAYKuAIUx/").json()

    assert set(card) == {"version", "provider_name", "provider_url", "type", "width", "html"}


def test_every_error_can_be_switched_on(client: Client, upstreams: Simulator) -> None:
    for fault in App(clock=_clock(), public_url=upstreams.url).faults.known()["graph"]:
        upstreams.break_with(fault, upstream="graph", times=1)
        answer = client.graph(OPERATOR)
        assert answer.status_code >= 400 and isinstance(answer.json()["error"]["code"], int)


def test_a_limit_says_when_it_ends(client: Client, upstreams: Simulator) -> None:
    upstreams.break_with("business_limit", minutes=7)

    answer = client.graph(OPERATOR)

    usage = json.loads(answer.headers["x-business-use-case-usage"])[OPERATOR][0]
    assert answer.json()["error"]["code"] == 80002
    assert (usage["call_count"], usage["estimated_time_to_regain_access"]) == (100, 7)


def _clock() -> Clock:
    return Hand()
