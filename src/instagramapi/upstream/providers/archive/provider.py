"""The archive as a provider: answers from imported files, and says what it does not hold."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from instagramapi.catalog.hashtag import (
    GetHashtag,
    ListHashtagRecent,
    ListHashtagReels,
    ListHashtagTop,
)
from instagramapi.catalog.location import GetLocation, ListLocationPosts
from instagramapi.catalog.models import (
    Comment,
    Hashtag,
    Highlight,
    Location,
    Page,
    Post,
    Profile,
    SearchResults,
    Story,
    UserShort,
)
from instagramapi.catalog.post import GetPost, ListCommentReplies, ListPostComments
from instagramapi.catalog.profile import (
    GetProfile,
    ListProfileHighlights,
    ListProfilePosts,
    ListProfileReels,
    ListProfileSimilar,
    ListProfileStories,
)
from instagramapi.catalog.search import Search, SearchHashtags, SearchUsers
from instagramapi.catalog.story import GetHighlight, GetStory
from instagramapi.errors import UpstreamError
from instagramapi.kit.clock import Clock, SystemClock
from instagramapi.upstream.provider import Provider, serves
from instagramapi.upstream.providers.archive import lists, objects
from instagramapi.upstream.providers.archive.contents import Contents
from instagramapi.upstream.providers.archive.objects import not_held
from instagramapi.upstream.providers.archive.store import ArchiveStore

T = TypeVar("T")

_READERS = 2


class ArchiveProvider(Provider):
    """Answers from what was imported.

    It knows only a part of the world, so what it lacks is NotFound with `no_data`, never
    `nonexistent`; a private account is NotFound with `private`. Lists say how much of them is
    held. Raises UpstreamError where the archive's file cannot be read.
    """

    name = "archive"
    is_partial = True

    def __init__(self, store: ArchiveStore, clock: Clock | None = None) -> None:
        self._store = store
        self._clock = clock or SystemClock()
        self._threads = ThreadPoolExecutor(_READERS, thread_name_prefix="archive")
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []

    @serves(GetProfile)
    async def profile(self, call: GetProfile) -> Profile:
        return await self._ask(lambda contents: objects.profile(contents, call.account))

    @serves(ListProfilePosts)
    async def profile_posts(self, call: ListProfilePosts) -> Page[Post]:
        return await self._ask(lambda contents: lists.profile_posts(contents, call))

    @serves(ListProfileReels)
    async def profile_reels(self, call: ListProfileReels) -> Page[Post]:
        return await self._ask(lambda contents: lists.profile_reels(contents, call))

    @serves(ListProfileStories)
    async def profile_stories(self, call: ListProfileStories) -> Page[Story]:
        now_s = self._clock.epoch_s()
        return await self._ask(lambda contents: lists.profile_stories(contents, call, now_s))

    @serves(ListProfileHighlights)
    async def profile_highlights(self, call: ListProfileHighlights) -> Page[Highlight]:
        return await self._ask(lambda contents: lists.profile_highlights(contents, call))

    @serves(ListProfileSimilar)
    async def profile_similar(self, call: ListProfileSimilar) -> Page[UserShort]:
        return await self._ask(lambda contents: lists.similar(contents, call))

    @serves(GetStory)
    async def story(self, call: GetStory) -> Story:
        return await self._ask(lambda contents: objects.story(contents, call.story))

    @serves(GetHighlight)
    async def highlight(self, call: GetHighlight) -> Highlight:
        return await self._ask(lambda contents: objects.highlight(contents, call.highlight))

    @serves(GetPost)
    async def post(self, call: GetPost) -> Post:
        return await self._ask(lambda contents: objects.post(contents, call.post))

    @serves(ListPostComments)
    async def post_comments(self, call: ListPostComments) -> Page[Comment]:
        return await self._ask(lambda contents: lists.post_comments(contents, call))

    @serves(ListCommentReplies)
    async def comment_replies(self, call: ListCommentReplies) -> Page[Comment]:
        return await self._ask(lambda contents: lists.replies(contents, call))

    @serves(Search)
    async def search(self, call: Search) -> SearchResults:
        return await self._ask(lambda contents: lists.found(contents, call))

    @serves(SearchUsers)
    async def search_users(self, call: SearchUsers) -> Page[UserShort]:
        return await self._ask(lambda contents: lists.users(contents, call))

    @serves(SearchHashtags)
    async def search_hashtags(self, call: SearchHashtags) -> Page[Hashtag]:
        return await self._ask(lambda contents: lists.hashtags(contents, call))

    @serves(GetHashtag)
    async def hashtag(self, call: GetHashtag) -> Hashtag:
        return await self._ask(lambda contents: objects.hashtag(contents, call.tag))

    @serves(ListHashtagReels)
    async def hashtag_reels(self, call: ListHashtagReels) -> Page[Post]:
        return await self._ask(lambda contents: lists.tagged_reels(contents, call))

    @serves(ListHashtagTop)
    async def hashtag_top(self, call: ListHashtagTop) -> Page[Post]:
        return await self._ask(lambda contents: lists.tagged(contents, call, "liked"))

    @serves(ListHashtagRecent)
    async def hashtag_recent(self, call: ListHashtagRecent) -> Page[Post]:
        return await self._ask(lambda contents: lists.tagged(contents, call, "newest"))

    @serves(GetLocation)
    async def location(self, call: GetLocation) -> Location:
        return await self._ask(lambda contents: objects.location(contents, call.location))

    @serves(ListLocationPosts)
    async def location_posts(self, call: ListLocationPosts) -> Page[Post]:
        return await self._ask(lambda contents: lists.location_posts(contents, call))

    async def close(self) -> None:
        await asyncio.to_thread(self._threads.shutdown)
        while self._opened:
            self._opened.pop().close()

    async def _ask(self, question: Callable[[Contents], T]) -> T:
        # Off the loop: a search looks at every name, and a disk may be slow.
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads, self._answer, question)
        except sqlite3.Error as error:
            raise UpstreamError(f"The archive cannot be read: {error}.") from error

    def _answer(self, question: Callable[[Contents], T]) -> T:
        connection = self._connection()
        connection.execute("BEGIN")
        try:
            # One question sees one state, also while an import commits.
            return question(Contents(connection))
        finally:
            connection.execute("ROLLBACK")

    def _connection(self) -> sqlite3.Connection:
        held: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if held is None:
            held = self._store.open_reader()
            if held is None:
                raise not_held("Nothing was imported into the archive yet.")
            self._local.connection = held
            self._opened.append(held)
        return held
