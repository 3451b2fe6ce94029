"""Which fields of an answer are links to pictures, videos and sounds."""

from functools import cache

from instagramapi.catalog.fields import fields_of
from instagramapi.catalog.models.base import Model

MEDIA_FIELDS = frozenset(
    {
        *("image_url", "video_url", "cover_url", "preview_url"),
        *("profile_pic_url", "profile_pic_url_hd", "thumbnail_url"),
    }
)
"""Their names, which mean the same in every object."""


@cache
def has_media(answer: type[Model]) -> bool:
    """Tell whether an object, or one inside it, has links to media."""
    fields = fields_of(answer)
    inside = (model for model in fields.values() if model)
    return not MEDIA_FIELDS.isdisjoint(fields) or any(map(has_media, inside))
