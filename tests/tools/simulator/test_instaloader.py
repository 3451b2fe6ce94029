"""instaloader, pointed at the simulator or fed its answers, agrees with the demo world."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

import pytest
from agreement import Agreement
from instaloader import (
    InstaloaderContext,
    LoginRequiredException,
    Post,
    Profile,
    ProfileNotExistsException,
    RateController,
)
from instaloader.exceptions import (
    AbortDownloadException,
    BadResponseException,
    ConnectionException,
)
from requests import PreparedRequest, Response, Session
from requests.adapters import HTTPAdapter
from simulator_makers import GUEST, Client, Demo, undated

from instagramapi.tools.simulator import Simulator

TYPES = {"image": "GraphImage", "video": "GraphVideo", "carousel": "GraphSidecar"}
SITE = "https://www.instagram.com"


class Detour(HTTPAdapter):
    """Leads requests for instagram.com to the simulator."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        request.url = (request.url or "").replace(SITE, self._url)
        request.headers["Host"] = "www.instagram.com"
        return super().send(request, *args, **kwargs)


class Unhurried(RateController):  # type: ignore[misc]  # instaloader is untyped here
    """The simulator needs no pauses."""

    def sleep(self, secs: float) -> None:
        pass


class Context(InstaloaderContext):  # type: ignore[misc]  # instaloader is untyped here
    """instaloader's own context; only where its sessions lead is another place."""

    def __init__(self, url: str) -> None:
        self._url = url
        super().__init__(
            sleep=False,
            quiet=True,
            max_connection_attempts=1,
            rate_controller=Unhurried,
            iphone_support=False,
        )

    def get_anonymous_session(self) -> Session:
        session = super().get_anonymous_session()
        session.mount("https://", Detour(self._url))
        return session  # type: ignore[no-any-return]

    def get_json(
        self, path: str, params: Mapping[str, Any], *args: Any, session: Any = None, **kwargs: Any
    ) -> Any:
        if session is not None:
            session.mount("https://", Detour(self._url))
        return super().get_json(path, params, *args, session=session, **kwargs)


@pytest.fixture
def context(upstreams: Simulator) -> Context:
    return Context(upstreams.url)


def test_a_profile_of_the_page_agrees(context: Context, demo: Demo) -> None:
    agreement = Agreement("instaloader")
    for handle in ("nike", "paris", "adidas", "cafe", "lab"):
        read, owner = Profile.from_username(context, handle), demo.ask("profile", handle=handle)
        by_id = Profile.from_id(context, int(owner.id))
        for shape, profile in (("page (xig)", read), ("query by id (xdt)", by_id)):
            agreement.compare(shape, handle, profile_read(profile), profile_of(owner))

    print(agreement.table())
    assert agreement.differences == []


def test_posts_of_a_profile_agree(context: Context, demo: Demo) -> None:
    agreement = Agreement("instaloader")
    world = {post.id: post for post in demo.posts("nike")}
    found = list(islice(Profile.from_username(context, "nike").get_posts(), 40))
    for read in found:
        compare(agreement, "query by code (xdt)", read, world[str(read.mediaid)])

    print(agreement.table())
    assert len({read.mediaid for read in found}) == 40
    assert without_hidden_likes(agreement, demo) == []


def test_nodes_of_web_profile_info_agree(context: Context, client: Client, demo: Demo) -> None:
    agreement = Agreement("instaloader")
    for handle in ("nike", "paris", "adidas", "lab"):
        path = "/api/v1/users/web_profile_info/"
        user = client.rest(path, headers=GUEST, username=handle).json()["data"]["user"]
        world = {post.id: post for post in demo.posts(handle)}
        owner = demo.ask("profile", handle=handle)
        read = profile_read(Profile(context, user))
        agreement.compare("web_profile_info", handle, read, profile_of(owner))
        for edge in user["edge_owner_to_timeline_media"]["edges"]:
            post = Post(context, edge["node"])
            compare(agreement, "edge node", post, world[str(post.mediaid)])

    print(agreement.table())
    assert without_hidden_likes(agreement, demo) == []


