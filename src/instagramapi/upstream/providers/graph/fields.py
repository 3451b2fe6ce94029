"""Which fields Meta is asked for, and no longer for those that its version does not know."""

from collections.abc import Awaitable, Callable
from typing import Any

from instagramapi.upstream.providers.graph.refusals import FieldsRefusedError


class Fields:
    """Names of fields: those that are always asked for, and those that Meta may refuse."""

    def __init__(self, fixed: tuple[str, ...], optional: tuple[str, ...] = ()) -> None:
        self.fixed = fixed
        self.optional = optional

    @property
    def names(self) -> tuple[str, ...]:
        """What is asked for now."""
        return self.fixed + self.optional

    def __str__(self) -> str:
        return ",".join(self.names)

    def drop(self, name: str | None) -> bool:
        """Give up an optional field, all of them where Meta names none; False where none fits."""
        kept = tuple(field for field in self.optional if name is not None and field != name)
        is_dropped = kept != self.optional
        self.optional = kept
        return is_dropped


class Selection:
    """The fields of one kind of question.

    A single unknown field makes Meta refuse the whole question, and fields come and go with its
    versions: what is refused is dropped for the life of this process, and the question repeated.
    """

    def __init__(self, **fields: Fields) -> None:
        self._fields = fields

    def __getitem__(self, kind: str) -> Fields:
        return self._fields[kind]

    async def ask(self, question: Callable[[], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
        """Ask, and again without a refused field; each time there is one field less."""
        while True:
            try:
                return await question()
            except FieldsRefusedError as refused:
                if not self._drop(refused.field):
                    raise

    def _drop(self, name: str | None) -> bool:
        # Summed, so that no field is spared because another was dropped.
        return sum(fields.drop(name) for fields in self._fields.values()) > 0


def account_fields() -> Selection:
    """What is asked for about an account and its posts."""
    return Selection(
        account=Fields(
            (
                *("id", "username", "name", "biography", "website", "profile_picture_url"),
                *("followers_count", "follows_count", "media_count"),
            ),
            ("ig_id",),
        ),
        media=Fields(
            (
                *("id", "caption", "media_type", "media_product_type", "media_url"),
                *("thumbnail_url", "permalink", "timestamp", "like_count", "comments_count"),
            ),
            ("view_count", "alt_text"),
        ),
        child=Fields(
            ("id", "media_type", "media_url", "thumbnail_url"), ("permalink", "shortcode")
        ),
    )


def hashtag_fields() -> Selection:
    """What is asked for about the posts of a hashtag: neither an owner nor a handle is told."""
    return Selection(
        media=Fields(
            (
                *("id", "caption", "media_type", "media_url", "permalink"),
                *("like_count", "comments_count"),
            ),
            ("timestamp",),
        ),
        child=Fields(("id", "media_type", "media_url"), ("permalink", "shortcode")),
    )
