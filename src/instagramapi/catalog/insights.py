"""Computes how the posts of an account do, by the formulas that `GetProfileInsights` tells."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import fmean, median

from instagramapi.catalog.models import (
    BestHour,
    Post,
    Profile,
    ProfileInsights,
    TypeShare,
    UnknownCounts,
)

_BEST = 3
_RATE_DIGITS = 6
_DIGITS = 2


def insights_of(profile: Profile, posts: Sequence[Post]) -> ProfileInsights:
    """Compute the figures of one account from some of its posts; what is not known is left out."""
    times = [post.taken_at for post in posts if post.taken_at]
    return ProfileInsights(
        id=profile.id,
        username=profile.username,
        followers=profile.followers,
        sample=len(posts),
        oldest_at=min(times, default=None),
        newest_at=max(times, default=None),
        engagement_rate=_rate(posts, profile.followers),
        median_likes=_median(post.like_count for post in posts),
        median_comments=_median(post.comment_count for post in posts),
        median_views=_median(map(_views, posts)),
        posts_per_week=_per_week(posts),
        best_hours=_best_hours(posts),
        types=_types(posts),
        unknown=UnknownCounts(
            likes=sum(post.like_count is None for post in posts),
            comments=sum(post.comment_count is None for post in posts),
            views=sum(post.type == "video" and _views(post) is None for post in posts),
            taken_at=len(posts) - len(times),
            type=sum(_kind(post) is None for post in posts),
        ),
    )


def _engagement(post: Post) -> int | None:
    if post.like_count is None or post.comment_count is None:
        return None
    return post.like_count + post.comment_count


def _rate(posts: Sequence[Post], followers: int | None) -> float | None:
    known = [figure for figure in map(_engagement, posts) if figure is not None]
    return round(fmean(known) / followers, _RATE_DIGITS) if known and followers else None


def _median(counts: Iterable[int | None]) -> float | None:
    known = [count for count in counts if count is not None]
    return float(median(known)) if known else None


def _views(post: Post) -> int | None:
    return post.view_count if post.play_count is None else post.play_count


def _kind(post: Post) -> str | None:
    return "reel" if post.product_type == "clips" else post.type


def _per_week(posts: Sequence[Post]) -> float | None:
    times = [post.taken_at for post in posts if post.taken_at]
    running = [post.taken_at for post in posts if post.taken_at and not post.is_pinned]
    # Instagram shows pinned posts first, however old: one from years ago is no part of the rhythm.
    first = min(running or times, default=None)
    if first is None or max(times) == first:
        return None
    span = max(times) - first
    return round(_intervals(times, first) / (span / timedelta(weeks=1)), _DIGITS)


def _intervals(times: Sequence[datetime], first: datetime) -> int:
    return sum(moment >= first for moment in times) - 1


def _best_hours(posts: Sequence[Post]) -> tuple[BestHour, ...]:
    figures: defaultdict[int, list[int]] = defaultdict(list)
    for post in posts:
        figure = _engagement(post)
        if post.taken_at and figure is not None:
            figures[post.taken_at.hour].append(figure)
    hours = [
        BestHour(hour=hour, posts=len(known), median_engagement=float(median(known)))
        for hour, known in figures.items()
    ]
    hours.sort(key=lambda best: (-best.median_engagement, -best.posts, best.hour))
    return tuple(hours[:_BEST])


def _types(posts: Sequence[Post]) -> tuple[TypeShare, ...]:
    kinds = Counter(kind for kind in map(_kind, posts) if kind)
    return tuple(_share(kind, posts) for kind, _ in sorted(kinds.items(), key=_most_frequent_first))


def _most_frequent_first(counted: tuple[str, int]) -> tuple[int, str]:
    kind, count = counted
    return -count, kind


def _share(kind: str, posts: Sequence[Post]) -> TypeShare:
    same = [post for post in posts if _kind(post) == kind]
    return TypeShare(
        type=kind,
        posts=len(same),
        share=round(len(same) / len(posts), _RATE_DIGITS),
        median_likes=_median(post.like_count for post in same),
        median_comments=_median(post.comment_count for post in same),
    )
