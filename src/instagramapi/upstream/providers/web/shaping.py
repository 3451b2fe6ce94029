"""Shapes what was answered; what cannot be shaped is the provider's failure, not this server's."""

from collections.abc import Callable
from typing import Any, TypeVar

from instagramapi.errors import NotFound
from instagramapi.upstream.providers.web.failures import wrong_shape
from instagramapi.upstream.shapes.reading import ShapeError

T = TypeVar("T")


def shaped(shape: Callable[[Any], T], raw: Any, what: str) -> T:
    """Shape a payload; UpstreamError with `reason` `shape` where it lacks what it must have."""
    try:
        return shape(raw)
    except (ShapeError, RecursionError) as error:
        raise wrong_shape(what) from error


def private() -> NotFound:
    """Say that an account shows nothing to the public."""
    return NotFound("The account is private.", reason="private")
