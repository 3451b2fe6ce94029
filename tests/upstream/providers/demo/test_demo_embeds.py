"""oEmbed of the demo world."""

import pytest

from instagramapi.catalog.post import GetOEmbed
from instagramapi.catalog.subjects import PostRef
from instagramapi.kit.clock import SystemClock
from instagramapi.upstream.providers.demo import DemoProvider

pytestmark = pytest.mark.anyio

CALL = GetOEmbed(post=PostRef(id="3776832898280228145"))
ADDRESS = "https://www.instagram.com/p/DRqAYKuAIUx/"
CARD = {"version": "1.0", "type": "rich", "width": 658, "html": "<blockquote></blockquote>"}


async def test_the_demo_world_quotes_without_a_script() -> None:
    demo = DemoProvider(clock=SystemClock(), public_url="http://127.0.0.1:1")

    answer = await demo.oembed(CALL)

    assert ADDRESS in answer.html
    assert "<script" not in answer.html
    assert answer.author_name == "nike"
