"""Stories and highlights by their own ids."""

from datetime import timedelta

from instagramapi.catalog.endpoint import Endpoint
from instagramapi.catalog.models import Highlight, Story
from instagramapi.catalog.parameters import HighlightSubject, StorySubject
from instagramapi.errors import NotFound


class GetStory(
    Endpoint[Story],
    name="story",
    path="/v1/story",
    credits=1,
    fresh_for=timedelta(minutes=2),
    example={"id": "3776832898280228145"},
    raises=(NotFound,),
):
    """One story that runs now, or that a highlight keeps.

    A story runs for a day and is gone at `expires_at`; one that a highlight keeps stays.
    """

    story: StorySubject


class GetHighlight(
    Endpoint[Highlight],
    name="highlight",
    path="/v1/highlight",
    credits=1,
    fresh_for=timedelta(hours=1),
    example={"id": "17895485401104052"},
    raises=(NotFound,),
):
    """One highlight with its stories, in the order in which they are shown.

    `media_count` is their number, and each can be asked for by its id at `/v1/story`.
    """

    highlight: HighlightSubject
