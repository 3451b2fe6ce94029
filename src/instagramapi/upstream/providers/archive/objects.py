"""Single objects of the archive, and the one place that says what is private or not held."""

from typing import TypeVar

from instagramapi.catalog.models import Hashtag, Highlight, Location, Post, Profile, Story
from instagramapi.catalog.subjects import (
    AccountRef,
    HighlightRef,
    LocationRef,
    PostRef,
    StoryRef,
    TagRef,
)
from instagramapi.errors import NotFound
from instagramapi.upstream.providers.archive.contents import Account, Contents

Owned = TypeVar("Owned", Post, Story, Highlight)


def not_held(message: str) -> NotFound:
    """The problem for what the archive lacks: it cannot know whether it exists elsewhere."""
    return NotFound(message, reason="no_data")


def public_account(contents: Contents, ref: AccountRef) -> Account:
    """Find an account that may be shown; raises NotFound with `private` or `no_data`."""
    # Of some accounts posts are known, but no handle: by id they can be asked for all the same.
    account = contents.account(ref) or (Account(ref.id) if ref.id else None)
    if account is None:
        raise not_held(f"The archive does not hold {ref}.")
    if account.is_private:
        raise NotFound(f"{ref} is private.", reason="private")
    return account


def profile(contents: Contents, ref: AccountRef) -> Profile:
    """Return a profile; one of which only posts tell the name is not held."""
    account = public_account(contents, ref)
    found = contents.profile(account.id) if account.is_whole else None
    if found is None:
        raise not_held(f"The archive does not hold the profile of {ref}.")
    return found


def post(contents: Contents, ref: PostRef) -> Post:
    """Return a post; raises NotFound with `private` where its owner is."""
    found = contents.post(ref.id)
    if found is None:
        raise not_held(f"The archive does not hold the post {ref.shortcode}.")
    return _public(found)


def story(contents: Contents, ref: StoryRef) -> Story:
    """Return a story, also one that no longer runs: the archive is for what was."""
    found = contents.story(ref.id)
    if found is None:
        raise not_held(f"The archive does not hold the story {ref}.")
    return _public(found)


def highlight(contents: Contents, ref: HighlightRef) -> Highlight:
    """Return a highlight; its stories are unknown where files told it without them."""
    found = contents.highlight(ref.id)
    if found is None:
        raise not_held(f"The archive does not hold the highlight {ref}.")
    return _public(found)


def hashtag(contents: Contents, ref: TagRef) -> Hashtag:
    """Return a hashtag whose own record was imported."""
    found = contents.hashtag(ref.name)
    if found is None:
        raise not_held(f"The archive does not hold the record of #{ref}.")
    return found


def location(contents: Contents, ref: LocationRef) -> Location:
    """Return a place."""
    found = contents.location(ref.id)
    if found is None:
        raise not_held(f"The archive does not hold the place {ref}.")
    return found


def _public(found: Owned) -> Owned:
    if found.owner is not None and found.owner.is_private:
        raise NotFound("The account that owns this is private.", reason="private")
    return found
