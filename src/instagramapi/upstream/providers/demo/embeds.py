"""How a post of the demo world is put into a web page."""

from html import escape

from instagramapi.catalog.models import OEmbed, Post

_WIDTH = 658


def embed(post: Post) -> OEmbed:
    """Make the oEmbed answer of a post: a plain quotation, without any script."""
    handle = post.owner.username if post.owner else None
    address = post.url or ""
    caption = escape(post.caption or "")
    return OEmbed(
        version="1.0",
        type="rich",
        provider_name="Instagram",
        provider_url="https://www.instagram.com",
        title=post.caption,
        author_name=handle,
        author_url=post.owner.url if post.owner else None,
        html=(
            f'<blockquote class="instagram-media" data-instgrm-permalink="{escape(address)}">'
            f'<a href="{escape(address)}">{caption or "A post"}</a>'
            f"<p>A post by @{handle}</p></blockquote>"
        ),
        width=_WIDTH,
        thumbnail_url=post.image_url,
        thumbnail_width=post.width,
        thumbnail_height=post.height,
    )
