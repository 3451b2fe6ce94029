"""The simulator's answers have the shape of recorded ones; the recordings stay where they are.

Every difference that is left stands in this file with its reason.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from shapes import differing, extra, missing, shape_of
from simulator_makers import GUEST, LOGGED_OUT, OPERATOR, PERSON, Client, Demo

from instagramapi.catalog.subjects import shortcode_of

RECORDINGS = Path(os.environ.get("INSTAGRAMAPI_RECORDINGS", "no recordings"))
EXAMPLE = "3776832898280228145"
ALL = ("*",)

pytestmark = pytest.mark.skipif(
    not RECORDINGS.is_dir(), reason="INSTAGRAMAPI_RECORDINGS names no folder"
)

Ask = Callable[[Client, list[str]], list[Any]]
"""Asks the simulator, given the ids of some posts of every kind."""


@dataclass(frozen=True)
class Pair:
    """What is asked, what was recorded, and which differences are meant."""

    ask: Ask
    recorded: tuple[str, ...]
    extra: tuple[str, ...] = ()
    """We tell it and the recording does not."""
    missing: tuple[str, ...] = ()
    """The recording tells it and we do not."""
    differing: tuple[str, ...] = ()
    """Both tell it, as another type."""
    within: tuple[str, ...] = ()
    """Where in a recorded file the answer stands."""


def _root(client: Client, posts: list[str]) -> list[Any]:
    return [client.ask(f"{LOGGED_OUT}ProfileRootContentQuery", username="nike").json()]


def _tab(client: Client, posts: list[str]) -> list[Any]:
    return [client.ask(f"{LOGGED_OUT}ProfilePostsTabContentQuery", username="nike").json()]


def _xig_posts(client: Client, posts: list[str]) -> list[Any]:
    query = f"{LOGGED_OUT}PostRootContentQuery"
    return [client.ask(query, media_id=post).json() for post in posts]


def _edge_profile(client: Client, posts: list[str]) -> list[Any]:
    path = "/api/v1/users/web_profile_info/"
    return [client.rest(path, headers=GUEST, username="nike").json()["data"]]


def _xdt_nodes(client: Client, posts: list[str]) -> list[Any]:
    path, answers = "/graphql/query", []
    for post in posts:
        code = shortcode_of(post)
        answers.append(client.ask("PolarisPostActionLoadPostQueryQuery", path=path, shortcode=code))
    return [answer.json()["data"]["xdt_shortcode_media"] for answer in answers]


def _items(client: Client, posts: list[str]) -> list[Any]:
    return [client.rest(f"/api/v1/media/{post}/info/").json() for post in posts]


def _discovery(client: Client, posts: list[str]) -> list[Any]:
    media = (
        "media.limit(50){id,caption,like_count,comments_count,media_type,media_url,permalink,"
        "timestamp,username,children{id,media_type,media_url}}"
    )
    head = "ig_id,username,name,biography,website,profile_picture_url,followers_count"
    return [client.discover("nike", f"{head},follows_count,media_count,{media}")]


def _tagged(edge: str, fields: str) -> Ask:
    def ask(client: Client, posts: list[str]) -> list[Any]:
        found = client.graph("ig_hashtag_search", user_id=OPERATOR, q="paris").json()
        path = f"{found['data'][0]['id']}/{edge}"
        return [client.graph(path, user_id=OPERATOR, limit="20", fields=fields).json()]

    return ask


def _hiker(path: str, **query: str) -> Ask:
    return lambda client, posts: [client.hiker(path, **query).json()]


def _rest(path: str, **query: str) -> Ask:
    return lambda client, posts: [client.rest(path, **query).json()]


def _clips(client: Client, posts: list[str]) -> list[Any]:
    form = {"target_user_id": "782626", "page_size": "12"}
    answer = client.http.post("/api/v1/clips/user/", data=form, headers=PERSON)
    return [answer.json()]


_XIG = ".data.xig_polaris_media.if_not_gated_logged_out"
# What every account in an api-v1 answer has today and had not in 2022: an `id` beside the `pk`,
# badges, and whether it has a picture.
_NEWER_USER = ("*.id", "*.account_badges", "*.has_anonymous_profile_picture", "*.is_unpublished")
# Of an api-v1 media only what a reader needs is simulated; the rest is about the viewer, the
# advertiser and the app's own buttons.
_NEWER_MEDIA = (
    *_NEWER_USER,
    *(".items[].coauthor_producers", ".items[].timeline_pinned_user_ids", ".items[].location"),
    *(".items[].lat", ".items[].lng", ".items[].reshare_count", ".items[].comments_disabled"),
    *(".items[].usertags", ".items[].sponsor_tags", ".items[].latest_reel_media"),
    *("*.latest_reel_media", "*.accessibility_caption", "*.video_duration", "*.usertags"),
    *("*.video_versions[].id", "*.duration_in_ms", "*.is_dash_eligible", "*.number_of_qualities"),
    *("*.child_comment_count", "*.preview_child_comments", "*.other_preview_users"),
    *("*.is_ranked_comment", "*.has_translation", "*.media.comments_disabled"),
    *("*.coauthor_producers", "*.timeline_pinned_user_ids", "*.location", "*.lat", "*.lng"),
    *("*.reshare_count", "*.top_likers", "*.facepile_top_likers"),
)

PAIRS = {
    "xig profile": Pair(_root, ("2scraper__natgeo_profile_root.json",)),
    "xig posts tab": Pair(_tab, ("2scraper__natgeo_posts_tab.json",)),
    "xig post": Pair(
        _xig_posts,
        ("2scraper__natgeo_post_image.json", "2scraper__natgeo_post_reel.json"),
        # No carousel was recorded; co-authors were recorded with eight fields of the user's ten.
        extra=(
            f"{_XIG}.carousel_media*",
            f"{_XIG}.coauthor_producers[].is_private",
            f"{_XIG}.coauthor_producers[].seo_canonical_url",
        ),
        # The demo world has no topics.
        missing=(f"{_XIG}.related_topic_pills[]",),
    ),
    "edge profile": Pair(
        _edge_profile,
        ("Piotrko64_sound-architecture__web_profile_info_soundarchitecture.json",),
        # No carousel and no tagged place with an address was recorded there.
        extra=("*.node.edge_sidecar_to_children", "*.location.address_json"),
        # Of the viewer, the app and its previews only a part is simulated.
        missing=ALL,
    ),
    "edge node, XDT": Pair(
        _xdt_nodes,
        ("Devanshee-Gupta_Sociogram__instagram_shortcode_media_carousel_2024.json",),
        within=("data", "shortcode_media"),
        # Recorded is one carousel without a product type; videos and lists have these too.
        extra=(
            *(".dash_info", ".edge_liked_by", ".edge_media_to_comment", ".has_audio"),
            *(".pinned_for_users", ".product_type", ".thumbnail_resources", ".thumbnail_src"),
            *(".video_duration", ".video_play_count", ".video_url", ".video_view_count"),
            *("*.node.owner.full_name", "*.node.owner.is_private", "*.user.is_private"),
            *("*.node.video_duration", ".like_and_view_counts_disabled"),
        ),
        missing=ALL,
    ),
    "api-v1 media": Pair(
        _items,
        (
            "pgrimaud_instagram-user-feed__media_info_carousel_jlo.json",
            "pgrimaud_instagram-user-feed__media_info_video_jlo.json",
        ),
        # No reel, no video in a carousel; the status was cut off.
        extra=(
            *(*_NEWER_MEDIA, ".items[].clips_metadata", ".items[].play_count", ".status"),
            *(".items[].carousel_media[].video_versions", ".items[].carousel_media[].product_type"),
        ),
        missing=ALL,
        # Numbers of posts were numbers in 2022 and are texts today (recorded 2025).
        differing=("*.pk", "*.media_id"),
    ),
    "api-v1 reels": Pair(
        _clips,
        ("pgrimaud_instagram-user-feed__clips_user_page.json",),
        extra=_NEWER_MEDIA,
        missing=ALL,
    ),
    "api-v1 comments": Pair(
        _rest(f"/api/v1/media/{EXAMPLE}/comments/"),
        ("YassMaldini_instagram-clone__commentsSample.json",),
        extra=_NEWER_USER,
        missing=ALL,
    ),
    "api-v1 account": Pair(
        _rest("/api/v1/users/782626/info/"),
        ("pgrimaud_instagram-user-feed__users_info_robertdowneyjr.json",),
        # Recorded before accounts had several links and a name on Threads.
        extra=(".user.bio_links", ".user.show_text_post_app_badge", ".user.text_post_app_badge_*"),
        missing=ALL,
    ),
    "api-v1 top search": Pair(
        _rest("/web/search/topsearch/", query="nike"),
        ("Devanshee-Gupta_Sociogram__topsearch_connection_instagram.json",),
        within=("xdt_api__v1__fbsearch__topsearch_connection",),
        # Recorded from GraphQL, which has no status and tells less of an account.
        extra=(".status", *_NEWER_USER, "*.is_private", "*.latest_reel_media", "*.profile_pic_id"),
        missing=(".inform_module", "*.live_broadcast_*", "*.unseen_count"),
    ),
    "Graph account and media": Pair(
        _discovery,
        ("python-facebook__business_discovery_facebook_2019.json",),
        # By the documentation of today, parts of a carousel tell no more than id, type and link.
        missing=("*.children.data[].permalink", "*.children.data[].timestamp", "*.username"),
    ),
    "Graph top media": Pair(
        _tagged(
            "top_media",
            "id,caption,like_count,comments_count,media_type,media_url,permalink,"
            "children{id,media_type,media_url}",
        ),
        ("python-facebook__hashtag_top_media_p1.json",),
        missing=("*.children.data[].permalink",),
    ),
    "Graph recent media": Pair(
        _tagged("recent_media", "id,media_type,comments_count,like_count"),
        ("python-facebook__hashtag_recent_media_p1.json",),
    ),
    "HikerAPI account": Pair(
        _hiker("/v1/user/by/username", username="nike"),
        ("hiker-doc__v1_user_by_username_natgeo.json",),
    ),
    "HikerAPI about": Pair(
        _hiker("/v1/user/about", id="782626"), ("hiker-doc__v1_user_about_natgeo.json",)
    ),
    "HikerAPI comments": Pair(
        _hiker("/v1/media/comments/chunk", id=EXAMPLE),
        ("hiker-doc__v1_media_comments_chunk_natgeo_REDACTED.json",),
    ),
    "HikerAPI reels": Pair(
        _hiker("/v1/user/clips/chunk", user_id="782626"),
        ("hiker-doc__v1_user_clips_chunk_natgeo.json",),
        # None of the first reels of nike has a co-author.
        missing=("[][].coauthor_producers[]",),
    ),
    "HikerAPI oEmbed": Pair(
        _hiker("/v1/media/oembed", url="https://www.instagram.com/p/DRqAYKuAIUx/"),
        ("hiker-doc__v1_media_oembed_natgeo.json",),
    ),
    "HikerAPI places": Pair(
        _hiker("/v1/fbsearch/places", query="london"),
        ("hiker-doc__v1_fbsearch_places_natgeo.json",),
    ),
    "HikerAPI tag": Pair(
        _hiker("/v1/hashtag/by/name", name="paris"), ("hiker-doc__v1_hashtag_by_name_love.json",)
    ),
    "HikerAPI tags": Pair(
        _hiker("/v1/search/hashtags", query="paris"), ("hiker-doc__v1_search_hashtags_love.json",)
    ),
    "HikerAPI accounts": Pair(
        _hiker("/v1/search/users", query="nike"), ("hiker-doc__v1_search_users_natgeo.json",)
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_an_answer_has_the_recorded_shape(client: Client, demo: Demo, name: str) -> None:
    pair = PAIRS[name]
    posts = [post.id for post in demo.posts("nike")[:40]]
    told = shape_of(pair.ask(client, posts))
    recorded = shape_of(_recorded(file, pair.within) for file in pair.recorded)

    assert extra(told, recorded, pair.extra) == []
    assert missing(told, recorded, pair.missing) == []
    assert differing(told, recorded, pair.differing) == []


def test_errors_have_the_recorded_shape(client: Client) -> None:
    told = client.graph("17841400000000000", fields="business_discovery.username(nike){x}").json()
    recorded = _recorded("python-facebook__error_100_permission.json", ())
    stale = client.ask("", doc_id="7898261790222653", path="/graphql/query")
    execution = client.http.post("/graphql/query", data={"doc_id": "7898261790222653"}).json()

    assert shape_of([told]).keys() == shape_of([recorded]).keys()
    assert "errors" in stale.json()
    assert (
        execution.keys()
        == _recorded("scrapfly_scrapfly-scrapers__graphql_execution_error.json", ()).keys()
    )


def _recorded(file: str, within: tuple[str, ...]) -> Any:
    value = json.loads((RECORDINGS / file).read_text("utf-8"))
    for step in within:
        value = value[step]
    return value
