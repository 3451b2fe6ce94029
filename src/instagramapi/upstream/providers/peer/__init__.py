"""The provider `peer`: another server of this API."""

from instagramapi.upstream.providers.peer.provider import PeerProvider

__all__ = ["PeerProvider"]
