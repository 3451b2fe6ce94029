"""Addresses, and when media links expire."""

from datetime import UTC, datetime

from instagramapi.upstream.shapes import links
from instagramapi.upstream.shapes.reading import MISSING


def test_the_first_expiry_counts() -> None:
    early, late = "https://x/a.jpg?oe=65ED7FB6&_nc=1", "https://x/b.jpg?a=1&oe=65ED7FB7"

    assert links.first_expiry([late, None, MISSING, early]) == datetime(
        2024, 3, 10, 9, 39, 2, tzinfo=UTC
    )


def test_links_without_an_expiry_tell_none() -> None:
    assert links.first_expiry(["https://x/a.jpg", "https://x/?oe=00000001", 5]) is MISSING


def test_pages() -> None:
    assert links.post_page("Cxx") == "https://www.instagram.com/p/Cxx/"
    assert links.story_page("nike", "1") == "https://www.instagram.com/stories/nike/1/"
    assert links.location_page("9", "bern") == "https://www.instagram.com/explore/locations/9/bern/"
    assert links.location_page("9", None) == "https://www.instagram.com/explore/locations/9/"


def test_without_a_name_there_is_no_page() -> None:
    assert links.post_page(MISSING) is MISSING
    assert links.profile_page(None) is MISSING
    assert links.story_page(MISSING, "1") is MISSING
    assert links.highlight_page(MISSING) is MISSING
    assert links.location_page(MISSING, "x") is MISSING
    assert links.hashtag_page(MISSING) is MISSING
