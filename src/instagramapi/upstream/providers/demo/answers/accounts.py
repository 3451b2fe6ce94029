"""Accounts of the demo world: profiles, what they publish, whom they know."""

from instagramapi.catalog.models import (
    Highlight,
    Page,
    Post,
    Profile,
    ProfileAbout,
    Story,
    UserShort,
)
from instagramapi.catalog.profile import (
    GetProfile,
    GetProfileAbout,
    ListProfileFollowers,
    ListProfileFollowing,
    ListProfileHighlights,
    ListProfilePosts,
    ListProfileReels,
    ListProfileSimilar,
    ListProfileStories,
    ListProfileTagged,
)
from instagramapi.catalog.story import GetHighlight, GetStory
from instagramapi.upstream.provider import serves
from instagramapi.upstream.providers.demo import circles, crowd, profiles, stories, tags, timeline
from instagramapi.upstream.providers.demo.answers.asking import Asking
from instagramapi.upstream.providers.demo.pages import PEOPLE_ON_A_PAGE, page
from instagramapi.upstream.providers.demo.story_numbers import HIGHLIGHTS, STORIES


class AccountAnswers(Asking):
    """Answers that start from an account, a story or a highlight."""

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
        nothing = "outside_dates" if owner.posts else "no_posts"
        seeds = [(owner, at) for at in found]
        return self._posts(call, seeds, total=owner.posts, empty_reason=nothing)

    @serves(ListProfileReels)
    async def reels(self, call: ListProfileReels) -> Page[Post]:
        owner = await self._account(call.account)
        found = timeline.reels(owner, timeline.between(owner, call.since, call.until))
        total = len(timeline.reels(owner, range(owner.posts)))
        nothing = "outside_dates" if total else "no_reels"
        return self._posts(call, [(owner, at) for at in found], total=total, empty_reason=nothing)

    @serves(ListProfileTagged)
    async def tagged(self, call: ListProfileTagged) -> Page[Post]:
        owner = await self._account(call.account)
        found = tags.newest_first(circles.posts_tagging(self._world, owner))
        return self._posts(call, found, total=len(found))

    @serves(ListProfileStories)
    async def stories(self, call: ListProfileStories) -> Page[Story]:
        owner = await self._account(call.account)
        running = stories.running(self._world, owner)
        return Page[Story](
            items=tuple(stories.story(self._world, owner, slot) for slot in running),
            total=len(running),
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

    @serves(GetStory)
    async def story(self, call: GetStory) -> Story:
        owner, slot = await self._slot(call.story, call.story.id, STORIES)
        return stories.story(self._world, owner, slot)

    @serves(GetHighlight)
    async def highlight(self, call: GetHighlight) -> Highlight:
        owner, at = await self._slot(call.highlight, call.highlight.id, HIGHLIGHTS)
        return stories.open_highlight(self._world, owner, at)

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

    @serves(ListProfileSimilar)
    async def similar(self, call: ListProfileSimilar) -> Page[UserShort]:
        owner = await self._account(call.account)
        line, found = profiles.suggested(owner), profiles.similar(owner)
        return self._people(call, line, found, empty_reason="no_suggestions")
