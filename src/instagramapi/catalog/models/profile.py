"""An account in full, and what Instagram says about its history."""

from typing import Literal

from instagramapi.catalog.models.base import Count, Id, Model, Time, Url
from instagramapi.catalog.models.post import Post
from instagramapi.catalog.models.user import UserShort


class BioLink(Model):
    """A link under the biography."""

    title: str | None = None
    """Its label."""
    url: Url
    """Where it leads."""


class Address(Model):
    """The public address of a business."""

    street: str | None = None
    """Street and house number."""
    city: str | None = None
    """City."""
    zip: str | None = None
    """Postal code."""
    country: str | None = None
    """Country."""


class Profile(Model):
    """An account: who it is, how large, and how to reach it."""

    id: Id
    """The account's id; it stays when the handle changes."""
    username: str
    """The handle, in lower case, without @."""
    full_name: str | None = None
    """The name shown on the profile."""
    biography: str | None = None
    """The text under the name."""
    external_url: Url | None = None
    """The first link of the profile."""
    category: str | None = None
    """What the account says it is, for example `Photographer`."""
    followers: Count | None = None
    """How many accounts follow it."""
    following: Count | None = None
    """How many accounts it follows."""
    posts: Count | None = None
    """How many posts it has."""
    is_verified: bool | None = None
    """Whether it has the blue badge."""
    is_private: bool | None = None
    """Whether only approved followers see its posts."""
    profile_pic_url: Url | None = None
    """The profile picture; the link expires."""
    profile_pic_url_hd: Url | None = None
    """The profile picture in the largest size; the link expires."""
    url: Url | None = None
    """The profile's page on instagram.com."""
    bio_links: tuple[BioLink, ...] | None = None
    """Every link of the profile."""
    pronouns: tuple[str, ...] | None = None
    """Pronouns as shown."""
    account_type: Literal["personal", "business", "creator"] | None = None
    """What kind of account it is."""
    is_business: bool | None = None
    """Whether it is a business account."""
    is_professional: bool | None = None
    """Whether it is a business or a creator account."""
    highlights_count: Count | None = None
    """How many highlights it has."""
    has_stories: bool | None = None
    """Whether a story of it is running."""
    is_joined_recently: bool | None = None
    """Whether Instagram marks it as new."""
    public_email: str | None = None
    """E-mail address that a business shows."""
    public_phone: str | None = None
    """Telephone number that a business shows."""
    address: Address | None = None
    """Address that a business shows."""
    threads_username: str | None = None
    """The handle on Threads."""
    pinned_post_ids: tuple[Id, ...] | None = None
    """Ids of the posts pinned to the top."""
    related: tuple[UserShort, ...] | None = None
    """Accounts that Instagram suggests beside it."""
    recent_posts: tuple[Post, ...] | None = None
    """The newest posts, where the provider sends them along."""


class ProfileAbout(Model):
    """What Instagram's "About this account" says."""

    id: Id
    """The account's id."""
    username: str | None = None
    """The handle, in lower case, without @."""
    country: str | None = None
    """Where the account is based."""
    joined_at: Time | None = None
    """When it was made; Instagram tells the month, so this is its first day."""
    former_usernames_count: Count | None = None
    """How often the handle was changed."""
    verified_at: Time | None = None
    """When it got its badge; Instagram tells the month, so this is its first day."""
    is_verified: bool | None = None
    """Whether it has the blue badge."""
    has_active_ads: bool | None = None
    """Whether it is running ads."""
