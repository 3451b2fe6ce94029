"""oEmbed from Meta: asked for by the post's address."""

import pytest
from graph_makers import playing

from instagramapi.catalog.models import OEmbed
from instagramapi.catalog.post import GetOEmbed
from instagramapi.catalog.subjects import PostRef
from instagramapi.errors import UpstreamError

pytestmark = pytest.mark.anyio

CALL = GetOEmbed(post=PostRef(id="3776832898280228145"))
ADDRESS = "https://www.instagram.com/p/DRqAYKuAIUx/"
CARD = {"version": "1.0", "type": "rich", "width": 658, "html": "<blockquote></blockquote>"}


async def test_graph_asks_meta_for_the_post() -> None:
    async with playing(CARD, {"version": "1.0"}) as meta:
        answer = await meta.graph.answer(CALL)
        with pytest.raises(UpstreamError) as odd:
            await meta.graph.answer(CALL)

    assert isinstance(answer, OEmbed)
    assert (meta.asked[0].path, meta.asked[0].query["url"]) == ("/v26.0/instagram_oembed", ADDRESS)
    assert odd.value.reason == "shape"
