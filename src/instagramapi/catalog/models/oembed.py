"""How a post is put into a web page: oEmbed 1.0."""

from typing import Literal

from instagramapi.catalog.models.base import Count, Model, Url


class OEmbed(Model):
    """The oEmbed 1.0 answer for a post."""

    version: Literal["1.0"]
    """The version of oEmbed."""
    type: Literal["rich"]
    """A post is `rich`: it is shown by its `html`."""
    provider_name: str
    """Whose content it is."""
    provider_url: Url
    """Where that is."""
    title: str | None = None
    """The caption."""
    author_name: str | None = None
    """The owner's handle; Meta's own interface does not tell it since 2025."""
    author_url: Url | None = None
    """The owner's profile."""
    html: str
    """What to put into the page; it loads a script of Instagram's where it holds one."""
    width: Count | None = None
    """Width in pixels."""
    height: Count | None = None
    """Height in pixels; null where it depends on the width."""
    thumbnail_url: Url | None = None
    """A picture of the post; the link expires."""
    thumbnail_width: Count | None = None
    """Width of that picture in pixels."""
    thumbnail_height: Count | None = None
    """Height of that picture in pixels."""
