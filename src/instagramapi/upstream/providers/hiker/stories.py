"""Stories that run, and highlights that keep them."""

from instagramapi.catalog.models import Highlight, Page, Story
from instagramapi.catalog.profile import ListProfileHighlights, ListProfileStories
from instagramapi.catalog.story import GetHighlight, GetStory
from instagramapi.errors import NotFound
from instagramapi.upstream.provider import serves
from instagramapi.upstream.providers.hiker.asking import Asking, require_public
from instagramapi.upstream.providers.hiker.pages import page
from instagramapi.upstream.shapes import api_v1, hiker
from instagramapi.upstream.shapes.reading import ShapeError, at, listed, many


class Stories(Asking):
    """The part that answers about stories and highlights."""

    @serves(ListProfileStories)
    async def stories(self, call: ListProfileStories) -> Page[Story]:
        account = await self._account(call)
        raw = await self._service.ask(call.name, "/v2/user/stories", user_id=account.id)
        # Without a running story there is no reel at all: null, which is an answer.
        if at(raw, "reel") is None:
            return Page(items=(), total=0, empty_reason="no_stories")
        raws = listed(raw, "reel", "items")
        stories = many(api_v1.story, raws)
        if not isinstance(stories, tuple) or (raws and not stories):
            raise ShapeError("stories without a reel")
        return Page(
            items=stories, total=len(stories), empty_reason=None if stories else "no_stories"
        )

    @serves(ListProfileHighlights)
    async def highlights(self, call: ListProfileHighlights) -> Page[Highlight]:
        account = await self._account(call)
        raw = await self._service.ask(call.name, "/v1/user/highlights", user_id=account.id)
        found = hiker.whole(raw)
        return page(
            call, found, hiker.highlight, total=len(found.items), empty_reason="no_highlights"
        )

    @serves(GetHighlight)
    async def highlight(self, call: GetHighlight) -> Highlight:
        raw = await self._service.ask(call.name, "/v2/highlight/by/id", id=call.highlight.id)
        reels = at(raw, "response", "reels")
        if reels == {}:
            raise NotFound("There is no such highlight, or nobody may see it.")
        found = hiker.reel(at(reels, f"highlight:{call.highlight.id}"))
        require_public(found.owner)
        return found

    @serves(GetStory)
    async def story(self, call: GetStory) -> Story:
        raw = await self._service.ask(call.name, "/v1/story/by/id", id=call.story.id)
        found = hiker.story(raw)
        require_public(found.owner)
        return found
