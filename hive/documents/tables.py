"""What a printed table is made of: rows of words and signs, before any pen sets them.

All lengths are in pt. Words break into as many lines as their column needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from hive.documents.drawing import Drawing


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph in one colour code and weight, over one column or more."""

    content: str
    fill: str
    bold: bool = False
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Sign:
    """A drawing in the place of words, ``width`` wide and ``drop`` below the top of its cell."""

    drawing: Drawing
    width: float
    drop: float = 0
    columns: int = 1

    @property
    def height(self) -> float:
        """How high the drawing stands at its width."""
        canvas = self.drawing.canvas
        return self.width * canvas.height / canvas.width


Cell = Words | Sign


@dataclass(frozen=True, slots=True)
class Column:
    """A share of the table's width, after an ``indent``; figures stand at the end of theirs."""

    share: float
    indent: float = 0
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """Where a cell begins and how wide it is; figures stand at its end."""

    left: float
    width: float
    is_figure: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A line as wide as the table."""

    stroke: str
    width: float = 0.5


@dataclass(frozen=True, slots=True)
class Type:
    """How large words are, how far their baselines stand apart, and the room above and below."""

    size: float
    leading: float
    room: float


@dataclass(frozen=True, slots=True)
class Row:
    """Cells from left to right between two rules."""

    cells: tuple[Cell, ...]
    above: Rule | None = None
    below: Rule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A head and rows in columns; the first cell of a row may be its header.

    ``caption`` is read and not seen. ``family`` names fonts as CSS does, ``language`` as HTML does.
    ``gutter`` is what every column but the last keeps free at its end.
    """

    caption: str
    language: str
    family: str
    width: float
    gutter: float
    columns: tuple[Column, ...]
    head: Row
    head_type: Type
    rows: tuple[Row, ...]
    type: Type
    has_row_headers: bool = False

    def rooms(self, row: Row) -> tuple[Room, ...]:
        """Return the room of each cell of a row."""
        return rooms(self.columns, self.width, [cell.columns for cell in row.cells], self.gutter)


def rooms(
    columns: Sequence[Column], width: float, spans: Sequence[int], gutter: float = 0
) -> tuple[Room, ...]:
    """Share a width out among cells of so many columns each; only the last one has no gutter."""
    ends = [0.0, *accumulate(column.share * width for column in columns)]
    made = []
    for first, last in pairwise((0, *accumulate(spans))):
        left = ends[first] + columns[first].indent
        right = ends[last] - (gutter if last < len(columns) else 0)
        made.append(Room(left, right - left, columns[first].is_figure))
    return tuple(made)
