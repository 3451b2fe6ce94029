"""The written form of a key: `ig_live_` or `ig_test_`, 26 random characters, 6 of checksum.

The checksum lets a mistyped or invented key be refused without any look-up. It protects nobody:
what keeps keys apart is the randomness (154 bits), and what keeps them safe at rest is that only
a keyed hash of them is stored.
"""

import re
import secrets
import string
from collections.abc import Callable
from hashlib import blake2b
from typing import Literal
from zlib import crc32

Mode = Literal["live", "test"]

ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
PREFIX_LENGTH = len("ig_live_")
RANDOM_LENGTH = 26
CHECKSUM_LENGTH = 6
LENGTH = PREFIX_LENGTH + RANDOM_LENGTH + CHECKSUM_LENGTH
_CHECKSUM_START = PREFIX_LENGTH + RANDOM_LENGTH
_WRITTEN = re.compile(r"ig_(?:live|test)_[0-9A-Za-z]{32}")
_PAIRS = [high + low for high in ALPHABET for low in ALPHABET]
_PAIR = len(_PAIRS)


def new_secret(mode: Mode, choice: Callable[[str], str] = secrets.choice) -> str:
    """Make a key's secret; it is shown once and never stored."""
    body = f"ig_{mode}_" + "".join(choice(ALPHABET) for _ in range(RANDOM_LENGTH))
    return body + checksum(body)


def looks_valid(secret: str) -> bool:
    """Tell whether this can be a key at all: its form and its checksum, no look-up."""
    return (
        _WRITTEN.fullmatch(secret) is not None
        and checksum(secret[:_CHECKSUM_START]) == secret[_CHECKSUM_START:]
    )


def checksum(body: str) -> str:
    """Write the CRC-32 of prefix and random part in base 62, padded with zeros."""
    crc = crc32(body.encode())
    return _PAIRS[crc // _PAIR**2] + _PAIRS[crc // _PAIR % _PAIR] + _PAIRS[crc % _PAIR]


def keyed_hash(secret: str, hash_key: bytes) -> bytes:
    """Hash to what is stored: 32 bytes, useless to whoever has the database alone."""
    return blake2b(secret.encode(), key=hash_key, digest_size=32).digest()


def hint(secret: str) -> str:
    """Shorten to what people may see, to tell their keys apart: `ig_live_9fKq…x3Zd`."""
    return f"{secret[: PREFIX_LENGTH + 4]}…{secret[-4:]}"
