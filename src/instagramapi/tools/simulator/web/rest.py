"""The REST endpoints below `/api/v1/`: one for guests, all others for people who are logged in."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from instagramapi.catalog.models import Post
from instagramapi.catalog.post import GetPost
from instagramapi.catalog.subjects import account_by_handle, post_by_id
from instagramapi.errors import BadParameter, NotFound, Problem, RateLimited
from instagramapi.tools.simulator.exchange import Answer, Asked
from instagramapi.tools.simulator.numbers import sealed
from instagramapi.tools.simulator.render import api_v1, edge
from instagramapi.tools.simulator.web import guest
from instagramapi.tools.simulator.web.failures import fail
from instagramapi.tools.simulator.web.lists import Lists
from instagramapi.tools.simulator.web.logged_out import PAGE, LoggedOut
from instagramapi.tools.simulator.world import World

Handler = Callable[[Asked, str], Awaitable[dict[str, Any]]]


class Rest:
    """Answers REST calls; `endpoints` names them and says what their paths look like."""

    def __init__(self, world: World, logged_out: LoggedOut) -> None:
        self._world = world
        self._owner = logged_out.owner
        lists = Lists(world)
        session: dict[str, tuple[str, Handler]] = {
            "users/info": (r"/api/v1/users/(\d+)/info/", lists.user),
            "feed/user": (r"/api/v1/feed/user/(\d+)/", lists.posts),
            "feed/user/username": (r"/api/v1/feed/user/([\w.]+)/username/", lists.posts),
            "clips/user": (r"/api/v1/clips/user/()", lists.reels),
            "usertags/feed": (r"/api/v1/usertags/(\d+)/feed/", lists.tagged),
            "media/info": (r"/api/v1/media/(\d+)/info/", self.media),
            "media/comments": (r"/api/v1/media/(\d+)/comments/", lists.comments),
            "media/child_comments": (
                r"/api/v1/media/(\d+)/comments/\d+/child_comments/",
                lists.replies,
            ),
            "media/likers": (r"/api/v1/media/(\d+)/likers/", lists.likers),
            "friendships/followers": (r"/api/v1/friendships/(\d+)/followers/", lists.followers),
            "friendships/following": (r"/api/v1/friendships/(\d+)/following/", lists.following),
            "feed/reels_media": (r"/api/v1/feed/reels_media/()", lists.stories),
            "highlights/tray": (r"/api/v1/highlights/(\d+)/highlights_tray/", lists.highlights),
            "tags/web_info": (r"/api/v1/tags/web_info/()", lists.tag),
            "locations/web_info": (r"/api/v1/locations/web_info/()", lists.place),
            "topsearch": (r"/web/search/topsearch/()", lists.topsearch),
        }
        self._session = {name: (re.compile(path), call) for name, (path, call) in session.items()}

    def endpoint(self, path: str) -> str | None:
        """The name of the endpoint at a path."""
        if path == "/api/v1/users/web_profile_info/":
            return "web_profile_info"
        if path.endswith("web/get_ruling_for_content/"):
            return "get_ruling_for_content"
        # Answered to nobody any more, by a redirect.
        if path == "/api/v1/tags/logged_out_web_info/":
            return "tags/logged_out_web_info"
        matches = (name for name, (form, _) in self._session.items() if form.fullmatch(path))
        return next(matches, None)

    async def answer(self, asked: Asked, endpoint: str) -> Answer:
        """Answer one call, or refuse it."""
        if endpoint == "get_ruling_for_content":
            return Answer({"status": "ok"}, headers=guest.COOKIES)
        if endpoint == "tags/logged_out_web_info":
            return fail("login_redirect", asked)
        if not guest.has_app_id(asked):
            return fail("useragent_mismatch", asked)
        if endpoint == "web_profile_info":
            return await self._profile(asked)
        if not guest.has_session(asked):
            return fail("please_wait" if "users/" in endpoint else "login_required", asked)
        return await self._for_people(asked, endpoint)

    async def media(self, asked: Asked, post_id: str) -> dict[str, Any]:
        """One post."""
        post: Post = await self._world.ask(GetPost(post=post_by_id(post_id)))
        return {
            "items": [api_v1.post(post)],
            "num_results": 1,
            "more_available": False,
            "auto_load_more_enabled": False,
        }

    async def _profile(self, asked: Asked) -> Answer:
        handle = asked.query.get("username", "")
        owner = await self._owner(handle)
        if owner is None:
            return fail("not_found", asked)
        newest, position = owner, None
        if not owner.is_private:
            page = await self._world.timeline(account_by_handle(handle), None, PAGE)
            newest = owner.model_copy(update={"recent_posts": page.items})
            position = page.next_cursor
        facebook_id = self._world.facebook_ids.of_account(owner.id)
        user = edge.profile(newest, facebook_id, sealed(position))
        headers = {"x-ig-set-www-claim": "0", **guest.COOKIES}
        return Answer({"data": {"user": user}, "status": "ok"}, headers=headers)

    async def _for_people(self, asked: Asked, endpoint: str) -> Answer:
        form, call = self._session[endpoint]
        match = form.fullmatch(asked.path)
        try:
            body = await call(asked, match[1] if match else "")
        except NotFound as answer:
            is_private = answer.reason == "private"
            return fail("login_required" if is_private else "not_found", asked)
        except (ValueError, KeyError, BadParameter):
            return Answer({"message": "Invalid parameters", "status": "fail"}, status=400)
        return Answer({**body, "status": "ok"})


def failing(problem: Problem) -> str:
    """Which failure stands for a sandbox outcome that is none of an upstream's own."""
    return "too_many" if isinstance(problem, RateLimited) else "bad_gateway"
