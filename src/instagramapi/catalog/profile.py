"""Accounts: who they are, what they publish, whom they know."""

from datetime import timedelta

from instagramapi.catalog.endpoint import Endpoint, require_order
from instagramapi.catalog.models import (
    Highlight,
    Page,
    Post,
    Profile,
    ProfileAbout,
    ProfileInsights,
    Story,
    UserShort,
)
from instagramapi.catalog.parameters import Account, Cursor, Limit, Sample, Since, Until
from instagramapi.errors import NotFound

_EXAMPLE = {"handle": "nike"}


class GetProfile(
    Endpoint[Profile],
    name="profile",
    path="/v1/profile",
    credits=1,
    fresh_for=timedelta(minutes=15),
    example=_EXAMPLE,
    raises=(NotFound,),
):
    """One account: name, biography, links, counts, badge, contact.

    Counts are what Instagram states, or null where it does not tell; never a guess. A private
    account is a 404 with `reason` `private`. When an account was renamed, `data.username` is its
    handle of today; keep `data.id`, which stays.
    """

    account: Account


class GetProfileAbout(
    Endpoint[ProfileAbout],
    name="profile/about",
    path="/v1/profile/about",
    credits=2,
    fresh_for=timedelta(days=1),
    example=_EXAMPLE,
    raises=(NotFound,),
):
    """What "About this account" says: country, month of joining, former names, ads.

    Instagram tells months, not days: `joined_at` and `verified_at` are the first of the month.
    """

    account: Account


class ListProfilePosts(
    Endpoint[Page[Post]],
    name="profile/posts",
    path="/v1/profile/posts",
    credits=2,
    fresh_for=timedelta(minutes=10),
    example=_EXAMPLE,
    raises=(NotFound,),
):
    """Posts of one account, newest first: pictures, videos, reels and carousels.

    Pinned posts stand in their place by time and carry `is_pinned`. An account without posts
    answers 200 with no items and `meta.empty_reason`. To fetch only what is new, send `since`
    with the `taken_at` of the newest post that you have.
    """

    account: Account
    cursor: Cursor = None
    limit: Limit = None
    since: Since = None
    until: Until = None

    def __post_init__(self) -> None:
        require_order(self.since, self.until)


class ListProfileReels(
    Endpoint[Page[Post]],
    name="profile/reels",
    path="/v1/profile/reels",
    credits=2,
    fresh_for=timedelta(minutes=10),
    example=_EXAMPLE,
    raises=(NotFound,),
):
    """Reels of one account, newest first, with plays, length and sound."""

    account: Account
    cursor: Cursor = None
    limit: Limit = None
    since: Since = None
    until: Until = None

    def __post_init__(self) -> None:
        require_order(self.since, self.until)


class ListProfileStories(
    Endpoint[Page[Story]],
    name="profile/stories",
    path="/v1/profile/stories",
    credits=2,
    fresh_for=timedelta(minutes=2),
    example=_EXAMPLE,
    raises=(NotFound,),
):
    """The stories that run now, oldest first; always one page.

    An account without a running story answers 200 with no items.
    """

    account: Account


class ListProfileHighlights(
    Endpoint[Page[Highlight]],
    name="profile/highlights",
    path="/v1/profile/highlights",
    credits=2,
    fresh_for=timedelta(hours=1),
    example=_EXAMPLE,
    raises=(NotFound,),
):
    """The highlights of one account, in the order of its profile, without their stories."""

    account: Account
    cursor: Cursor = None
    limit: Limit = None


class ListProfileFollowers(
    Endpoint[Page[UserShort]],
    name="profile/followers",
    path="/v1/profile/followers",
    credits=2,
    fresh_for=timedelta(hours=1),
    example=_EXAMPLE,
    raises=(NotFound,),
):
    """Accounts that follow this one; `meta.total` is the number that Instagram states.

    Instagram hands out large lists only in part. Where a provider knows that the list ends
    early, `meta.warnings` says so.
    """

    account: Account
    cursor: Cursor = None
    limit: Limit = None


class ListProfileFollowing(
    Endpoint[Page[UserShort]],
    name="profile/following",
    path="/v1/profile/following",
    credits=2,
    fresh_for=timedelta(hours=1),
    example=_EXAMPLE,
    raises=(NotFound,),
):
    """Accounts that this one follows; `meta.total` is the number that Instagram states."""

    account: Account
    cursor: Cursor = None
    limit: Limit = None


class ListProfileTagged(
    Endpoint[Page[Post]],
    name="profile/tagged",
    path="/v1/profile/tagged",
    credits=2,
    fresh_for=timedelta(minutes=30),
    example=_EXAMPLE,
    raises=(NotFound,),
):
    """Posts of others in which this account is tagged, newest first.

    The account stands in `usertags` of each, or of one of its `items`.
    """

    account: Account
    cursor: Cursor = None
    limit: Limit = None


class ListProfileSimilar(
    Endpoint[Page[UserShort]],
    name="profile/similar",
    path="/v1/profile/similar",
    credits=2,
    fresh_for=timedelta(hours=6),
    example=_EXAMPLE,
    raises=(NotFound,),
):
    """Accounts that Instagram suggests to those who look at this one, best first.

    Instagram suggests some dozens at most, and none beside some accounts: then 200 with no items.
    """

    account: Account
    cursor: Cursor = None
    limit: Limit = None


class GetProfileInsights(
    Endpoint[ProfileInsights],
    name="profile/insights",
    path="/v1/profile/insights",
    credits=2,
    fresh_for=timedelta(hours=1),
    example=_EXAMPLE,
    raises=(NotFound,),
):
    """How the newest posts of an account do: engagement, medians, rhythm, best hours, types.

    Computed from one page of its newest posts, at most `sample` of them; `data.sample` says how
    many there were. A count that Instagram hides is left out of a figure and counted under
    `unknown`, never taken for 0, and a figure without any known count is null.

    - `engagement_rate`: the mean of likes + comments over the posts where both are known, divided
      by `followers`; null where nobody follows.
    - `median_likes`, `median_comments`: over the posts where the count is known.
    - `median_views`: over the posts with known plays, or else known views.
    - `posts_per_week`: (n − 1) ÷ (weeks from the oldest to the newest of n posts); null for fewer
      than two. A pinned post that is older than every other is left out of n.
    - `best_hours`: posts by hour of the day (UTC); the three hours with the highest median of
      likes + comments, the hour with more posts first where two are equal.
    - `types`: posts of a kind ÷ posts of the sample; a reel is a video of `product_type` `clips`.
    """

    account: Account
    sample: Sample = 24
