"""The demo provider: answers every endpoint from a world that is the same on every machine."""

import asyncio
from collections.abc import Sequence

from instagramapi.catalog.hashtag import ListHashtagRecent, ListHashtagTop
from instagramapi.catalog.location import GetLocation, ListLocationPosts
from instagramapi.catalog.models import (
    Comment,
    Hashtag,
    Highlight,
    Location,
    OEmbed,
    Page,
    Post,
    Profile,
    ProfileAbout,
    Story,
    UserShort,
)
from instagramapi.catalog.post import GetOEmbed, GetPost, ListPostComments, ListPostLikers
from instagramapi.catalog.profile import (
    GetProfile,
    GetProfileAbout,
    ListProfileFollowers,
    ListProfileFollowing,
    ListProfileHighlights,
    ListProfilePosts,
    ListProfileReels,
    ListProfileStories,
)
from instagramapi.catalog.search import SearchHashtags, SearchLocations, SearchUsers
from instagramapi.catalog.subjects import AccountRef, PostRef, TagRef
from instagramapi.kit.clock import Clock
from instagramapi.upstream.provider import Provider, serves
from instagramapi.upstream.providers.demo import (
    comments,
    crowd,
    embeds,
    magic,
    numbers,
    places,
    profiles,
    search,
    stories,
    tags,
    timeline,
)
from instagramapi.upstream.providers.demo.members import Member
from instagramapi.upstream.providers.demo.pages import (
    PEOPLE_ON_A_PAGE,
    POSTS_ON_A_PAGE,
    ListCall,
    page,
)
from instagramapi.upstream.providers.demo.posts import post
from instagramapi.upstream.providers.demo.reactions import reactions_to
from instagramapi.upstream.providers.demo.world import World

PostSeed = tuple[Member, int]


