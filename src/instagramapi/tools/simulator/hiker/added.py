"""HikerAPI's paths for what lies around accounts, posts and sounds."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from instagramapi.catalog.audio import GetAudio, ListAudioReels
from instagramapi.catalog.location import ListLocationsNearby
from instagramapi.catalog.models import Page
from instagramapi.catalog.post import ListCommentLikers, ListCommentReplies
from instagramapi.catalog.profile import ListProfileSimilar, ListProfileTagged
from instagramapi.catalog.search import Search, SearchAudio, SearchReels
from instagramapi.catalog.story import GetHighlight, GetStory
from instagramapi.catalog.subjects import (
    audio_by_id,
    highlight_by_id,
    number,
    post_by_id,
    story_by_id,
)
from instagramapi.tools.simulator.hiker import accounts
from instagramapi.tools.simulator.numbers import opened, sealed
from instagramapi.tools.simulator.render import api_v1, hiker, hiker_found
from instagramapi.tools.simulator.world import World

_A_PAGE = 12
_MOST = 50

Query = Mapping[str, str]
Handler = Callable[[Query], Awaitable[Any]]


class Added:
    """One method per kind of answer; `endpoints` says where each is reached."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.endpoints: Mapping[str, Handler] = {
            "/v2/user/tag/medias": self.tagged,
            "/v2/user/suggested/profiles": self.similar,
            "/v2/highlight/by/id": self.highlight,
            "/v1/story/by/id": self.story,
            "/v2/media/comments/replies": self.replies,
            "/gql/comment/likers/chunk": self.comment_likers,
            "/v2/fbsearch/topsearch": self.top_search,
            "/v2/fbsearch/reels": self.search_reels,
            "/v2/search/music": self.search_music,
            "/v1/location/search": self.nearby,
            "/v2/track/by/id": self.sound,
        }

    async def tagged(self, query: Query) -> Any:
        """One page of the posts in which an account is tagged."""
        account, position = accounts.subject(query), opened(query.get("page_id"))
        page = await self._world.ask(
            ListProfileTagged(account=account, cursor=position, limit=_A_PAGE)
        )
        response = {
            "num_results": len(page.items),
            "more_available": page.has_more,
            "items": [hiker_found.mixed(post) for post in page.items],
        }
        return {"response": response, "next_page_id": _next(page)}

    async def similar(self, query: Query) -> Any:
        """Accounts that are suggested beside one; always one page."""
        account = accounts.subject(query)
        page = await self._world.ask(ListProfileSimilar(account=account, limit=_MOST))
        users = [hiker.raw_user(short) for short in page.items]
        return {"users": users, "is_backup": False, "is_recommend_account": False, "status": "ok"}

    async def highlight(self, query: Query) -> Any:
        """One highlight with its stories."""
        subject = highlight_by_id(query["id"])
        found = await self._world.find(GetHighlight(highlight=subject))
        reels = {f"highlight:{found.id}": hiker_found.reel(found)} if found else {}
        return {"response": {"reels": reels, "status": "ok"}}

    async def story(self, query: Query) -> Any:
        """One story."""
        return hiker.story(await self._world.ask(GetStory(story=story_by_id(query["id"]))))

    async def replies(self, query: Query) -> Any:
        """One page of the replies to a comment."""
        post, comment_id = post_by_id(query["media_id"]), number(query["comment_id"])
        position = opened(query.get("min_id"))
        page = await self._world.ask(
            ListCommentReplies(post=post, comment_id=comment_id, cursor=position, limit=_A_PAGE)
        )
        above = {"parent_comment_id": comment_id, "media_id": int(post.id)}
        return {
            "child_comment_count": page.total,
            "child_comments": [{**api_v1.comment(one), **above} for one in page.items],
            "has_more_head_child_comments": page.has_more,
            "has_more_tail_child_comments": False,
            "next_min_child_cursor": _next(page),
            "status": "ok",
        }

    async def comment_likers(self, query: Query) -> Any:
        """One page of the accounts that like a comment, and where it goes on."""
        post, comment_id = post_by_id(query["media_id"]), number(query["comment_id"])
        position = opened(query.get("end_cursor"))
        page = await self._world.ask(
            ListCommentLikers(post=post, comment_id=comment_id, cursor=position, limit=_MOST)
        )
        return [[hiker_found.liker(short) for short in page.items], _next(page)]

    async def top_search(self, query: Query) -> Any:
        """What fits a query best, of every kind but sounds."""
        found = await self._world.ask(Search(query=query["query"]))
        return {"list": hiker_found.rows(found), "rank_token": "simulator", "status": "ok"}

    async def search_reels(self, query: Query) -> Any:
        """One page of reels that fit a query."""
        position = opened(query.get("reels_max_id"))
        page = await self._world.ask(
            SearchReels(query=query["query"], cursor=position, limit=_A_PAGE)
        )
        clips = [{"media": api_v1.post(post)} for post in page.items]
        modules = [{"module_type": "clips", "clips": clips}] if clips else []
        cursor = {"reels_max_id": _next(page), "has_more": page.has_more}
        return {"reels_serp_modules": modules, **cursor, "page_index": 1, "status": "ok"}

    async def search_music(self, query: Query) -> Any:
        """One page of songs that fit a query; original sounds are not looked for."""
        position = opened(query.get("next_max_id"))
        page = await self._world.ask(
            SearchAudio(query=query["query"], cursor=position, limit=_A_PAGE)
        )
        items = [hiker_found.track(one) for one in page.items if one.kind == "licensed"]
        info = {"next_max_id": _next(page), "more_available": page.has_more}
        return {"items": items, "page_info": info, "music_reels": None, "status": "ok"}

    async def nearby(self, query: Query) -> Any:
        """Places around a point; always one page."""
        call = ListLocationsNearby(lat=float(query["lat"]), lng=float(query["lng"]), limit=_MOST)
        page = await self._world.ask(call)
        return [hiker.location(place) for place in page.items]

    async def sound(self, query: Query) -> Any:
        """The page of a sound: what it is, and one page of its reels."""
        subject, position = audio_by_id(query["track_id"]), opened(query.get("page_id"))
        sound = await self._world.ask(GetAudio(audio=subject))
        page = await self._world.ask(ListAudioReels(audio=subject, cursor=position, limit=_A_PAGE))
        response = {
            "items": [{"media": api_v1.post(post)} for post in page.items],
            "formatted_media_count": hiker_found.in_words(sound.reels_count),
            "metadata": api_v1.sound(sound),
            "media_count": {"clips_count": sound.reels_count, "photos_count": 0},
            "paging_info": {"max_id": _next(page) or "", "more_available": page.has_more},
            "status": "ok",
        }
        return {"response": response, "next_page_id": _next(page)}


def _next(page: Page[Any]) -> str | None:
    return sealed(page.next_cursor)
