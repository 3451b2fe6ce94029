"""One simulator for all proofs that need one; each finds it healthy and its log empty."""

from collections.abc import Iterator

import pytest
from simulated import Upstreams


@pytest.fixture(scope="session")
def one_simulator() -> Iterator[Upstreams]:
    with Upstreams() as running:
        yield running


@pytest.fixture
def upstreams(one_simulator: Upstreams) -> Upstreams:
    one_simulator.heal()
    one_simulator.forget()
    return one_simulator
