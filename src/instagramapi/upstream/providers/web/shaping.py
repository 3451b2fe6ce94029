"""Shapes what was answered; what cannot be shaped is the provider's failure, not this server's."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from instagramapi.catalog.models.base import Model
from instagramapi.errors import NotFound
from instagramapi.upstream.providers.web.failures import wrong_shape
from instagramapi.upstream.shapes.reading import ShapeError, many

T = TypeVar("T")
M = TypeVar("M", bound=Model)


def shaped(shape: Callable[[Any], T], raw: Any, what: str) -> T:
    """Shape a payload; UpstreamError with `reason` `shape` where it lacks what it must have."""
    try:
        return shape(raw)
    except (ShapeError, RecursionError) as error:
        raise wrong_shape(what) from error


def readable(shape: Callable[[Any], M], raws: Sequence[Any]) -> tuple[M, ...]:
    """Shape the items of a list; ShapeError where there are some and none can be read."""
    found: tuple[M, ...] = many(shape, raws)
    if raws and not found:
        raise ShapeError("a list of which no item can be read")
    return found


def private() -> NotFound:
    """Say that an account shows nothing to the public."""
    return NotFound("The account is private.", reason="private")
