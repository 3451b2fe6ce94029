"""oEmbed from HikerAPI: asked for by the post's address."""

import pytest
from hiker_makers import playing

from instagramapi.catalog.post import GetOEmbed
from instagramapi.catalog.subjects import PostRef

pytestmark = pytest.mark.anyio

CALL = GetOEmbed(post=PostRef(id="3776832898280228145"))
ADDRESS = "https://www.instagram.com/p/DRqAYKuAIUx/"
CARD = {"version": "1.0", "type": "rich", "width": 658, "html": "<blockquote></blockquote>"}


async def test_hiker_asks_for_the_post() -> None:
    async with playing({"/v1/media/oembed": CARD | {"author_name": "tilda"}}) as stage:
        answer = await stage.answer(CALL)

    assert answer.author_name == "tilda"
    assert stage.asked == [("/v1/media/oembed", {"url": ADDRESS})]
