"""The shapes are tested with the made-up payloads of the archive."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

_PAYLOADS = Path(__file__).parents[1] / "providers" / "archive" / "payloads"


@pytest.fixture
def payload() -> Callable[[str], Any]:
    return lambda name: json.loads((_PAYLOADS / f"{name}.json").read_text("utf-8"))