class DemoProvider(Provider):
    """Answers for any account, post, tag and place, always the same, without asking anybody."""

    name = "demo"

    def __init__(
        self, *, clock: Clock, public_url: str, sleep: magic.Sleep = asyncio.sleep
    ) -> None:
        self._world = World(clock=clock, public_url=public_url)
        self._sleep = sleep

    @serves(GetProfile)
    async def profile(self, call: GetProfile) -> Profile:
        return profiles.profile(self._world, await self._account(call.account))

    @serves(GetProfileAbout)
    async def about(self, call: GetProfileAbout) -> ProfileAbout:
        return profiles.about(await self._account(call.account))

    @serves(ListProfilePosts)
    async def posts(self, call: ListProfilePosts) -> Page[Post]:
        owner = await self._account(call.account)
        found = timeline.between(owner, call.since, call.until)
        return self._posts(call, [(owner, at) for at in found], total=owner.posts)

    @serves(ListProfileReels)
    async def reels(self, call: ListProfileReels) -> Page[Post]:
        owner = await self._account(call.account)
        found = timeline.reels(owner, timeline.between(owner, call.since, call.until))
        total = len(timeline.reels(owner, range(owner.posts)))
        seeds = [(owner, at) for at in found]
        return self._posts(call, seeds, total=total, nothing="no_reels")

    @serves(ListProfileStories)
    async def stories(self, call: ListProfileStories) -> Page[Story]:
        owner = await self._account(call.account)
        running = stories.count(self._world, owner)
        return Page[Story](
            items=tuple(stories.story(self._world, owner, at) for at in range(running)),
            total=running,
            empty_reason=None if running else "no_stories",
        )

    @serves(ListProfileHighlights)
    async def highlights(self, call: ListProfileHighlights) -> Page[Highlight]:
        owner = await self._account(call.account)
        count = stories.highlights_count(owner)
        return page(
            call,
            range(count),
            lambda at: stories.highlight(self._world, owner, at),
            into=Page[Highlight],
            usual=PEOPLE_ON_A_PAGE,
            total=count,
            empty_reason="no_highlights",
        )

    @serves(ListProfileFollowers)
    async def followers(self, call: ListProfileFollowers) -> Page[UserShort]:
        owner = await self._account(call.account)
        line = crowd.line("followers", owner.id, owner.handle)
        return self._people(call, line, range(owner.followers), empty_reason="no_followers")

    @serves(ListProfileFollowing)
    async def following(self, call: ListProfileFollowing) -> Page[UserShort]:
        owner = await self._account(call.account)
        line = crowd.line("following", owner.id, owner.handle)
        return self._people(call, line, range(owner.following), empty_reason="no_following")

    @serves(GetPost)
    async def post(self, call: GetPost) -> Post:
        return post(self._world, *await self._post(call.post))

    @serves(GetOEmbed)
    async def oembed(self, call: GetOEmbed) -> OEmbed:
        return embeds.embed(post(self._world, *await self._post(call.post)))

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

    @serves(ListPostLikers)
    async def likers(self, call: ListPostLikers) -> Page[UserShort]:
        owner, index = await self._post(call.post)
        reactions = reactions_to(owner, index)
        # Likers are followers: a part of the same line.
        line = crowd.line("followers", owner.id, owner.handle)
        likers = range(reactions.likes)
        found = self._people(call, line, likers, empty_reason="no_likes")
        return found.model_copy(update={"total": None}) if reactions.hides_likes else found

    @serves(SearchUsers)
    async def search_users(self, call: SearchUsers) -> Page[UserShort]:
        handles = search.handles(call.query) if await self._search(call.query) else []
        return page(
            call,
            handles,
            self._world.person,
            into=Page[UserShort],
            usual=PEOPLE_ON_A_PAGE,
            total=None,
            empty_reason="no_results",
        )

    @serves(SearchHashtags)
    async def search_hashtags(self, call: SearchHashtags) -> Page[Hashtag]:
        names = search.tags(call.query) if await self._search(call.query) else []
        return page(
            call,
            names,
            lambda name: tags.hashtag(self._world, name),
            into=Page[Hashtag],
            usual=PEOPLE_ON_A_PAGE,
            total=None,
            empty_reason="no_results",
        )

    @serves(SearchLocations)
    async def search_locations(self, call: SearchLocations) -> Page[Location]:
        near = None if call.lat is None or call.lng is None else (call.lat, call.lng)
        found = places.matching(call.query, near) if await self._search(call.query) else []
        return page(
            call,
            found,
            places.location,
            into=Page[Location],
            usual=PEOPLE_ON_A_PAGE,
            total=None,
            empty_reason="no_results",
        )

    @serves(ListHashtagTop)
    async def hashtag_top(self, call: ListHashtagTop) -> Page[Post]:
        found = await self._tag(call.tag)
        return self._posts(call, tags.best(found), total=len(found))

    @serves(ListHashtagRecent)
    async def hashtag_recent(self, call: ListHashtagRecent) -> Page[Post]:
        found = await self._tag(call.tag)
        return self._posts(call, found, total=len(found))

    @serves(GetLocation)
    async def location(self, call: GetLocation) -> Location:
        return places.location(int(call.location.id))

    @serves(ListLocationPosts)
    async def location_posts(self, call: ListLocationPosts) -> Page[Post]:
        found = places.posts_at(self._world, int(call.location.id))
        return self._posts(call, tags.best(found) if call.tab == "top" else found, total=len(found))

    async def _account(self, subject: AccountRef) -> Member:
        await magic.play(magic.name_of(subject), self._sleep)
        owner = (
            self._world.by_handle(subject.handle)
            if subject.handle
            else self._world.by_id(int(subject.id or 0))
        )
        return _open_to_all(owner, "account")

    async def _post(self, subject: PostRef) -> PostSeed:
        await magic.play(magic.name_of(subject), self._sleep)
        found = numbers.owner_of(int(subject.id))
        if found is None:
            raise magic.nonexistent("post")
        return _open_to_all(self._world.by_id(found[0]), "post"), found[1]

    async def _tag(self, subject: TagRef) -> list[PostSeed]:
        await magic.play(magic.name_of(subject), self._sleep)
        return tags.posts_under(self._world, subject.name)

    async def _search(self, query: str) -> bool:
        """Whether anything is to be found."""
        name = magic.name_of(query)
        await magic.play(name, self._sleep)
        return name != magic.EMPTY

    def _posts(
        self,
        call: ListCall,
        found: Sequence[PostSeed],
        *,
        total: int,
        nothing: str = "no_posts",
    ) -> Page[Post]:
        return page(
            call,
            found,
            lambda seed: post(self._world, *seed),
            into=Page[Post],
            usual=POSTS_ON_A_PAGE,
            total=total,
            empty_reason="outside_dates" if total else nothing,
        )

    def _people(
        self, call: ListCall, line: crowd.Line, places_in_line: range, *, empty_reason: str
    ) -> Page[UserShort]:
        return page(
            call,
            places_in_line,
            lambda at: self._world.person(line.handle(at)),
            into=Page[UserShort],
            usual=PEOPLE_ON_A_PAGE,
            total=len(places_in_line),
            empty_reason=empty_reason,
        )


def _open_to_all(owner: Member | None, what: str) -> Member:
    if owner is None:
        raise magic.nonexistent(what)
    if owner.is_private:
        raise magic.private()
    return owner
