"""How a post is put into a web page, as Meta's oEmbed tells it."""

from instagramapi.catalog.models import OEmbed
from instagramapi.catalog.post import GetOEmbed
from instagramapi.upstream.provider import Provider, serves
from instagramapi.upstream.providers.graph.client import GraphClient
from instagramapi.upstream.providers.graph.shaping import shaped
from instagramapi.upstream.shapes.oembed import oembed


class Embeds(Provider):
    """Needs the feature "Meta oEmbed Read" of the operator's app."""

    client: GraphClient

    @serves(GetOEmbed)
    async def oembed(self, call: GetOEmbed) -> OEmbed:
        url = f"https://www.instagram.com/p/{call.post.shortcode}/"
        return shaped(oembed, await self.client.get("instagram_oembed", url=url))
