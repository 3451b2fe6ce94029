"""A disk that is full: every write that would make a file longer than some limit fails."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def fill_disk(file: Path) -> tuple[int, int]:
    """Let no file grow beyond the size of this one; return what `free_disk` needs."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size, limits[1]))
    return limits


def free_disk(limits: tuple[int, int]) -> None:
    """Let files grow again."""
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@contextmanager
def full_disk(file: Path) -> Iterator[None]:
    """Let no file grow beyond the size of this one inside the block."""
    limits = fill_disk(file)
    try:
        yield
    finally:
        free_disk(limits)
