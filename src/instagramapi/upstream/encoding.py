"""Encodes answers, once where a provider of this process hands out the same object again."""

from instagramapi.catalog.models.base import Model

_REMEMBERED = 128


class Encodings:
    """The JSON of the answers seen last. They are frozen, so the same object is the same JSON."""

    def __init__(self) -> None:
        # Each is kept with its object, so that no other can have its id.
        self._kept: dict[int, tuple[Model, bytes]] = {}

    def of(self, answer: Model) -> bytes:
        """Return the JSON of an answer."""
        kept = self._kept.get(id(answer))
        if kept:
            return kept[1]
        data = encode(answer)
        if len(self._kept) >= _REMEMBERED:
            del self._kept[next(iter(self._kept))]
        self._kept[id(answer)] = (answer, data)
        return data


def encode(answer: Model) -> bytes:
    """Write an answer as JSON."""
    data: bytes = answer.__pydantic_serializer__.to_json(answer)
    return data
