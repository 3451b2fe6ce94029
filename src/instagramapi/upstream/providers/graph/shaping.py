"""Turns what Meta answered into objects, or says that it cannot be read."""

from collections.abc import Callable
from typing import Any, TypeVar

from instagramapi.catalog.models.base import Model
from instagramapi.errors import UpstreamError
from instagramapi.upstream.shapes.reading import ShapeError

M = TypeVar("M", bound=Model)


def shaped(shape: Callable[[Any], M], raw: Any) -> M:
    """Read a payload; UpstreamError with `reason` `shape` where it lacks what it must have."""
    try:
        return shape(raw)
    except ShapeError as error:
        raise UpstreamError(
            f"Meta's answer lacks what it must have: {error}.", reason="shape"
        ) from error
