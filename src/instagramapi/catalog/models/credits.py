"""What is left on the account."""

from instagramapi.catalog.models.base import Count, Model


class Credits(Model):
    """The balance of the account that the key belongs to."""

    credits_remaining: Count
    """Credits left; calls that are under way are not subtracted."""
