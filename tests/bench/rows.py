"""What a benchmark reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measured figure; ``ratio`` compares it with a reference of the same run.

    ``limit`` is the most that the ratio may be or, where there is none, the figure.
    """

    name: str
    figure: float
    unit: str
    ratio: float | None = None
    limit: float | None = None

    @property
    def is_met(self) -> bool:
        measured = self.figure if self.ratio is None else self.ratio
        return self.limit is None or measured <= self.limit
