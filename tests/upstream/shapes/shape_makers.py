"""The shapes are tested with the made-up payloads of the archive."""

import json
from pathlib import Path
from typing import Any

_PAYLOADS = Path(__file__).parents[1] / "providers" / "archive" / "payloads"


def payload(name: str) -> Any:
    """Read one of the payloads."""
    return json.loads((_PAYLOADS / f"{name}.json").read_text("utf-8"))
