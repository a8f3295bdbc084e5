"""The three settings of a drawing: a wide screen, a phone 360 px wide, and paper."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """Where a drawing is seen."""

    WIDE = "wide"
    NARROW = "narrow"
    PRINT = "print"


@dataclass(frozen=True, slots=True)
class Setting:
    """Sizes of a form, in px on screens and pt on paper; ``smallest`` is the floor for labels.

    On the first page of a scorecard drawings are set a good tenth smaller than they are made, so
    that the floor on paper is that much above the 6.5 pt below which nothing is printed.
    """

    unit: str
    full: float
    half: float
    label: float
    smallest: float

    @property
    def hair(self) -> float:
        """The width of a hairline: 1 px on screens, 0.6 pt on paper."""
        return self.label / 14


SETTINGS = {
    Form.WIDE: Setting(unit="", full=1120, half=544, label=14, smallest=12),
    Form.NARROW: Setting(unit="", full=328, half=328, label=14, smallest=12),
    Form.PRINT: Setting(unit="pt", full=493, half=238, label=8.5, smallest=7.5),
}
