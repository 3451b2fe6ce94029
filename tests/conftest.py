"""What every test has: coroutines run on asyncio, and examples without a stop-watch."""

import pytest
import structlog
from hypothesis import settings

# A busy machine is no fault of an example: time is measured where it is the subject.
settings.register_profile("instagramapi", deadline=None)
settings.load_profile("instagramapi")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def fresh_log() -> None:
    """Forget how a command run in this process set the log up."""
    structlog.reset_defaults()
