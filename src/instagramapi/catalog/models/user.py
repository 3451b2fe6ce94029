"""An account in short, as it stands inside other objects and in lists of people."""

from instagramapi.catalog.models.base import Count, Id, Model, Url


class UserShort(Model):
    """An account in short: enough to show it and to ask for more."""

    id: Id
    """The account's id; it stays when the handle changes."""
    username: str | None = None
    """The handle, in lower case, without @."""
    full_name: str | None = None
    """The name shown on the profile."""
    is_verified: bool | None = None
    """Whether the account has the blue badge."""
    is_private: bool | None = None
    """Whether only approved followers see its posts."""
    profile_pic_url: Url | None = None
    """The profile picture; the link expires."""
    url: Url | None = None
    """The profile's page on instagram.com."""
    followers: Count | None = None
    """How many accounts follow it."""
