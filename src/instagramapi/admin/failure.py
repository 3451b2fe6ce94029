"""An operation that was not done, as one line with a code."""

from dataclasses import asdict, dataclass
from typing import Any

# The code of a malformed parameter everywhere in this product, and that of a malformed command.
_USAGE = frozenset({"missing_parameter", "wrong_usage"})


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
        """2 for wrong usage, 1 for everything else."""
        return 2 if self.code in _USAGE else 1
