"""What a passkey is bound to."""

from dataclasses import dataclass
from urllib.parse import urlsplit

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Site:
    """A domain, and the address of the pages that may ask for its passkeys."""

    domain: str
    origin: str

    @classmethod
    def of(cls, url: str) -> "Site":
        """Tell what a server at this address is: passkeys belong to a name, never to a number."""
        parts = urlsplit(url)
        if parts.hostname in _LOOPBACK:
            port = f":{parts.port}" if parts.port else ""
            return cls("localhost", f"{parts.scheme}://localhost{port}")
        return cls(parts.hostname or "", f"{parts.scheme}://{parts.netloc}")
