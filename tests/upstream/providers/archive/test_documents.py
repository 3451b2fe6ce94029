"""Merging what several records say about one object."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from instagramapi.catalog.models import Profile
from instagramapi.upstream.providers.archive.documents import Document

_VALUES = st.one_of(st.none(), st.integers(0, 2), st.text("ab", max_size=1))
_FIELDS = st.dictionaries(st.sampled_from("xyz"), st.tuples(_VALUES, st.integers(0, 2)))
DOCUMENTS = _FIELDS.map(
    lambda fields: Document(
        {name: value for name, (value, _) in fields.items()},
        {name: seen for name, (_, seen) in fields.items()},
    )
)


@settings(max_examples=200)
@given(st.lists(DOCUMENTS, min_size=2, max_size=3))
def test_the_order_of_import_does_not_matter(documents: list[Document]) -> None:
    results = []
    for first, *others in permutations(documents):
        held = first
        for other in others:
            held = held.merged(other)
        results.append(held)

    assert all(result == results[0] for result in results)


@given(DOCUMENTS)
def test_importing_again_changes_nothing(document: Document) -> None:
    assert document.merged(document) == document
    assert Document.load(*document.dump()) == document


def test_the_newer_statement_wins_and_what_only_one_says_is_kept() -> None:
    rich = Document.of(Profile(id="1", username="nike", biography="Run", followers=5), 100)
    poor = Document.of(Profile(id="1", username="nike", followers=7), 200)

    merged = rich.merged(poor)

    assert merged.fields == {"id": "1", "username": "nike", "biography": "Run", "followers": 7}
    assert merged.seen["biography"] == 100


def test_a_field_that_was_emptied_is_empty() -> None:
    linked = Document.of(Profile(id="1", username="nike", external_url="https://x"), 100)
    unlinked = Document.of(Profile(id="1", username="nike", external_url=None), 200)

    assert linked.merged(unlinked).fields["external_url"] is None
