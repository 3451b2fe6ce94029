"""An object that is handed out again is encoded once, and never taken for another."""

import json

from instagramapi.upstream.encoding import Encodings
from makers import a_profile


def test_the_same_object_has_the_same_bytes() -> None:
    encodings, profile = Encodings(), a_profile("nike")

    assert encodings.of(profile) is encodings.of(profile)
    assert json.loads(encodings.of(profile))["username"] == "nike"


def test_no_object_gets_the_bytes_of_one_that_is_gone() -> None:
    encodings = Encodings()

    for number in range(1000):
        # Each is dropped at once, so that a later one may have its place in memory.
        assert json.loads(encodings.of(a_profile(f"user{number}")))["username"] == f"user{number}"
