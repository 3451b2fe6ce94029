"""Posts of the demo world, and what people say and like there."""

from instagramapi.catalog.models import Comment, OEmbed, Page, Post, Transcript, UserShort
from instagramapi.catalog.post import (
    GetOEmbed,
    GetPost,
    GetPostTranscript,
    ListCommentLikers,
    ListCommentReplies,
    ListPostComments,
    ListPostLikers,
)
from instagramapi.errors import NotFound
from instagramapi.upstream.provider import serves
from instagramapi.upstream.providers.demo import comments, crowd, embeds, transcripts
from instagramapi.upstream.providers.demo.answers.asking import Asking
from instagramapi.upstream.providers.demo.pages import PEOPLE_ON_A_PAGE, page
from instagramapi.upstream.providers.demo.posts import post
from instagramapi.upstream.providers.demo.reactions import reactions_to


class PostAnswers(Asking):
    """Answers that start from a post."""

    @serves(GetPost)
    async def post(self, call: GetPost) -> Post:
        return post(self._world, *await self._post(call.post))

    @serves(GetOEmbed)
    async def oembed(self, call: GetOEmbed) -> OEmbed:
        return embeds.embed(post(self._world, *await self._post(call.post)))

    @serves(GetPostTranscript)
    async def transcript(self, call: GetPostTranscript) -> Transcript:
        found = transcripts.transcript(post(self._world, *await self._post(call.post)))
        if found is None:
            raise NotFound("This post has no captions.", reason="no_data")
        return found

    @serves(ListPostComments)
    async def comments(self, call: ListPostComments) -> Page[Comment]:
        owner, index = await self._post(call.post)
        reactions = reactions_to(owner, index)
        written = range(reactions.comments)
        return page(
            call,
            written if call.sort == "popular" else written[::-1],
            lambda at: comments.comment(self._world, owner, index, at),
            into=Page[Comment],
            usual=PEOPLE_ON_A_PAGE,
            total=reactions.comments_and_replies,
            empty_reason="comments_disabled" if reactions.comments_disabled else "no_comments",
        )

    @serves(ListCommentReplies)
    async def replies(self, call: ListCommentReplies) -> Page[Comment]:
        thread = comments.thread(*await self._post(call.post), int(call.comment_id))
        return page(
            call,
            thread.replies,
            lambda number: comments.reply_to(self._world, thread, number),
            into=Page[Comment],
            usual=PEOPLE_ON_A_PAGE,
            total=len(thread.replies),
            empty_reason="no_replies",
        )

    @serves(ListCommentLikers)
    async def comment_likers(self, call: ListCommentLikers) -> Page[UserShort]:
        owner, index = await self._post(call.post)
        thread = comments.thread(owner, index, int(call.comment_id))
        line = crowd.line("followers", owner.id, owner.handle)
        return self._people(call, line, thread.likers, empty_reason="no_likes")

    @serves(ListPostLikers)
    async def likers(self, call: ListPostLikers) -> Page[UserShort]:
        owner, index = await self._post(call.post)
        reactions = reactions_to(owner, index)
        # Likers are followers: a part of the same line.
        line = crowd.line("followers", owner.id, owner.handle)
        likers = range(reactions.likes)
        found = self._people(call, line, likers, empty_reason="no_likes")
        return found.model_copy(update={"total": None}) if reactions.hides_likes else found
