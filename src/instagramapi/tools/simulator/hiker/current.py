"""The paths of `/v2` that HikerAPI recommends today: Instagram's own objects, wrapped."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from instagramapi.catalog.hashtag import ListHashtagRecent, ListHashtagTop
from instagramapi.catalog.models import Page, Post, Transcript
from instagramapi.catalog.post import GetPost, GetPostTranscript
from instagramapi.catalog.profile import GetProfile, ListProfileReels, ListProfileStories
from instagramapi.catalog.search import SearchHashtags, SearchUsers
from instagramapi.catalog.subjects import tag_by_name
from instagramapi.tools.simulator.hiker import accounts, media
from instagramapi.tools.simulator.numbers import opened, sealed
from instagramapi.tools.simulator.render import api_v1, api_v1_lists, hiker, hiker_found
from instagramapi.tools.simulator.world import World

_REELS = 12
_FOUND = 20
_GRID = 27
_COLUMNS = 3

Query = Mapping[str, str]
Handler = Callable[[Query], Awaitable[Any]]


class Current:
    """One method per kind of answer; `endpoints` says where each is reached."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.endpoints: Mapping[str, Handler] = {
            "/v2/user/clips": self.reels,
            "/v2/user/stories": self.stories,
            "/v2/user/stories/by/username": self.stories,
            "/v2/media/info/by/code": self.post,
            "/v2/media/info/by/id": self.post,
            "/v2/media/info/by/url": self.post,
            "/v2/hashtag/medias/top": self.tagged_top,
            "/v2/hashtag/medias/recent": self.tagged_recent,
            "/v2/fbsearch/accounts": self.search_users,
            "/v2/search/hashtags": self.search_hashtags,
        }

    async def reels(self, query: Query) -> Any:
        """One page of reels."""
        account, position = accounts.subject(query), opened(query.get("page_id"))
        call = ListProfileReels(account=account, cursor=position, limit=_REELS)
        page = await self._world.ask(call)
        next_id = sealed(page.next_cursor)
        response = {
            "items": [{"media": api_v1.post(one)} for one in page.items],
            "paging_info": {"max_id": next_id or "", "more_available": page.has_more},
            "status": "ok",
        }
        return {"response": response, "next_page_id": next_id}

    async def stories(self, query: Query) -> Any:
        """The running stories; without one there is no reel."""
        account = accounts.subject(query)
        owner = await self._world.ask(GetProfile(account=account))
        page = await self._world.ask(ListProfileStories(account=account))
        short = page.items[0].owner if page.items else None
        reel = api_v1_lists.reel(short, page.items) if short else None
        return {"broadcast": None, "reel": reel, "status": "ok", "user_id": int(owner.id)}

    async def post(self, query: Query) -> Any:
        """One post, with where its captions are."""
        subject = media.subject(query)
        post = await self._world.ask(GetPost(post=subject))
        spoken = await self._world.find(GetPostTranscript(post=subject))
        link = f"{self._world.public_url}/demo/captions/{post.id}.srt" if spoken else None
        told = {"video_subtitles_uri": link, "video_subtitles_locale": _locale(spoken)}
        return {"media_or_ad": {**api_v1.post(post), **told}, "status": "ok"}

    async def tagged_top(self, query: Query) -> Any:
        """The highest ranked posts under a tag."""
        tag, position = tag_by_name(query["name"]), opened(query.get("page_id"))
        return _grid(await self._world.ask(ListHashtagTop(tag=tag, cursor=position, limit=_GRID)))

    async def tagged_recent(self, query: Query) -> Any:
        """The newest posts under a tag."""
        tag, position = tag_by_name(query["name"]), opened(query.get("page_id"))
        call = ListHashtagRecent(tag=tag, cursor=position, limit=_GRID)
        return _grid(await self._world.ask(call))

    async def search_users(self, query: Query) -> Any:
        """Accounts that fit a query."""
        position = opened(query.get("page_token"))
        call = SearchUsers(query=query["query"], cursor=position, limit=_FOUND)
        page = await self._world.ask(call)
        users = [hiker.raw_user(one) for one in page.items]
        return {"num_results": len(users), "users": users, **_token(page)}

    async def search_hashtags(self, query: Query) -> Any:
        """Tags that fit a query."""
        position = opened(query.get("page_token"))
        call = SearchHashtags(query=query["query"], cursor=position, limit=_FOUND)
        page = await self._world.ask(call)
        return {"results": [api_v1_lists.hashtag(one) for one in page.items], **_token(page)}


def _grid(page: Page[Post]) -> dict[str, Any]:
    medias = [{"media": hiker_found.mixed(post)} for post in page.items]
    rows = [medias[at : at + _COLUMNS] for at in range(0, len(medias), _COLUMNS)]
    sections = [
        {"layout_type": "media_grid", "feed_type": "media", "layout_content": {"medias": row}}
        for row in rows
    ]
    response = {"sections": sections, "more_available": page.has_more, "status": "ok"}
    return {"response": response, "next_page_id": sealed(page.next_cursor)}


def _locale(spoken: Transcript | None) -> str | None:
    return f"{spoken.language}_US" if spoken and spoken.language else None


def _token(page: Page[Any]) -> dict[str, Any]:
    return {"has_more": page.has_more, "page_token": sealed(page.next_cursor), "status": "ok"}
