"""Posts and reels of accounts, and one post with what is said in it."""

from instagramapi.catalog.models import OEmbed, Page, Post, Transcript
from instagramapi.catalog.post import (
    GetOEmbed,
    GetPost,
    GetPostTranscript,
)
from instagramapi.catalog.profile import ListProfilePosts, ListProfileReels, ListProfileTagged
from instagramapi.errors import NotFound
from instagramapi.upstream.provider import serves
from instagramapi.upstream.providers.hiker.asking import Asking, require_public
from instagramapi.upstream.providers.hiker.pages import cursor_of, dated_page, posts_page
from instagramapi.upstream.shapes import captions, hiker
from instagramapi.upstream.shapes.oembed import card


class Posts(Asking):
    """The part that answers about posts."""

    @serves(ListProfilePosts)
    async def posts(self, call: ListProfilePosts) -> Page[Post]:
        account = await self._account(call)
        raw = await self._service.ask(
            call.name, "/v1/user/medias/chunk", user_id=account.id, end_cursor=cursor_of(call)
        )
        found = hiker.chunk(raw)
        return dated_page(call, found, hiker.post, total=account.posts, empty_reason="no_posts")

    @serves(ListProfileReels)
    async def reels(self, call: ListProfileReels) -> Page[Post]:
        account = await self._account(call)
        raw = await self._service.ask(
            call.name, "/v2/user/clips", user_id=account.id, page_id=cursor_of(call)
        )
        return dated_page(call, hiker.wrapped(raw, "items"), hiker.post, empty_reason="no_reels")

    @serves(ListProfileTagged)
    async def tagged(self, call: ListProfileTagged) -> Page[Post]:
        account = await self._account(call)
        raw = await self._service.ask(
            call.name, "/v2/user/tag/medias", user_id=account.id, page_id=cursor_of(call)
        )
        return posts_page(call, hiker.wrapped(raw, "items"), hiker.post)

    @serves(GetPost)
    async def post(self, call: GetPost) -> Post:
        raw = await self._service.ask(call.name, "/v2/media/info/by/id", id=call.post.id)
        post = hiker.post(raw)
        require_public(post.owner)
        return post

    @serves(GetPostTranscript)
    async def transcript(self, call: GetPostTranscript) -> Transcript:
        raw = await self._service.ask(call.name, "/v2/media/info/by/id", id=call.post.id)
        owner = hiker.post(raw).owner
        require_public(owner)
        link = hiker.captions_link(raw)
        if not link:
            raise NotFound("The post has no captions.", reason="no_data")
        language = hiker.captions_language(raw)
        written = await self._service.fetch(link)
        return captions.transcript(written, post_id=call.post.id, owner=owner, language=language)

    @serves(GetOEmbed)
    async def oembed(self, call: GetOEmbed) -> OEmbed:
        url = f"https://www.instagram.com/p/{call.post.shortcode}/"
        return card(await self._service.ask(call.name, "/v1/media/oembed", url=url))
