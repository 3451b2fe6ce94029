"""A hashtag."""

from instagramapi.catalog.models.base import Count, Id, Model, Url


class Hashtag(Model):
    """A hashtag and how much it is used."""

    id: Id
    """The hashtag's id."""
    name: str
    """The tag in lower case, without #."""
    media_count: Count | None = None
    """How many posts carry it; null where Instagram shows a saturated number."""
    profile_pic_url: Url | None = None
    """A picture that stands for the tag; the link expires."""
    related: tuple[str, ...] | None = None
    """Names of similar tags."""
    url: Url | None = None
    """The tag's page on instagram.com."""
