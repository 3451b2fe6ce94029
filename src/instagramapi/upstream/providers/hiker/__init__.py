"""The provider that asks HikerAPI, a data service, with the operator's own key."""

from instagramapi.upstream.providers.hiker.provider import HikerProvider

__all__ = ["HikerProvider"]
