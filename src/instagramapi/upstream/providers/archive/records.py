"""What a reader finds in a file: objects of the catalogue, and how they were found."""

from dataclasses import dataclass

from instagramapi.catalog.models import (
    Comment,
    Hashtag,
    Highlight,
    Location,
    Post,
    Profile,
    Story,
    UserShort,
)


@dataclass(frozen=True, slots=True)
class InPassing:
    """An account as another object names it: known, but not told in full."""

    profile: Profile


@dataclass(frozen=True, slots=True)
class Tagged:
    """A post that a hashtag's page lists; its caption need not carry the tag."""

    post: Post
    tag: str


Record = Profile | InPassing | Post | Tagged | Story | Highlight | Comment | Hashtag | Location


def in_passing(user: UserShort | None) -> InPassing | None:
    """Turn a short account into a record; without a handle there is nothing to know."""
    if user is None or user.username is None:
        return None
    return InPassing(Profile(**user.model_dump(exclude_unset=True)))


def public_part(record: Record) -> Record:
    """Take from what belongs to a private account all but that it is there, and private."""
    match record:
        case Profile(is_private=True):
            return Profile(id=record.id, username=record.username, is_private=True)
        case InPassing(profile=Profile(is_private=True) as profile):
            return InPassing(Profile(id=profile.id, username=profile.username, is_private=True))
        case Post(owner=UserShort(is_private=True) as owner):
            return Post(id=record.id, shortcode=record.shortcode, owner=_bare(owner))
        case Tagged(post=Post(owner=UserShort(is_private=True)) as post):
            return public_part(post)
        case Story(owner=UserShort(is_private=True) as owner):
            return Story(id=record.id, owner=_bare(owner))
        case Highlight(owner=UserShort(is_private=True) as owner):
            return Highlight(id=record.id, owner=_bare(owner))
        case _:
            return record


def _bare(owner: UserShort) -> UserShort:
    return UserShort(id=owner.id, username=owner.username, is_private=True)
