"""Real answers that guests and scrapers got, read by the shapes with the values they must have.

The recordings are kept outside of the project: INSTAGRAMAPI_RECORDINGS names their folder.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from instagramapi.catalog.models import Post
from instagramapi.catalog.subjects import post_id_of
from instagramapi.upstream.shapes import api_v1, edge, xig
from instagramapi.upstream.shapes.reading import at
from instagramapi.upstream.shapes.xig import reduced

_DEFAULT = Path(__file__).parents[4] / "shared" / "recordings"
RECORDINGS = Path(os.environ.get("INSTAGRAMAPI_RECORDINGS", _DEFAULT))

pytestmark = pytest.mark.skipif(
    not RECORDINGS.is_dir(), reason=f"there are no recordings at {RECORDINGS}"
)


def recorded(name: str) -> Any:
    return json.loads((RECORDINGS / f"{name}.json").read_text("utf-8"))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def names(post: Post) -> tuple[str, str]:
    assert post_id_of(post.shortcode) == post.id
    return post.id, post.shortcode


def test_the_head_of_a_profile() -> None:
    raw = recorded("2scraper__natgeo_profile_root")["data"]["xig_user_by_username"]
    profile = xig.profile(raw)

    assert (profile.id, profile.username) == ("787132", "natgeo")
    assert (profile.followers, profile.following, profile.posts) == (268_457_110, 194, None)
    assert (profile.is_private, profile.is_verified) == (False, True)
    assert profile.external_url == "http://visitstore.bio/natgeo"
    assert [link.title for link in profile.bio_links or ()] == [None, "Subscribe Here!"]
    assert (profile.threads_username, profile.pronouns) == ("natgeo", ())


def test_the_posts_of_a_profile() -> None:
    raw = recorded("2scraper__natgeo_posts_tab")["data"]["xig_user_by_username"]
    edges = raw["polaris_ordered_timeline_connection"]["edges"]
    posts = [xig.post(one["node"]) for one in edges]

    assert [names(post) for post in posts] == [
        ("3983118388705688735", "DdG4RIxIPyf"),
        ("3999518748855536783", "DeBJRyaDIyP"),
        ("3999310043081137024", "DeAZ0uAgNuA"),
    ]
    assert [post.type for post in posts] == ["video", "carousel", "image"]
    assert [post.items for post in posts] == [(), None, ()]
    assert {post.owner.id for post in posts if post.owner} == {"787132"}
    assert {post.taken_at for post in posts} | {post.like_count for post in posts} == {None}


def test_a_picture() -> None:
    post = xig.post(recorded("2scraper__natgeo_post_image")["data"]["xig_polaris_media"])

    assert names(post) == ("3999310043081137024", "DeAZ0uAgNuA")
    assert post.taken_at == moment("2026-10-02T21:05:27")
    assert (post.like_count, post.like_count_hidden, post.comment_count) == (47_528, False, 154)
    assert (post.width, post.height, post.type) == (1350, 1688, "image")
    assert post.hashtags == ("rolex", "africaearthswildhome", "perpetualplanet")
    assert (post.coauthors, post.usertags, post.location) == ((), (), None)
    assert post.media_expires_at == moment("2026-10-08T19:04:01")


def test_a_reel() -> None:
    post = xig.post(recorded("2scraper__natgeo_post_reel")["data"]["xig_polaris_media"])

    assert names(post) == ("3983118388705688735", "DdG4RIxIPyf")
    assert post.taken_at == moment("2026-09-10T13:00:14")
    assert (post.like_count, post.comment_count, post.has_audio) == (78_676, 525, True)
    assert (post.type, post.product_type) == ("video", "clips")
    assert [(user.id, user.username) for user in post.coauthors or ()] == [("1165531538", "rolex")]
    assert [tag.user.id for tag in post.usertags or ()] == ["1165531538"]
    assert post.audio is not None
    assert (post.audio.id, post.audio.kind) == ("26106058285758518", "original")
    assert post.audio.artist_user is not None
    assert post.audio.artist_user.id == "787132"
    assert post.video_url is not None


def test_the_nodes_of_a_timeline_of_the_older_query() -> None:
    post = api_v1.post(
        recorded("kumarakshay2023_Instagram-post__xdt_user_timeline_nodes_2025")["posts"][0]["node"]
    )

    assert names(post) == ("3597631270905977008", "DHtWpRvMBiw")
    assert post.taken_at == moment("2025-03-27T15:58:09")
    assert (post.like_count, post.comment_count, post.is_pinned) == (4564, 47, False)
    assert post.owner is not None
    assert (post.owner.id, post.owner.username) == ("16278726", "bbcnews")
    assert (post.type, len(post.items or ())) == ("carousel", 5)
    assert (post.items or ())[0].type == "video"


def test_search_results_whose_id_is_null() -> None:
    search = recorded("Devanshee-Gupta_Sociogram__topsearch_connection_instagram")
    users = at(search, "xdt_api__v1__fbsearch__topsearch_connection", "users")
    found = [api_v1.user(one["user"]) for one in users]

    assert len(found) == 35
    assert (found[0].id, found[0].username, found[0].is_verified) == ("25025320", "instagram", True)


def test_a_carousel_of_the_older_family_with_its_comments() -> None:
    raw = recorded("Devanshee-Gupta_Sociogram__instagram_shortcode_media_carousel_2024")
    media = raw["data"]["shortcode_media"]
    post = edge.post(media)
    comments = edge.comments(media, "edge_media_to_parent_comment")

    assert names(post) == ("2323727627521765713", "CA_ifcxMjFR")
    assert post.taken_at == moment("2020-06-04T00:19:01")
    assert (post.like_count, post.comment_count) == (1_615_538, 53_282)
    assert [item.type for item in post.items or ()] == ["image", "image", "video"]
    assert len(comments) == 5
    assert {comment.post_id for comment in comments} == {post.id}
    assert {comment.reply_count for comment in comments} == {0}


def test_hidden_likes_in_the_nodes_of_the_older_family() -> None:
    hidden = [post for post in map(edge.post, _posts_with(-1)) if post.like_count_hidden]

    assert hidden
    assert {post.like_count for post in hidden} == {None}


def _posts_with(likes: int) -> list[Any]:
    raw = recorded("Devanshee-Gupta_Sociogram__instagram_shortcode_media_carousel_2024")
    found, waiting = [], [raw]
    while waiting:
        part = waiting.pop()
        if at(part, "edge_media_preview_like", "count") == likes:
            found.append(part)
        waiting += (
            part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        )
    return found


def test_web_profile_info() -> None:
    profile = edge.profile(
        recorded("Piotrko64_sound-architecture__web_profile_info_soundarchitecture")["user"]
    )

    assert (profile.id, profile.username) == ("54848469587", "soundarchitecture_sa")
    assert (profile.followers, profile.following, profile.posts) == (16, 37, 8)
    assert (profile.account_type, profile.category) == ("creator", "Product/service")
    assert profile.highlights_count == 1


def test_comments_of_the_app() -> None:
    raw = recorded("YassMaldini_instagram-clone__commentsSample")
    comments = api_v1.comments(raw["comments"], "5")

    assert len(comments) == 20
    assert (comments[0].id, comments[0].like_count) == ("17950821812233925", 1)
    assert comments[0].created_at == moment("2022-10-14T16:00:52")
    assert comments[0].user is not None
    assert (comments[0].user.id, comments[0].user.username) == ("48644691157", "eugen_kholodiy")
    # The cursor is JSON inside a text: it is handed on as it is.
    assert "cached_comments_cursor" in json.loads(raw["next_min_id"])


def test_the_profile_of_a_data_set() -> None:
    profile = reduced.profile(recorded("scrapfly_scrapfly-scrapers__user"))

    assert (profile.id, profile.username) == ("1067259270", "google")
    assert (profile.followers, profile.following, profile.posts) == (15_689_074, 45, None)
    assert profile.external_url == "https://linkin.bio/google"
    assert profile.threads_username == "google"


def test_the_post_of_a_data_set() -> None:
    post = reduced.post(recorded("scrapfly_scrapfly-scrapers__multi-image-post"))

    assert names(post) == ("3111290796599140206", "Csthn7EO99u")
    assert post.taken_at == moment("2023-05-26T15:26:27")
    assert (post.like_count, post.comment_count, post.type) == (7432, 103, "carousel")
    assert (post.top_comments or ())[0].id == "18010691239975903"
    assert len(post.top_comments or ()) == 8


def test_the_comments_of_a_data_set() -> None:
    comments = [
        reduced.comment(one) for one in recorded("scrapfly_scrapfly-scrapers__post-comments")
    ]

    assert len(comments) == 64
    assert sum(comment.like_count or 0 for comment in comments) == 24
    assert (comments[0].id, comments[0].mentions) == ("17902937234712823", ("dr_lawson9",))
    assert comments[0].user is not None
    assert (comments[0].user.id, comments[0].user.is_verified) == ("2684532330", False)
