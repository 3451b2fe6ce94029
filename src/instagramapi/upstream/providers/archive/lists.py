"""The archive's lists: what is held of each, in order, with a word on what is not."""

from datetime import timedelta
from typing import Protocol

from instagramapi.catalog.hashtag import ListHashtagRecent, ListHashtagReels, ListHashtagTop
from instagramapi.catalog.location import ListLocationPosts
from instagramapi.catalog.models import (
    Comment,
    Hashtag,
    Highlight,
    Page,
    Post,
    SearchResults,
    Story,
    UserShort,
)
from instagramapi.catalog.post import ListCommentReplies, ListPostComments
from instagramapi.catalog.profile import (
    ListProfileHighlights,
    ListProfilePosts,
    ListProfileReels,
    ListProfileSimilar,
    ListProfileStories,
)
from instagramapi.catalog.search import Search, SearchHashtags, SearchUsers
from instagramapi.upstream.cursor import foreign_cursor
from instagramapi.upstream.providers.archive import objects
from instagramapi.upstream.providers.archive.contents import (
    Contents,
    Order,
    Place,
    Span,
    Stretch,
    Where,
    short,
)
from instagramapi.upstream.providers.archive.objects import not_held, public_account

_POSTS_A_PAGE = 12
_PEOPLE_A_PAGE = 20
_STORIES_AT_MOST = 500
_STORY_RUNS_FOR = timedelta(hours=24)
_BY_LIKES = "Ordered by likes: the archive does not hold Instagram's own ranking."


class _Paged(Protocol):
    @property
    def cursor(self) -> str | None: ...
    @property
    def limit(self) -> int | None: ...


def profile_posts(contents: Contents, call: ListProfilePosts) -> Page[Post]:
    """Posts of an account, the ones that it published with others too."""
    account = public_account(contents, call.account)
    profile = contents.profile(account.id)
    total = profile.posts if profile else None
    span = _span(call, _POSTS_A_PAGE, since=call.since, until=call.until)
    shelf = f"posts:{account.id}"
    if total == 0 and not contents.size(shelf):
        return Page(items=(), total=0, empty_reason="no_posts")
    return _posts(contents, shelf, span, total=total)


def profile_reels(contents: Contents, call: ListProfileReels) -> Page[Post]:
    """Reels of an account, as far as files say which of its videos are reels."""
    account = public_account(contents, call.account)
    span = _span(call, _POSTS_A_PAGE, since=call.since, until=call.until)
    return _posts(contents, f"reels:{account.id}", span, noun="reels")


def profile_stories(contents: Contents, call: ListProfileStories, now_s: float) -> Page[Story]:
    """Stories that run now. Where none of those held does, newer ones may: that is not held."""
    account = public_account(contents, call.account)
    day_ago = int(now_s - _STORY_RUNS_FOR.total_seconds())
    shelf = f"stories:{account.id}"
    stretch = contents.stretch(shelf, Span(_STORIES_AT_MOST, since=day_ago))
    stories = contents.complete(Story, stretch.rows)
    running = [story for story in stories if not _is_over(story, now_s)]
    if not running:
        message = f"Of this account the archive holds {stretch.held} stories; none runs now."
        raise not_held(message)
    return Page(items=tuple(reversed(running)), warnings=("The archive may lack newer stories.",))


def _is_over(story: Story, now_s: float) -> bool:
    return story.expires_at is not None and story.expires_at.timestamp() <= now_s


def profile_highlights(contents: Contents, call: ListProfileHighlights) -> Page[Highlight]:
    """Highlights of an account, in the order of its profile."""
    account = public_account(contents, call.account)
    profile = contents.profile(account.id)
    total = profile.highlights_count if profile else None
    shelf = f"highlights:{account.id}"
    stretch = _held(contents, shelf, _span(call, _POSTS_A_PAGE), noun="highlights")
    rows = [row | {"items": None} for row in stretch.rows]
    return Page(
        items=contents.complete(Highlight, rows),
        next_cursor=_cursor(stretch),
        total=total,
        warnings=_told(stretch.held, total, "highlights"),
    )


def post_comments(contents: Contents, call: ListPostComments) -> Page[Comment]:
    """Top-level comments; the count that Instagram states has the replies in it."""
    post = objects.post(contents, call.post)
    shelf, span = f"comments:{post.id}", _span(call, _PEOPLE_A_PAGE)
    if post.comment_count == 0 and not contents.size(shelf):
        return Page(items=(), total=0, empty_reason="no_comments")
    order: Order = "liked" if call.sort == "popular" else "newest"
    stretch = _held(contents, shelf, span, noun="comments", order=order)
    held = stretch.held + contents.size(f"replies:{post.id}")
    return Page(
        items=tuple(Comment.model_validate(row) for row in stretch.rows),
        next_cursor=_cursor(stretch),
        total=post.comment_count,
        warnings=_told(held, post.comment_count, "comments"),
    )


def replies(contents: Contents, call: ListCommentReplies) -> Page[Comment]:
    """Replies to one comment, oldest first, as far as files hold them."""
    post = objects.post(contents, call.post)
    above = contents.fields("comment", call.comment_id) or {}
    total = above.get("reply_count")
    shelf, where = f"replies:{post.id}", ("parent_id", call.comment_id)
    if total == 0 and not contents.size(shelf, where):
        return Page(items=(), total=0, empty_reason="no_replies")
    span = _span(call, _PEOPLE_A_PAGE)
    stretch = _held(contents, shelf, span, noun="replies", order="oldest", where=where)
    return Page(
        items=tuple(Comment.model_validate(row) for row in stretch.rows),
        next_cursor=_cursor(stretch),
        total=total,
        warnings=_told(stretch.held, total, "replies"),
    )


