"""What an operator does here is what the command line does, noted under their own name."""

from collections.abc import Mapping
from typing import Any

from instagramapi.admin.operations import Result, carry_out
from instagramapi.web.visit import Visit


async def operate(visit: Visit, operation: str, arguments: Mapping[str, Any]) -> Result:
    """Do one operation as the visitor; what is expected to go wrong raises Failure."""
    return await carry_out(visit.site.service, operation, arguments, by=visit.who.actor)
