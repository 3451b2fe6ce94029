"""The usage headers: how much of its limits an app and an account have used, in percent."""

import json
from typing import Any

# Calls an hour that count as all; Meta's own number follows the users of an app.
_CALLS = 200


class Usage:
    """Counts calls; never refuses one, that is what rules are for."""

    def __init__(self) -> None:
        self.calls = 0

    def headers(self, account_id: str) -> dict[str, str]:
        """Count one call, and tell the usage after it."""
        self.calls += 1
        percent = min(99, self.calls * 100 // _CALLS)
        return {
            "x-app-usage": json.dumps(_percent(percent)),
            "x-business-use-case-usage": json.dumps({account_id: [_business(percent, 0)]}),
            "x-fb-trace-id": "AmL5simulator",
            "x-fb-request-id": "Arw-simulator",
            "x-fb-rev": "1001072826",
        }

    def exhausted(self) -> dict[str, int]:
        """The app's usage when nothing is left."""
        return _percent(100)

    def business_limit(self, account_id: str, minutes: int) -> dict[str, str]:
        """The account's usage when nothing is left, and for how many minutes."""
        return {"x-business-use-case-usage": json.dumps({account_id: [_business(100, minutes)]})}


def _percent(number: int) -> dict[str, int]:
    return {"call_count": number, "total_cputime": number // 2, "total_time": number // 2}


def _business(number: int, minutes: int) -> dict[str, Any]:
    return {"type": "instagram", **_percent(number), "estimated_time_to_regain_access": minutes}
