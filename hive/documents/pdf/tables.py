"""Sets tables as PDF operators, and tags them as HTML's tables are tagged.

A table of boxes costs WeasyPrint a dozen of them for every cell. Here it is one replaced box, whose
cells are light boxes that only the tags know.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hive.documents.pdf.cells import Blank, Part, SetBlock, SetCell, SetSign, SetWords
from hive.documents.pdf.paragraphs import Face, SetLine, Typesetter
from hive.documents.pdf.tags import Node, WordsBox
from hive.documents.tables import Cell, Room, Row, Rule, Sign, Table, Type, Words

INVISIBLE, VISIBLE = 3, 0


class Caption:
    """The caption, written without ink: it is read aloud and copied, not seen."""

    def __init__(self, line: SetLine) -> None:
        self.line = line
        self.box = WordsBox("caption")

    def draw(self, stream: Any) -> None:
        """Write the words under their mark."""
        with stream.marked(self.box, "Span"):
            stream.set_text_rendering(INVISIBLE)
            self.line.draw(stream, 0, 0)
            stream.set_text_rendering(VISIBLE)

    def place(self, left: float, top: float) -> None:
        """Words need not know where on the page they stand."""


@dataclass(frozen=True, slots=True)
class Band:
    """A row where it stands."""

    row: Row
    top: float
    bottom: float
    cells: tuple[SetCell, ...]

    @property
    def node(self) -> Node:
        """The row as the tags know it."""
        return Node("tr", [cell.box for cell in self.cells])


class SetTable(SetBlock):
    """A table whose rows stand where their words need them."""

    def __init__(self, table: Table, typesetter: Typesetter) -> None:
        self.table = table
        self._typesetter = typesetter
        scopes = ("col",) * len(table.head.cells)
        self.bands = [self._band(table.head, table.head_type, 0, scopes)]
        for row in table.rows:
            first = "row" if table.has_row_headers else ""
            scopes = (first, *[""] * (len(row.cells) - 1))
            self.bands.append(self._band(row, table.type, self.bands[-1].bottom, scopes))
        self.width, self.height = table.width, self.bands[-1].bottom
        (line,) = typesetter.lines(table.caption, self._face(table.head_type))
        self._caption = Caption(line)

    def parts(self) -> Iterator[Part]:
        """Return the caption, then the cells row by row."""
        yield self._caption
        for band in self.bands:
            yield from band.cells

    def rules(self) -> Iterator[tuple[float, Rule]]:
        """Return the rules above and below each row."""
        for band in self.bands:
            for y, rule in ((band.top, band.row.above), (band.bottom, band.row.below)):
                if rule:
                    yield y, rule

    def nodes(self) -> Sequence[Any]:
        """Return the table with its caption, head and body."""
        return [self._node]

    def _band(self, row: Row, type_: Type, top: float, scopes: tuple[str, ...]) -> Band:
        inner = top + type_.room
        face = self._face(type_)
        cells = tuple(
            self._cell(cell, room, inner, face, scope)
            for cell, room, scope in zip(row.cells, self.table.rooms(row), scopes, strict=True)
        )
        return Band(row, top, inner + max(cell.height for cell in cells) + type_.room, cells)

    def _face(self, type_: Type) -> Face:
        table = self.table
        return self._typesetter.face(
            table.family, type_.size, leading=type_.leading, language=table.language
        )

    def _cell(self, cell: Cell, room: Room, top: float, face: Face, scope: str) -> SetCell:
        name = "th" if scope else "td"
        match cell:
            case Sign():
                return SetSign(cell, room, top, self._typesetter, name, scope)
            case Words(content=""):
                return Blank(Node(name, [], scope=scope, columns=cell.columns))
            case Words():
                box = WordsBox(name, scope=scope, columns=cell.columns)
                return SetWords(cell, room, top, face, box, self._typesetter)

    @cached_property
    def _node(self) -> Node:
        head, *rows = (band.node for band in self.bands)
        return Node("table", [self._caption.box, Node("thead", [head]), Node("tbody", rows)])
