"""Rows of dimensions against columns: where they stand, their heads and their names.

Both the heat table and the spread over the bands are such a matrix. On a phone a row's name
stands over its cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hive.documents.drawing import Part
from reports.charts.drawings.elements import line, text
from reports.charts.drawings.forms import SETTINGS, Form, Setting
from reports.charts.drawings.letters import width, wrap

LEAD = 1.2
ROW = {Form.WIDE: 1.9, Form.NARROW: 1.9, Form.PRINT: 1.6}
BASELINE = 0.36


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: words over each other, a note below them."""

    name: str
    note: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """Where columns begin, how wide and how high a cell is, in the drawing's own unit."""

    setting: Setting
    wide: float
    names: float
    column: float
    high: float
    is_narrow: bool

    @property
    def size(self) -> float:
        """The size of labels."""
        return self.setting.label

    @property
    def small(self) -> float:
        """The size of heads and reasons."""
        return max(self.setting.smallest, self.size * 0.86)

    @property
    def step(self) -> float:
        """How far rows stand apart; on a phone the name takes a line of its own."""
        return self.high + (self.size * 1.5 if self.is_narrow else 0)

    def left(self, column: int) -> float:
        """Return where a column begins."""
        return self.names + column * self.column

    def top(self, row: int, start: float) -> float:
        """Return where the cells of a row begin."""
        return start + row * self.step + (self.step - self.high)


def matrix(form: Form, names: Sequence[str], columns: int) -> Matrix:
    """Lay out columns of equal width beside the names, or below them on a phone."""
    setting = SETTINGS[form]
    full = setting.full if form is Form.PRINT else setting.half
    room = 0.0
    if form is not Form.NARROW:
        widest = max(width(name, setting.label, bold=True) for name in names)
        room = min(widest + setting.label, full * 0.3)
    column, high = (full - room) / columns, setting.label * ROW[form]
    return Matrix(setting, full, room, column, high, form is Form.NARROW)


def heads(grid: Matrix, told: Sequence[Head], anchor: str = "start") -> tuple[list[Part], float]:
    """Write the heads on a common foot; return them and the height they take."""
    indent = grid.column / 2 if anchor == "middle" else 0
    size, room = grid.small, grid.column - grid.small * 0.6
    written = [
        [(part, "ink-2") for part in wrap(head.name, size, room, bold=head.bold)]
        + ([(head.note, "ink-3")] if head.note else [])
        for head in told
    ]
    lines = max(map(len, written))
    parts: list[Part] = []
    for n, (head, rows) in enumerate(zip(told, written, strict=True)):
        for i, (content, fill) in enumerate(rows):
            y = size * (1 + LEAD * (lines - len(rows) + i))
            bold = head.bold and fill == "ink-2"
            x = grid.left(n) + indent
            parts.append(text(x, y, content, size, fill=fill, anchor=anchor, bold=bold))
    foot = size * (LEAD * lines + 0.4)
    parts.append(line((0, foot), (grid.wide, foot), "line-strong", grid.setting.hair))
    return parts, foot


def row_name(grid: Matrix, name: str, top: float, *, is_total: bool) -> Iterator[Part]:
    """Name a row whose cells begin at ``top``; a rule stands over the total."""
    size = grid.size
    if is_total:
        over = top - (grid.step - grid.high)
        yield line((0, over), (grid.wide, over), "ink", grid.setting.hair)
    if grid.is_narrow:
        yield text(0, top - size * 0.35, name, size, bold=True)
        return
    lines = wrap(name, size, grid.names - size * 0.5, bold=True)
    first = top + grid.high / 2 + size * BASELINE - size * LEAD * (len(lines) - 1) / 2
    for n, part in enumerate(lines):
        yield text(0, first + n * size * LEAD, part, size, bold=True)
