"""One page of a list."""

from typing import Generic, TypeVar

from pydantic import ConfigDict, Field, computed_field

from instagramapi.catalog.models.base import Count, Model

Item = TypeVar("Item", bound=Model)


class Page(Model, Generic[Item]):
    """One page of a list. When `next_cursor` is null, the end is reached."""

    # Pydantic looks for the docstrings of a generic's fields at the line that names its type.
    model_config = ConfigDict(use_attribute_docstrings=False)

    items: tuple[Item, ...] = Field(description="The objects, in Instagram's order.")
    next_cursor: str | None = Field(
        default=None, description="Pass it as `cursor` to get the next page; null at the end."
    )
    # What follows is told under `meta`, not under `data`.
    total: Count | None = Field(default=None, exclude=True)
    empty_reason: str | None = Field(default=None, exclude=True)
    warnings: tuple[str, ...] = Field(default=(), exclude=True)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def has_more(self) -> bool:
        """Whether there is a next page."""
        return self.next_cursor is not None
