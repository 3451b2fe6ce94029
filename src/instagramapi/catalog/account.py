"""What the caller's own account has and did."""

from instagramapi.catalog.endpoint import Endpoint
from instagramapi.catalog.models import Credits


class GetCredits(
    Endpoint[Credits],
    name="credits",
    path="/v1/credits",
    credits=0,
    example={},
):
    """How many credits are left. Always free."""