def test_items_of_rest_agree(context: Context, client: Client, demo: Demo) -> None:
    agreement = Agreement("instaloader")
    world = {post.id: post for post in demo.posts("nike")}
    items = client.rest("/api/v1/feed/user/782626/", count="50").json()["items"]
    for item in items:
        read = Post.from_iphone_struct(context, item)
        compare(agreement, "api-v1 item", read, world[str(read.mediaid)])

    print(agreement.table())
    assert len(items) > 40 and without_hidden_likes(agreement, demo) == []


@pytest.mark.parametrize("handle", ["sandbox.deleted"])
def test_what_is_not_there_is_not_there(context: Context, handle: str) -> None:
    with pytest.raises(ProfileNotExistsException):
        Profile.from_username(context, handle)
    with pytest.raises(BadResponseException):
        Post.from_shortcode(context, "B")


def test_a_private_profile_is_read_and_its_posts_are_not(context: Context) -> None:
    profile = Profile.from_username(context, "sandbox.private")

    assert profile.is_private
    with pytest.raises(LoginRequiredException):
        profile.get_posts()


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("feedback_required", AbortDownloadException),
        ("checkpoint_required", AbortDownloadException),
        ("please_wait", ConnectionException),
        ("login_redirect", LoginRequiredException),
        ("too_many", ConnectionException),
        ("execution_error", BadResponseException),
        ("html", ConnectionException),
    ],
)
def test_failures_are_told_apart(
    context: Context, upstreams: Simulator, fault: str, error: type[Exception]
) -> None:
    upstreams.break_with(fault, endpoint="Polaris*")

    with pytest.raises(error):
        Post.from_shortcode(context, "DRqAYKuAIUx")


def profile_read(profile: Profile) -> dict[str, Any]:
    return {
        "id": str(profile.userid),
        "username": profile.username,
        "full_name": profile.full_name,
        "followers": profile.followers,
        "following": profile.followees,
        "is_verified": profile.is_verified,
        "is_private": profile.is_private,
        "biography": profile.biography,
    }


def profile_of(owner: Any) -> dict[str, Any]:
    return {
        "id": owner.id,
        "username": owner.username,
        "full_name": owner.full_name or "",
        "followers": owner.followers,
        "following": owner.following,
        "is_verified": owner.is_verified,
        "is_private": owner.is_private,
        "biography": owner.biography or "",
    }


def compare(agreement: Agreement, shape: str, read: Post, post: Any) -> None:
    told = {
        "shortcode": read.shortcode,
        "time": read.date_utc,
        "likes": read.likes,
        "comments": read.comments,
        "owner": read.owner_username,
        "owner id": str(read.owner_id),
        "type": read.typename,
        "children": len(list(read.get_sidecar_nodes())),
        "caption": read.caption,
        "picture": undated(read.url),
        "video": undated(read.video_url),
    }
    world = {
        "shortcode": post.shortcode,
        "time": post.taken_at.replace(tzinfo=None),
        "likes": post.like_count,
        "comments": post.comment_count,
        "owner": post.owner.username,
        "owner id": post.owner.id,
        "type": TYPES[post.type],
        "children": len(post.items),
        "caption": post.caption,
        "picture": post.image_url,
        "video": post.video_url,
    }
    agreement.compare(shape, post.shortcode, told, world)


def without_hidden_likes(agreement: Agreement, demo: Demo) -> list[Any]:
    """The differences but one: instaloader takes what stands for hidden likes as their number."""
    return [
        difference
        for difference in agreement.differences
        if not (
            difference[1] == "likes"
            and difference[3] in (-1, 3)
            and demo.ask("post", shortcode=difference[2]).like_count_hidden
        )
    ]
