from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instagramapi.catalog.models import UserShort
from instagramapi.store.cache import Copy
from instagramapi.store.packing import fetched_at_s, pack, unpack

TEXTS = st.text(max_size=40)
COPIES = st.builds(
    Copy,
    provider=TEXTS,
    fetched_at_s=st.floats(allow_nan=False),
    data=st.binary(max_size=5000),
    next_cursor=st.none() | TEXTS,
    total=st.none() | st.integers(),
    empty_reason=st.none() | TEXTS,
    warnings=st.lists(TEXTS, max_size=3).map(tuple),
    nothing=st.none() | st.tuples(TEXTS, st.none() | TEXTS),
)


@given(COPIES)
def test_what_was_packed_is_equal_when_it_is_unpacked(copy: Copy) -> None:
    packed = pack(copy)

    assert astuple(unpack(packed)) == astuple(copy)
    assert fetched_at_s(packed) == fetched_at_s(copy) == copy.fetched_at_s


@pytest.mark.parametrize("count", [1, 10])
def test_what_answers_have_in_common_takes_hardly_any_room(count: int) -> None:
    user = UserShort(id="1", username="a", full_name=None, is_verified=None, is_private=None)
    data = b",".join([user.model_dump_json().encode()] * count)

    assert len(pack(Copy("demo", 0.0, data))) < 200
