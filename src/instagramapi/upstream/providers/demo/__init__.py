"""The demo provider: a world of made-up accounts that is the same on every machine."""

from instagramapi.upstream.providers.demo.provider import DemoProvider

__all__ = ["DemoProvider"]
