"""What every object of an answer shares: frozen, strict about names, tolerant about gaps."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


class Model(BaseModel):
    """An object of an answer. `None` means that nobody knows, never 0 or ""."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        ser_json_inf_nan="null",
        # A model is made ready where it is first used: the command line knows all and uses none.
        defer_build=True,
    )


def _to_utc_second(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time needs its zone")
    if moment.tzinfo is UTC and not moment.microsecond:
        return moment
    try:
        return moment.astimezone(UTC).replace(microsecond=0)
    except OverflowError as wrong:
        raise ValueError("a time lies in the years 1 to 9999") from wrong


Time = Annotated[datetime, AfterValidator(_to_utc_second)]
"""A moment, written as ISO 8601 in UTC with `Z`, to the second."""

Id = Annotated[str, Field(min_length=1, max_length=64)]
"""An id of Instagram's, always a string, because JavaScript cannot hold the numbers."""

Count = Annotated[int, Field(ge=0)]
"""A number of things; null where Instagram does not tell, never a guess."""

Url = Annotated[str, Field(min_length=1)]
"""An absolute address."""
