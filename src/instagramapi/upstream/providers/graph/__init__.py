"""Meta's official Instagram Graph API: professional accounts, their posts, and hashtags."""

from instagramapi.upstream.providers.graph.provider import GraphProvider

__all__ = ["GraphProvider"]
