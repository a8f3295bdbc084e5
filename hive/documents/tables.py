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
        ends = [0.0, *accumulate(column.share * self.width for column in self.columns)]
        firsts = [0, *accumulate(cell.columns for cell in row.cells)]
        return tuple(self._room(ends, first, last) for first, last in pairwise(firsts))

    def _room(self, ends: Sequence[float], first: int, last: int) -> Room:
        column, is_last = self.columns[first], last == len(self.columns)
        left = ends[first] + column.indent
        right = ends[last] - (0 if is_last else self.gutter)
        return Room(left, right - left, column.is_figure)


class Drawings(dict[str, Drawing | Table]):
    """The drawings and tables of one document by the names under which its markup embeds them."""

    def add(self, drawing: Drawing | Table) -> str:
        """Keep a drawing or a table and return its name."""
        name = f"drawing:{len(self) + 1}"
        self[name] = drawing
        return name
