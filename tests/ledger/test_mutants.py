"""The scenarios hold for the ledger, and each ledger broken on purpose fails at least one."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from ledger_makers import Till, open_till
from ledger_mutants import MUTANTS
from ledger_scenarios import SCENARIOS

from instagramapi.errors import InsufficientCredits
from instagramapi.ledger.sqlite import SqliteLedger

Scenario = Callable[[Till], Awaitable[None]]
# A scenario notices by an assertion, or because money that must be there is not.
NOTICED = (AssertionError, pytest.fail.Exception, InsufficientCredits)


async def run(scenario: Scenario, folder: Path, kind: type[SqliteLedger] = SqliteLedger) -> None:
    """Play one scenario, then let the audit look at what it left."""
    async with asyncio.timeout(20), open_till(folder, kind=kind) as till:
        await scenario(till)
        verification = await till.ledger.verify()
        assert verification.violations == ()


@pytest.mark.anyio
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
async def test_the_ledger_survives(scenario: Scenario, tmp_path: Path) -> None:
    await run(scenario, tmp_path)


@pytest.mark.anyio
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
async def test_a_broken_ledger_is_caught(mutant: type[SqliteLedger], tmp_path: Path) -> None:
    with pytest.raises(NOTICED):
        await run(MUTANTS[mutant], tmp_path, mutant)
