"""A simulator for each module, healthy before each test."""

from collections.abc import Iterator

import pytest
from simulator_makers import Client, Demo

from instagramapi.tools.simulator import Simulator, simulator


@pytest.fixture(scope="module")
def running() -> Iterator[Simulator]:
    with simulator() as upstreams:
        yield upstreams


@pytest.fixture
def upstreams(running: Simulator) -> Iterator[Simulator]:
    running.heal()
    running.app.journal.clear()
    yield running
    running.heal()


@pytest.fixture
def client(upstreams: Simulator) -> Iterator[Client]:
    client = Client(upstreams)
    yield client
    client.http.close()


@pytest.fixture
def demo(running: Simulator) -> Demo:
    return Demo(running.url)
