"""What is said in a video."""

from instagramapi.catalog.models.base import Id, Model
from instagramapi.catalog.models.post import Seconds
from instagramapi.catalog.models.user import UserShort


class TranscriptSegment(Model):
    """One line of the captions, and when it is shown."""

    start: Seconds | None = None
    """From this second of the video."""
    end: Seconds | None = None
    """To this second of the video."""
    text: str
    """What is said."""


class Transcript(Model):
    """The captions of a video."""

    post_id: Id
    """The post whose video it is."""
    owner: UserShort | None = None
    """Whose post it is."""
    language: str | None = None
    """Language of the captions, like `en`."""
    is_generated: bool | None = None
    """Whether a machine wrote them."""
    text: str
    """All lines, one after the other."""
    segments: tuple[TranscriptSegment, ...] | None = None
    """The lines with their times; null where the provider tells only the text."""
