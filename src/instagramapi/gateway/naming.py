"""How the books and the log name whom a call was about: in clear, or as a hash."""

from functools import lru_cache
from hashlib import blake2b

from instagramapi.catalog.subjects import Subject

_REMEMBERED = 8192


class Naming:
    """Names subjects; `is_clear` is whether the name tells who it is.

    A hash is keyed, so that nobody without the server's secret can try out names.
    """

    def __init__(self, *, is_clear: bool, hash_key: bytes) -> None:
        self.is_clear = is_clear
        self._hash_key = hash_key
        # The same few are asked about over and over, and a hash takes longer than looking it up.
        self._known = lru_cache(_REMEMBERED)(self._write)

    def name(self, subject: Subject | str) -> str:
        """Write a subject as the books do; a text stands for the subject that is written so."""
        return self._known(subject)

    def _write(self, subject: Subject | str) -> str:
        text = str(subject)
        if self.is_clear:
            return text
        return blake2b(text.encode(), key=self._hash_key, digest_size=8).hexdigest()
