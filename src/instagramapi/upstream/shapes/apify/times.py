"""Times of the Apify family."""

from datetime import datetime
from typing import Any

from instagramapi.upstream.shapes.reading import MISSING, text


def moment(raw: Any) -> Any:
    """Read `timestamp`: `2025-07-29T11:15:43.000Z`."""
    written = text(raw, "timestamp")
    try:
        found = datetime.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return MISSING
    return MISSING if found is None or found.tzinfo is None else found
