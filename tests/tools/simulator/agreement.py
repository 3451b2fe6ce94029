"""Counts, field by field, how far a stranger's reading agrees with the world; prints the table."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

Fields = Mapping[str, Any]


class Agreement:
    """What one stranger reads of the simulator's answers against what the world holds."""

    def __init__(self, stranger: str) -> None:
        self.stranger = stranger
        self.compared: Counter[tuple[str, str]] = Counter()
        self.differences: list[tuple[str, str, str, Any, Any]] = []

    def compare(self, shape: str, subject: str, read: Fields, world: Fields) -> None:
        """Compare one object; both sides name the same fields."""
        assert read.keys() == world.keys()
        for name, value in read.items():
            self.compared[shape, name] += 1
            if value != world[name]:
                self.differences.append((shape, name, subject, value, world[name]))

    def table(self) -> str:
        """One line a shape and field: how often compared, how often the same."""
        differing = Counter((shape, name) for shape, name, *_ in self.differences)
        return "\n".join(
            f"{self.stranger:12} {shape:22} {name:16} {count:5} {count - differing[shape, name]:5}"
            for (shape, name), count in sorted(self.compared.items())
        )
