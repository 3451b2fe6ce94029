"""The archive answers what instaloader itself reads from the same files.

The recordings are real answers, kept outside of the project: INSTAGRAMAPI_RECORDINGS names their
folder. Where the two differ on purpose, `DIFFERENCES` says why.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from archive_makers import answer, archive, imported, write
from instaloader import Hashtag, Post, Profile, StoryItem
from instaloader.exceptions import ConnectionException
from instaloader.instaloadercontext import InstaloaderContext
from instaloader.structures import load_structure_from_file

from instagramapi.catalog.models import Hashtag as HashtagModel
from instagramapi.catalog.models import Post as PostModel
from instagramapi.catalog.models import Profile as ProfileModel
from instagramapi.catalog.models import Story as StoryModel
from instagramapi.catalog.post import GetPost
from instagramapi.catalog.profile import GetProfile, ListProfileStories
from instagramapi.catalog.search import SearchHashtags
from instagramapi.catalog.subjects import AccountRef, PostRef
from instagramapi.upstream.providers.archive import ArchiveStore

_DEFAULT = Path(__file__).parents[5] / "shared" / "recordings"
RECORDINGS = Path(os.environ.get("INSTAGRAMAPI_RECORDINGS", _DEFAULT))

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(not RECORDINGS.is_dir(), reason=f"there are no recordings at {RECORDINGS}"),
]

UNREAD = object()
"""What instaloader cannot read from the file alone: it would ask Instagram."""

ASKED_ONLINE = {
    *("accessibility_caption", "comments", "is_business_account", "is_sponsored", "mediacount"),
    *("owner_username", "sidecar", "tagged_users", "typename", "url", "video_duration"),
    *("video_view_count",),
}
"""What some nodes lack. instaloader would go online for it; the archive says what it knows."""

DIFFERENCES = {
    "likes": "instaloader returns -1 for hidden likes; the contract says null and hidden.",
    "like_count_hidden": "instaloader returns a count though the owner hides it (likes disabled).",
    "caption_hashtags": "instaloader repeats a tag that stands twice; we name each once.",
    "caption_mentions": "instaloader repeats a handle that stands twice.",
    "video_url": "from_iphone_struct takes the last of video_versions, the smallest; we the first.",
    "location": "instaloader tells it only when logged in, and goes online for it; compared by id.",
    "url": "A carousel of the app has no picture of its own: instaloader says None, we the first.",
    "category": "The contract wants what the profile shows: category_name, if there is one.",
}


class OfflineContext(InstaloaderContext):  # type: ignore[misc]
    """An instaloader that never asks Instagram."""

    def __init__(self) -> None:
        super().__init__(sleep=False, quiet=True, iphone_support=False)

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise ConnectionException("offline")

    get_json = get_iphone_json = graphql_query = doc_id_graphql_query = head = _refuse
    get_page_data = _refuse


CONTEXT = OfflineContext()


def read(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except (ConnectionException, KeyError, TypeError):
        return UNREAD


def agree(ours: dict[str, Any], theirs: dict[str, Callable[[], Any]]) -> None:
    for name, ask in theirs.items():
        expected = read(ask)
        if expected is not UNREAD:
            assert ours[name] == expected, name
        else:
            assert name in ASKED_ONLINE, name


def nfc(words: str | None) -> str | None:
    return None if words is None else normalize("NFC", words)


def agree_on_post(ours: PostModel, theirs: Post) -> None:
    agree(as_we_read(ours), as_instaloader_reads(theirs))
    agree_on_likes(ours, theirs)
    place = theirs._node.get("location")
    if "location" in theirs._node:
        assert (ours.location.id if ours.location else None) == (place and str(place["id"]))


def as_we_read(ours: PostModel) -> dict[str, Any]:
    owner = ours.owner
    assert owner is not None
    return {
        "mediaid": int(ours.id),
        "shortcode": ours.shortcode,
        "date_utc": ours.taken_at and ours.taken_at.replace(tzinfo=None),
        "comments": ours.comment_count,
        "owner_id": int(owner.id),
        "owner_username": owner.username,
        "typename": ours.type,
        "is_video": ours.type == "video",
        "url": ours.image_url,
        "video_url": ours.video_url,
        "sidecar": [(i.type == "video", i.image_url, i.video_url) for i in ours.items or ()],
        "caption": nfc(ours.caption),
        "caption_hashtags": list(ours.hashtags or ()),
        "caption_mentions": list(ours.mentions or ()),
        "tagged_users": [tag.user.username for tag in ours.usertags or ()],
        "video_duration": ours.video_duration,
        "video_view_count": ours.view_count,
        "accessibility_caption": ours.accessibility_caption,
        "is_sponsored": bool(ours.sponsors),
    }


def as_instaloader_reads(theirs: Post) -> dict[str, Callable[[], Any]]:
    return {
        "mediaid": lambda: theirs.mediaid,
        "shortcode": lambda: theirs.shortcode,
        "date_utc": lambda: theirs.date_utc,
        "comments": lambda: theirs.comments,
        "owner_id": lambda: int(theirs.owner_id),
        "owner_username": lambda: theirs.owner_username,
        "typename": lambda: _TYPES[theirs.typename.removeprefix("XDT")],
        "is_video": lambda: theirs.is_video,
        "url": lambda: _url(theirs),
        "video_url": lambda: _video_url(theirs),
        "sidecar": lambda: [(n.is_video, n.display_url, n.video_url) for n in _sidecar(theirs)],
        "caption": lambda: theirs.caption,
        "caption_hashtags": lambda: list(dict.fromkeys(theirs.caption_hashtags)),
        "caption_mentions": lambda: list(dict.fromkeys(theirs.caption_mentions)),
        "tagged_users": lambda: theirs.tagged_users,
        "video_duration": lambda: theirs.video_duration,
        "video_view_count": lambda: theirs.video_view_count,
        "accessibility_caption": lambda: theirs.accessibility_caption,
        "is_sponsored": lambda: theirs.is_sponsored,
    }


_TYPES = {"GraphImage": "image", "GraphVideo": "video", "GraphSidecar": "carousel"}


def agree_on_likes(ours: PostModel, theirs: Post) -> None:
    expected = read(lambda: theirs.likes)
    if ours.like_count_hidden:
        assert ours.like_count is None
    elif expected is not UNREAD:
        assert ours.like_count == expected


def _video_url(post: Post) -> Any:
    struct = post._node.get("iphone_struct")
    return struct["video_versions"][0]["url"] if struct and post.is_video else post.video_url


def _url(post: Post) -> Any:
    return (
        post._node.get("display_url")
        or post.url
        or next(iter(post.get_sidecar_nodes())).display_url
    )


def _sidecar(post: Post) -> list[Any]:
    return list(post.get_sidecar_nodes())


def agree_on_profile(ours: ProfileModel, theirs: Profile) -> None:
    agree(
        {
            "userid": int(ours.id),
            "username": ours.username,
            "full_name": ours.full_name,
            "biography": nfc(ours.biography),
            "followers": ours.followers,
            "followees": ours.following,
            "mediacount": ours.posts,
            "is_private": ours.is_private,
            "is_verified": ours.is_verified,
            "is_business_account": ours.is_business,
            "external_url": ours.external_url,
            "category": ours.category,
            "profile_pic_url": ours.profile_pic_url_hd,
        },
        {
            "userid": lambda: theirs.userid,
            "username": lambda: theirs.username,
            "full_name": lambda: theirs.full_name,
            "biography": lambda: theirs.biography,
            "followers": lambda: theirs.followers,
            "followees": lambda: theirs.followees,
            "mediacount": lambda: theirs.mediacount,
            "is_private": lambda: theirs.is_private,
            "is_verified": lambda: theirs.is_verified,
            "is_business_account": lambda: theirs.is_business_account,
            "external_url": lambda: theirs.external_url,
            "category": lambda: theirs._node.get("category_name") or theirs.business_category_name,
            "profile_pic_url": lambda: theirs.profile_pic_url,
        },
    )


def agree_on_story(ours: StoryModel, theirs: StoryItem) -> None:
    assert ours.owner is not None
    agree(
        {
            "mediaid": int(ours.id),
            "date_utc": ours.taken_at and ours.taken_at.replace(tzinfo=None),
            "expiring_utc": ours.expires_at and ours.expires_at.replace(tzinfo=None),
            "url": ours.image_url,
            "is_video": ours.type == "video",
            "video_url": ours.video_url,
            "owner": ours.owner.id,
        },
        {
            "mediaid": lambda: theirs.mediaid,
            "date_utc": lambda: theirs.date_utc,
            "expiring_utc": lambda: theirs.expiring_utc,
            "url": lambda: theirs.url,
            "is_video": lambda: theirs.is_video,
            "video_url": lambda: theirs.video_url,
            "owner": lambda: theirs._node["owner"]["id"],
        },
    )


def agree_on_hashtag(ours: HashtagModel, theirs: Hashtag) -> None:
    agree(
        {
            "name": ours.name,
            "hashtagid": int(ours.id),
            "mediacount": ours.media_count,
            "profile_pic_url": ours.profile_pic_url,
        },
        {
            "name": lambda: theirs.name,
            "hashtagid": lambda: theirs.hashtagid,
            "mediacount": lambda: theirs.mediacount,
            "profile_pic_url": lambda: theirs.profile_pic_url,
        },
    )


async def ours_for(store: ArchiveStore, theirs: Any) -> Any:
    if isinstance(theirs, Post):
        return await answer(store, GetPost(post=PostRef(str(theirs.mediaid))))
    if isinstance(theirs, Profile):
        return await answer(store, GetProfile(account=AccountRef(id=str(theirs.userid))))
    if isinstance(theirs, Hashtag):
        return (await answer(store, SearchHashtags(query=theirs.name))).items[0]
    owner = AccountRef(id=str(theirs._node["owner"]["id"]))
    running = theirs._node["taken_at_timestamp"] + 60
    return (await answer(store, ListProfileStories(account=owner), now_s=running)).items[0]


_JUDGES: dict[type, Callable[[Any, Any], None]] = {
    Post: agree_on_post,
    Profile: agree_on_profile,
    StoryItem: agree_on_story,
    Hashtag: agree_on_hashtag,
}


async def compare(store: ArchiveStore, theirs: Any) -> None:
    _JUDGES[type(theirs)](await ours_for(store, theirs), theirs)


def archives() -> list[Path]:
    return sorted(RECORDINGS.glob("instaloader*__*")) + sorted(RECORDINGS.glob("gitachyut*"))


def files_of(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name.endswith((".json", ".json.xz"))]


def path_of(name: str) -> Path:
    return next(RECORDINGS.glob(name))


def recording(name: str) -> Any:
    return json.loads(path_of(name).read_bytes())


@pytest.mark.parametrize("path", archives(), ids=lambda path: path.name)
async def test_an_archive_of_instaloader(path: Path, tmp_path: Path) -> None:
    store = ArchiveStore(tmp_path)

    report = imported(store, path)

    assert (report.imported, report.skipped) == (1, [])
    await compare(store, load_structure_from_file(CONTEXT, str(path)))


def _timeline(name: str, connection: str) -> list[Any]:
    user = recording(name)["data"]["user"]
    return [Post(CONTEXT, edge["node"]) for edge in user[connection]["edges"]]


def _page(name: str, kind: str, connection: str) -> list[Any]:
    raw = recording(name)
    edges = (raw.get("data") or raw["graphql"])[kind][connection]["edges"]
    return [Post(CONTEXT, edge["node"]) for edge in edges]


def _items(name: str) -> list[Any]:
    items = (item.get("media", item) for item in recording(name)["items"])
    return [Post.from_iphone_struct(CONTEXT, item) for item in items]


def _user(name: str) -> list[Any]:
    raw = recording(name)
    user = (raw.get("data") or raw)["user"]
    node = Profile._normalize_profile_data(user) if "pk" in user else user
    return [Profile(CONTEXT, node)]


def _nodes(name: str) -> list[Any]:
    items = (post["node"] for post in recording(name)["posts"])
    return [Post(CONTEXT, Post._normalize_post_data(item)) for item in items]


ANSWERS: dict[str, Callable[[str], list[Any]]] = {
    "*web_profile_info_robertdowneyjr.json": _user,
    "*users_info_robertdowneyjr.json": _user,
    "*web_profile_info_soundarchitecture.json": _user,
    "*user_timeline_page.json": lambda name: _timeline(name, "edge_owner_to_timeline_media"),
    "*igtv_page.json": lambda name: _timeline(name, "edge_felix_video_timeline"),
    "*tagged_medias_page.json": lambda name: _timeline(name, "edge_user_to_photos_of_you"),
    "*hashtag_paris_page1.json": lambda name: _page(name, "hashtag", "edge_hashtag_to_media"),
    "*location_558750588.json": lambda name: _page(name, "location", "edge_location_to_media"),
    "*instagram_shortcode_media_carousel_2024.json": lambda name: [
        Post(CONTEXT, recording(name)["data"]["shortcode_media"])
    ],
    "*media_info_carousel_jlo.json": _items,
    "*media_info_video_jlo.json": _items,
    "*clips_user_page.json": _items,
    "*xdt_user_timeline_nodes_2025.json": _nodes,
}


@pytest.mark.parametrize("name", ANSWERS)
async def test_an_answer_that_was_saved_as_it_came(name: str, tmp_path: Path) -> None:
    store = ArchiveStore(tmp_path)
    imported(store, path_of(name))

    found = ANSWERS[name](name)

    assert found
    for theirs in found:
        await compare(store, theirs)


@pytest.mark.parametrize("name", ["*media_info_carousel_jlo.json", "*media_info_video_jlo.json"])
async def test_a_post_as_instaloader_writes_it_since_4_15(name: str, tmp_path: Path) -> None:
    media = Post._normalize_post_data(recording(name)["items"][0])
    store = ArchiveStore(tmp_path / "data")

    report = imported(store, write(tmp_path / "a.json", archive(media)))

    assert report.skipped == []
    await compare(store, Post(CONTEXT, media))


async def test_likes_that_instaloader_makes_zero_are_not_known(tmp_path: Path) -> None:
    raw = {**recording("*media_info_video_jlo.json")["items"][0], "like_count": None}
    theirs = Post(CONTEXT, Post._normalize_post_data(raw))
    store = ArchiveStore(tmp_path / "data")
    imported(store, write(tmp_path / "a.json", archive(theirs._node)))

    ours = await ours_for(store, theirs)

    assert (theirs.likes, ours.like_count) == (0, None)


async def test_all_recordings_at_once(tmp_path: Path) -> None:
    store = ArchiveStore(tmp_path)

    report = imported(store, RECORDINGS)
    again = imported(store, RECORDINGS)

    assert report.imported + len(report.skipped) == len(files_of(RECORDINGS))
    assert (again.imported, again.unchanged) == (0, report.imported)
    profile = await answer(store, GetProfile(account=AccountRef(handle="robertdowneyjr")))
    # Of the two recordings, web_profile_info is the newer.
    agree_on_profile(profile, _user("*web_profile_info_robertdowneyjr.json")[0])
