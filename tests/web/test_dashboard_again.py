"""What can be asked again of a request that is only in the log."""

import pytest

from instagramapi.catalog.endpoint import Call
from instagramapi.catalog.endpoints import CATALOGUE
from instagramapi.catalog.reading import read_call
from instagramapi.web.dashboard.again import pairs_again


def about_a_subject_alone(endpoint: type[Call]) -> bool:
    call, _ = read_call(endpoint, tuple(endpoint.example.items()))
    return call.subject is not None and sum(slot.is_required for slot in endpoint.slots) == 1


@pytest.mark.parametrize(
    "endpoint",
    [each for each in CATALOGUE if about_a_subject_alone(each)],
    ids=lambda endpoint: endpoint.name,
)
def test_the_logged_subject_asks_about_the_same_again(endpoint: type[Call]) -> None:
    call, _ = read_call(endpoint, tuple(endpoint.example.items()))

    pairs = pairs_again(endpoint, str(call.subject))

    again, _ = read_call(endpoint, pairs or ())
    assert again.subject == call.subject


def test_what_needs_more_than_its_subject_cannot_be_repeated() -> None:
    assert pairs_again(CATALOGUE.by_name["post/comments/replies"], "2") is None


def test_a_search_cannot_be_repeated_because_its_words_are_not_kept() -> None:
    assert pairs_again(CATALOGUE.by_name["search/users"], None) is None


def test_what_needs_no_parameter_can_be_repeated() -> None:
    assert pairs_again(CATALOGUE.by_name["credits"], None) == ()


def test_a_handle_like_our_hosts_name_is_written_as_an_address() -> None:
    pairs = pairs_again(CATALOGUE.by_name["profile"], "@instagr.am")

    assert pairs == (("handle", "https://www.instagram.com/instagr.am/"),)


def test_a_hash_in_place_of_a_subject_is_not_taken_for_a_handle() -> None:
    assert pairs_again(CATALOGUE.by_name["profile"], "3f2a9c0011223344") is None
