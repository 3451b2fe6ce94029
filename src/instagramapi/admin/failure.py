"""An operation that was not done, as one line with a code."""

from dataclasses import asdict, dataclass
from typing import Any

# A malformed parameter has the first code everywhere in this product, a malformed command the
# second; 130 is what shells expect after Ctrl-C.
_EXIT_CODES = {"missing_parameter": 2, "wrong_usage": 2, "interrupted": 130}


@dataclass(eq=False)
class Failure(Exception):  # noqa: N818 - it names an outcome, like the Problems
    """What went wrong: a code for programs, a sentence for people, the parameter at fault."""

    code: str
    message: str
    param: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return it as it travels over the socket and as `--json` prints it."""
        return {"error": asdict(self)}

    @property
    def exit_code(self) -> int:
        """2 for wrong usage, 130 for an interrupt, 1 for everything else."""
        return _EXIT_CODES.get(self.code, 1)
