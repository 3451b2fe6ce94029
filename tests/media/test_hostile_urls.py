"""No address, no name and no answer makes the server connect to anything off its list."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import pytest
from aiohttp.abc import ResolveResult

from hostile_urls import families
from instagramapi.errors import Problem
from instagramapi.media.addresses import is_public
from instagramapi.media.hosts import MediaHosts
from instagramapi.media.source import MediaSource
from media_makers import CDN, PUBLIC, Host, Names, Sockets, http, open_host, trusting_tls

pytestmark = pytest.mark.anyio

FAMILIES = dict(families())


class Everything(Names):
    """A resolver that finds every name: the good one in public, all others on this machine."""

    def __init__(self) -> None:
        super().__init__({})

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        return [self._result(host, PUBLIC if host == CDN else "127.0.0.1", port)]


@asynccontextmanager
async def listening() -> AsyncIterator[tuple[int, list[object]]]:
    """Listen where nobody may connect, and note who does."""
    came: list[object] = []

    async def note(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.append(writer.get_extra_info("peername"))
        writer.close()

    server = await asyncio.start_server(note, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], came


async def attempt(source: MediaSource, url: str) -> Problem | None:
    try:
        async with source.open(url) as media:
            async for _ in media.body:
                pass
    except Problem as problem:
        return problem
    return None


def test_the_corpus_is_large_and_without_repeats() -> None:
    urls = [url for family in FAMILIES.values() for url in family]

    assert len(set(urls)) >= 300
    assert len(urls) - len(set(urls)) <= 5


@pytest.mark.parametrize("family", FAMILIES)
async def test_no_address_leads_off_the_list(family: str) -> None:
    async with open_host(http(), is_secure=True) as good, listening() as (port, came):
        sockets = Sockets(good.port)
        source = MediaSource(
            MediaHosts(),
            max_bytes=1_000_000,
            resolver=(names := Everything()),
            tls=trusting_tls(),
            socket_factory=sockets,
        )
        for text in FAMILIES[family]:
            url = text.replace("{port}", str(port))
            problem = await attempt(source, url)
            is_path = family == "ways of the path"
            assert (problem is None) == is_path, (url, problem)
            assert is_path or (problem and problem.code == "forbidden"), url
        await source.close()

        # Every look-up was for the good name, every attempt at the address that it has.
        assert set(names.asked) <= {CDN}
        assert set(sockets.connected) <= {(PUBLIC, 443)}
        assert came == []


@pytest.mark.parametrize("family", FAMILIES)
async def test_no_address_leads_off_the_list_with_the_real_sockets(family: str) -> None:
    async with listening() as (port, came):
        source = MediaSource(MediaHosts(), max_bytes=1_000_000, resolver=Names({}))
        for text in FAMILIES[family]:
            await attempt(source, text.replace("{port}", str(port)))
        await source.close()

        assert came == []


async def asked_for(
    names: Mapping[str, Sequence[Sequence[str]]], times: int = 1
) -> tuple[Sockets, list[Problem | None], Host]:
    """Fetch from the good name, whatever it means; each time over a new connection."""
    async with open_host(http(), is_secure=True) as good:
        sockets = Sockets(good.port)
        source = MediaSource(
            MediaHosts(),
            max_bytes=1_000_000,
            resolver=Names(names),
            tls=trusting_tls(),
            socket_factory=sockets,
        )
        problems = [await attempt(source, f"https://{CDN}/a.jpg") for _ in range(times)]
        await source.close()
    return sockets, problems, good


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.20.0.1", "192.168.1.1"),
        *("100.64.0.1", "169.254.169.254", "192.0.0.192", "198.18.0.1", "224.0.0.251"),
        *("255.255.255.255", "::1", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1"),
        *("fe80::1", "fd00:ec2::254", "ff02::fb", "2002:a00:1::", "2001:db8::1", "100::1"),
    ],
)
async def test_a_good_name_with_an_inner_address_is_not_connected_to(address: str) -> None:
    sockets, (problem,), host = await asked_for({CDN: [[address]]})

    assert not is_public(address)
    assert (sockets.connected, host.requests) == ([], [])
    assert problem
    assert (problem.status, problem.reason) == (502, "network")


async def test_of_mixed_addresses_only_the_public_one_is_connected_to() -> None:
    sockets, (problem,), _ = await asked_for({CDN: [["127.0.0.1", PUBLIC, "::1", "10.0.0.1"]]})

    assert (sockets.connected, problem) == ([(PUBLIC, 443)], None)


async def test_a_name_that_changes_between_two_look_ups_gains_nothing() -> None:
    sockets, problems, _ = await asked_for({CDN: [[PUBLIC], ["127.0.0.1"]]}, times=3)

    # The first fetch connects to what it looked up; the next look-up finds only an inner address.
    assert sockets.connected == [(PUBLIC, 443)]
    assert [problem.reason if problem else None for problem in problems] == [
        None,
        "network",
        "network",
    ]


@pytest.mark.parametrize("status", ["301 A", "302 A", "303 A", "307 A", "308 A", "300 A", "304 A"])
@pytest.mark.parametrize("where", ["http://127.0.0.1:{port}/", "//127.0.0.1:{port}/", "/b", "\\"])
async def test_a_host_that_sends_us_elsewhere_is_not_followed(status: str, where: str) -> None:
    async with listening() as (port, came):
        answer = http(b"", status, location=where.format(port=port), refresh="0; url=/b")
        async with open_host(answer) as host:
            source = MediaSource(MediaHosts([host.origin]), max_bytes=1_000_000)
            problem = await attempt(source, host.origin + "/a")
            await source.close()

            assert len(host.requests) == 1
    assert came == []
    assert problem
    assert problem.reason == "redirect"
