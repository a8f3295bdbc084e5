"""How high a row must be for its texts: not every program that opens a workbook works it out."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from math import ceil

from hive.documents.sheets.book import Cell, Look

LINE = 14.0
ROOM = 5.0
HIGHEST = 409.0
# What does not wrap takes one line, whatever its length.
ONE_LINE = {Look.TITLE: 27.0, Look.GROUP: 21.0, Look.NOTE: 16.0}
LATIN, WIDE, BOLD = 0.95, 1.85, 1.06


def height_of(row: Sequence[Cell | None], widths: Sequence[float]) -> float:
    """Return the height in points that shows every text of a row in its column."""
    least = max((ONE_LINE.get(cell.look, 0.0) for cell in row if cell), default=0.0)
    lines = 1
    for cell, width in zip(row, widths, strict=False):
        if cell is not None and cell.look not in ONE_LINE and width and cell.value is not None:
            lines = max(lines, _lines(str(cell.value), width, cell.look))
    return min(HIGHEST, max(least, LINE * lines + ROOM))


def _lines(text: str, width: float, look: Look) -> int:
    scale = BOLD if look in (Look.STRONG, Look.HEAD, Look.ANSWER) else 1.0
    # The end of a line stays empty where the next word does not fit.
    room = max(width - 1.5, 1.0)
    return sum(max(1, ceil(_extent(line) * scale / room)) for line in text.split("\n"))


def _extent(text: str) -> float:
    return sum(WIDE if unicodedata.east_asian_width(sign) in "WF" else LATIN for sign in text)