def similar(contents: Contents, call: ListProfileSimilar) -> Page[UserShort]:
    """Accounts that Instagram suggested beside this one when its profile was written down."""
    account = public_account(contents, call.account)
    profile = contents.profile(account.id)
    if profile is None or profile.related is None:
        raise not_held(f"The archive does not hold whom {call.account} resembles.")
    start, limit = _offset(call.cursor), call.limit or _PEOPLE_A_PAGE
    end = start + limit
    return Page(
        items=profile.related[start:end],
        next_cursor=str(end) if end < len(profile.related) else None,
        empty_reason=None if profile.related else "no_suggestions",
    )


def found(contents: Contents, call: Search) -> SearchResults:
    """Accounts and hashtags; places and sounds have no names that could be searched."""
    span = Span(_PEOPLE_A_PAGE)
    return SearchResults(
        users=_users(contents.search("account", call.query, span)),
        hashtags=_hashtags(contents.search("hashtag", call.query.removeprefix("#"), span)),
    )


def users(contents: Contents, call: SearchUsers) -> Page[UserShort]:
    """Accounts that the archive knows, also those that only posts name."""
    stretch = contents.search("account", call.query, _span(call, _PEOPLE_A_PAGE, depth=2))
    return Page(items=_users(stretch), next_cursor=_cursor(stretch), warnings=(_SEARCHED,))


def _users(stretch: Stretch) -> tuple[UserShort, ...]:
    return tuple(UserShort.model_validate(short(row)) for row in stretch.rows)


def _hashtags(stretch: Stretch) -> tuple[Hashtag, ...]:
    return tuple(Hashtag.model_validate(row) for row in stretch.rows)


def hashtags(contents: Contents, call: SearchHashtags) -> Page[Hashtag]:
    """Hashtags whose own record was imported."""
    query = call.query.removeprefix("#")
    stretch = contents.search("hashtag", query, _span(call, _PEOPLE_A_PAGE, depth=2))
    items = _hashtags(stretch)
    is_uncounted = any(item.media_count is None for item in items)
    warnings = (_SEARCHED, _UNCOUNTED) if is_uncounted else (_SEARCHED,)
    return Page(items=items, next_cursor=_cursor(stretch), warnings=warnings)


_SEARCHED = "Only what the archive holds was searched."
_UNCOUNTED = (
    "`media_count` is null where Instagram did not tell it, or told 2147483647, which means more."
)


def tagged(
    contents: Contents, call: ListHashtagTop | ListHashtagRecent, order: Order
) -> Page[Post]:
    """Posts whose caption carries the tag, or that the tag's page listed."""
    hashtag = contents.hashtag(call.tag.name)
    total = hashtag.media_count if hashtag else None
    span = _span(call, _POSTS_A_PAGE)
    return _posts(contents, f"tag:{call.tag.name}", span, total=total, order=order)


def tagged_reels(contents: Contents, call: ListHashtagReels) -> Page[Post]:
    """Reels under the tag, as far as files say which of its videos are reels."""
    shelf, where = f"tag:{call.tag.name}", ("product_type", "clips")
    span = _span(call, _POSTS_A_PAGE)
    return _posts(contents, shelf, span, noun="reels", order="liked", where=where)


def location_posts(contents: Contents, call: ListLocationPosts) -> Page[Post]:
    """Posts that carry the place."""
    place = contents.location(call.location.id)
    total = place.media_count if place else None
    order: Order = "liked" if call.tab == "top" else "newest"
    span = _span(call, _POSTS_A_PAGE)
    return _posts(contents, f"place:{call.location.id}", span, total=total, order=order)


def _posts(
    contents: Contents,
    shelf: str,
    span: Span,
    *,
    total: int | None = None,
    noun: str = "posts",
    order: Order = "newest",
    where: Where | None = None,
) -> Page[Post]:
    stretch = _held(contents, shelf, span, noun=noun, order=order, where=where)
    warnings = _told(stretch.held, total, noun)
    return Page(
        items=contents.complete(Post, stretch.rows),
        next_cursor=_cursor(stretch),
        total=total,
        empty_reason=None if stretch.rows else "nothing_in_range",
        warnings=warnings + ((_BY_LIKES,) if order == "liked" else ()),
    )


def _held(
    contents: Contents,
    shelf: str,
    span: Span,
    *,
    noun: str,
    order: Order = "newest",
    where: Where | None = None,
) -> Stretch:
    stretch = contents.stretch(shelf, span, order, where)
    if not stretch.held:
        raise not_held(f"The archive holds no {noun} of this.")
    return stretch


def _told(held: int, total: int | None, noun: str) -> tuple[str, ...]:
    if total is None:
        return (f"The archive holds {held} {noun}; how many there are is not known.",)
    return (f"The archive holds {held} of {total} {noun}.",) if held < total else ()


def _span(
    call: _Paged,
    default_limit: int,
    *,
    since: int | None = None,
    until: int | None = None,
    depth: int = 1,
) -> Span:
    limit = call.limit or default_limit
    try:
        after = None if call.cursor is None else Place.read(call.cursor, depth)
    except ValueError as error:
        raise foreign_cursor() from error
    return Span(limit, after, since, until)


def _offset(cursor: str | None) -> int:
    if cursor is None:
        return 0
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 7):
        raise foreign_cursor()
    return int(cursor)


def _cursor(stretch: Stretch) -> str | None:
    return None if stretch.next is None else str(stretch.next)
