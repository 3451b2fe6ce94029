"""Where media may be fetched from: an address is read by one strict pattern, or not at all."""

import re
from collections.abc import Collection
from urllib.parse import urlsplit

INSTAGRAM_HOSTS = ("cdninstagram.com", "fbcdn.net")
MAX_URL_CHARACTERS = 4096

_NAME = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
_HOST_NAME = re.compile(_NAME)
# What RFC 3986 lets stand in a path and a query; no fragment, which is never sent.
_PATH = r"/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*"
_URL = re.compile(rf"https://(?P<host>{_NAME})(?::443)?(?P<path>{_PATH})")
_ORIGIN = re.compile(rf"https?://(?:{_NAME}|[a-z0-9-]+|[0-9.]+|\[[0-9a-f:]+\])(?::[0-9]{{1,5}})?")
_ONLY_PATH = re.compile(_PATH)


class MediaHosts:
    """The list of who is asked for media.

    A domain stands for itself and what is below it: HTTPS only, port 443 only, public addresses
    only. An origin such as `http://127.0.0.1:9900` stands for exactly itself, whatever it is.
    """

    def __init__(self, entries: Collection[str] = ()) -> None:
        """Take the operator's entries beside Instagram's own; a ValueError names a wrong one."""
        self._origins = tuple(text for text in entries if _ORIGIN.fullmatch(text))
        self._domains = (*INSTAGRAM_HOSTS, *(set(entries) - set(self._origins)))
        for domain in self._domains:
            if not _HOST_NAME.fullmatch(domain):
                raise ValueError(
                    f"{domain!r} is neither a domain, like media.example.com, nor an origin, "
                    "like http://127.0.0.1:9900"
                )
        self.trusted = frozenset(map(_host_and_port, self._origins))

    def allows(self, url: str) -> bool:
        """Tell whether this very address may be fetched."""
        if len(url) > MAX_URL_CHARACTERS:
            return False
        match = _URL.fullmatch(url)
        if match and self._has(match["host"]):
            return True
        return any(
            url.startswith(origin) and _ONLY_PATH.fullmatch(url, len(origin))
            for origin in self._origins
        )

    def _has(self, host: str) -> bool:
        return any(host == domain or host.endswith("." + domain) for domain in self._domains)


def _host_and_port(origin: str) -> tuple[str, int]:
    parts = urlsplit(origin)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
