"""Which addresses are of the public internet, and a resolver that knows no others."""

import socket
from collections.abc import Collection
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

from aiohttp.abc import AbstractResolver, ResolveResult

# Lists of our own, because those of the standard library differ from version to version
# (IANA special-purpose registries, 2026-10).
_NOT_PUBLIC = tuple(
    map(
        IPv4Network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
            *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24"),
            *("192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
            # Multicast, reserved, broadcast.
            "224.0.0.0/3",
        ),
    )
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")
# Teredo, benchmarks, documentation, 6to4. What maps or translates to IPv4 is not below 2000::/3.
_NOT_PUBLIC_6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))

Origin = tuple[str, int]
"""A host and a port."""


def is_public(written: str) -> bool:
    """Tell whether an IP address is one of the public internet; all doubt is a no."""
    try:
        address = ip_address(written)
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        # A scope (`fe80::1%eth0`) names an interface of this machine.
        is_outside = address in _GLOBAL_UNICAST and address.scope_id is None
        return is_outside and not any(address in network for network in _NOT_PUBLIC_6)
    return not any(address in network for network in _NOT_PUBLIC)


class PublicResolver(AbstractResolver):
    """Looks a name up once, and passes on only those of its addresses that are public.

    The client connects to what this returns and looks nothing up itself, so that the address
    checked is the address used, whatever the name means a moment later.
    """

    def __init__(self, resolver: AbstractResolver, trusted: Collection[Origin]) -> None:
        self._resolver = resolver
        self._trusted = trusted

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the public addresses of a name; raises OSError where it has none."""
        found = await self._resolver.resolve(host, port, family)
        if (host, port) in self._trusted:
            return found
        public = [result for result in found if is_public(result["host"])]
        if not public:
            raise OSError("the name has no public address")
        return public

    async def close(self) -> None:
        """Close the resolver below."""
        await self._resolver.close()
