"""A logged request asked again: the log keeps its subject at most, so only that is repeated."""

from collections.abc import Iterator

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.parameters import Parameter
from instagramapi.catalog.subjects import shortcode_of

Pairs = tuple[tuple[str, str], ...]


def pairs_again(endpoint: type[Call], subject: str | None) -> Pairs | None:
    """Write the parameters that ask about the same subject; None where that is not enough.

    Everything else that the request said (cursor, dates, fields) is not kept: it is left out.
    """
    if subject is None:
        return None if any(slot.is_required for slot in endpoint.slots) else ()
    for slot in endpoint.slots:
        pair = _pair(slot.one_of.parameters, subject)
        others = (other for other in endpoint.slots if other is not slot)
        if pair and not any(other.is_required for other in others):
            return (pair,)
    return None


def _pair(parameters: tuple[Parameter, ...], subject: str) -> tuple[str, str] | None:
    # The readers alone know the forms: whatever reads back as the subject is a way to write it.
    for parameter in parameters:
        for text in _spellings(subject):
            if _means(parameter, text, subject):
                return parameter.name, text
    return None


def _means(parameter: Parameter, text: str, subject: str) -> bool:
    try:
        return str(parameter.read(text)) == subject
    except ValueError:
        return False


def _spellings(subject: str) -> Iterator[str]:
    yield subject.removeprefix("@").removeprefix("id:")
    # A handle that looks like our host's name, `instagr.am`, is read only from a URL.
    yield f"https://www.instagram.com/{subject.removeprefix('@')}/"
    if subject.isascii() and subject.isdecimal():
        yield f"https://www.instagram.com/p/{shortcode_of(subject)}/"
