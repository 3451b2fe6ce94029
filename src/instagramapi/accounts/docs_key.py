"""The test key that the docs show: derived when wanted, so that its secret is stored nowhere."""

from hashlib import blake2b

from instagramapi.accounts.secret import ALPHABET, RANDOM_LENGTH, checksum

NAME = "Docs"
# Keeps this use of the key apart from the hashes that it is made for.
_PURPOSE = b"docs key"


def docs_secret(hash_key: bytes, account_id: str, generation: int) -> str:
    """Derive an account's secret; a generation follows where the one before was revoked."""
    text = f"{account_id}/{generation}".encode()
    number = int.from_bytes(blake2b(text, key=hash_key, person=_PURPOSE).digest())
    characters = []
    for _ in range(RANDOM_LENGTH):
        number, position = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[position])
    body = "ig_test_" + "".join(characters)
    return body + checksum(body)
