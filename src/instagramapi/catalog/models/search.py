"""What a search over everything finds."""

from instagramapi.catalog.models.audio import Audio
from instagramapi.catalog.models.base import Model
from instagramapi.catalog.models.hashtag import Hashtag
from instagramapi.catalog.models.location import Location
from instagramapi.catalog.models.user import UserShort


class SearchResults(Model):
    """The best finds of every kind; null where the provider does not look for that kind."""

    users: tuple[UserShort, ...] | None = None
    """Accounts, best first."""
    hashtags: tuple[Hashtag, ...] | None = None
    """Hashtags, best first."""
    locations: tuple[Location, ...] | None = None
    """Places, best first."""
    audio: tuple[Audio, ...] | None = None
    """Sounds, best first."""
