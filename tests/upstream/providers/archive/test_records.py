"""What is kept of private accounts."""

import pytest

from instagramapi.catalog.models import Comment, Highlight, Post, Profile, Story, UserShort
from instagramapi.upstream.providers.archive.records import (
    InPassing,
    Record,
    Tagged,
    in_passing,
    public_part,
)

OWNER = UserShort(id="1", username="shy", is_private=True, full_name="Shy Person")
BARE = UserShort(id="1", username="shy", is_private=True)
PROFILE = Profile(id="1", username="shy", is_private=True, biography="secret", followers=3)
BARE_PROFILE = Profile(id="1", username="shy", is_private=True)
POST = Post(id="5", shortcode="F", owner=OWNER, caption="secret")


@pytest.mark.parametrize(
    ("record", "kept"),
    [
        (PROFILE, BARE_PROFILE),
        (InPassing(PROFILE), InPassing(BARE_PROFILE)),
        (POST, Post(id="5", shortcode="F", owner=BARE)),
        (Tagged(POST, "x"), Post(id="5", shortcode="F", owner=BARE)),
        (Story(id="5", owner=OWNER, image_url="secret"), Story(id="5", owner=BARE)),
        (Highlight(id="5", owner=OWNER, title="secret"), Highlight(id="5", owner=BARE)),
    ],
)
def test_of_a_private_account_only_that_it_is_private_is_kept(record: Record, kept: Record) -> None:
    assert public_part(record) == kept


def test_public_records_stay_whole() -> None:
    comment = Comment(id="1", text="public")

    assert public_part(comment) is comment


def test_an_account_without_a_handle_is_no_record() -> None:
    assert in_passing(UserShort(id="1")) is None
    assert in_passing(None) is None
