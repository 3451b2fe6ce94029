import socket

import pytest
from aiohttp.abc import ResolveResult

from instagramapi.media.addresses import PublicResolver, is_public
from media_makers import Names

pytestmark = pytest.mark.anyio

PUBLIC = [
    *("1.1.1.1", "31.13.66.63", "157.240.22.63", "100.63.255.255", "100.128.0.0", "172.32.0.1"),
    *("192.0.1.0", "223.255.255.255", "2a03:2880:f02d:e:face:b00c:0:2", "2001:4860:4860::8888"),
]
NOT_PUBLIC = [
    *("0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.9.9.9"),
    *("169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.171", "192.0.2.1"),
    *("192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1"),
    *("224.0.0.1", "224.0.1.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "::ffff:8.8.8.8", "::ffff:127.0.0.1", "::8.8.8.8", "64:ff9b::8.8.8.8"),
    *("64:ff9b:1::8.8.8.8", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1"),
    *("5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1"),
    *("2a03:2880::1%1", "", "localhost", "127.1", "2130706433", "0x7f000001", "1.1.1.1 ", "::g"),
]


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_every_other_address_is_not(address: str) -> None:
    assert not is_public(address)


async def hosts(names: Names, host: str, *trusted: tuple[str, int]) -> list[ResolveResult]:
    return await PublicResolver(names, trusted).resolve(host, 443, socket.AF_UNSPEC)


async def test_only_public_addresses_are_passed_on() -> None:
    names = Names({"cdn": [["10.0.0.1", "1.1.1.1", "::1", "2a03:2880::1"]]})

    assert [found["host"] for found in await hosts(names, "cdn")] == ["1.1.1.1", "2a03:2880::1"]


async def test_a_name_without_a_public_address_is_no_name() -> None:
    with pytest.raises(OSError, match="no public address"):
        await hosts(Names({"cdn": [["10.0.0.1"]]}), "cdn")


async def test_a_trusted_origin_may_be_anywhere_but_only_at_its_port() -> None:
    names = Names({"minio": [["10.0.0.1"]]})

    assert [found["host"] for found in await hosts(names, "minio", ("minio", 443))] == ["10.0.0.1"]
    with pytest.raises(OSError, match="no public address"):
        await hosts(names, "minio", ("minio", 9000))
