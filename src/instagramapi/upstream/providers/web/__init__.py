"""The logged-out web: what instagram.com shows to every visitor, asked for slowly and openly.

Public data only: no log-in, no account, no imitation of a browser, no way around a refusal.
"""

from instagramapi.upstream.providers.web.ids import WebIds, ids_in_page
from instagramapi.upstream.providers.web.provider import WebProvider

__all__ = ["WebIds", "WebProvider", "ids_in_page"]
