"""Sets tables as PDF operators, and tags them as HTML's tables are tagged.

A table of boxes costs WeasyPrint a dozen of them for every cell. Here it is one replaced box, whose
cells are light boxes that only the tags know. Lengths are in pt from the table's own corner.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hive.documents.drawing import Line
from hive.documents.pdf.paragraphs import Face, Paragraph, face_of
from hive.documents.pdf.pen import PX_PER_UNIT, Picture, colour, draw_shape
from hive.documents.pdf.tags import Node, SignBox, WordsBox
from hive.documents.tables import Cell, Room, Row, Rule, Sign, Table, Type, Words
from hive.documents.typography import mark_gaps

PX = PX_PER_UNIT["pt"]
INVISIBLE, VISIBLE = 3, 0


class SetWords:
    """A paragraph in its cell."""

    def __init__(self, words: Words, room: Room, top: float, face: Face, scope: str) -> None:
        self.words, self.room, self.top, self.face = words, room, top, face
        text = mark_gaps(" ".join(words.content.split()))
        self.lines = Paragraph(text, face, bold=words.bold, room=room.width).lines
        self.height = len(self.lines) * face.leading
        self.box = WordsBox(_tag(scope), scope=scope, columns=words.columns)

    def draw(self, stream: Any) -> None:
        """Write the lines under one mark."""
        y = self.top + self.face.baseline(bold=self.words.bold)
        with stream.marked(self.box, "Span"):
            stream.stream.append(colour(self.words.fill) + b" rg")
            for number, line in enumerate(self.lines):
                left = self.room.width - line.width if self.room.is_figure else 0
                line.draw(stream, self.room.left + left, y + number * self.face.leading)

    def place(self, left: float, top: float) -> None:
        """Words need not know where on the page they stand."""


class SetSign:
    """A drawing in its cell."""

    def __init__(self, sign: Sign, room: Room, top: float, font_config: Any, scope: str) -> None:
        self.left, self.top, self.sign = room.left, top + sign.drop, sign
        self.height = sign.drop + sign.height
        self.picture = Picture(sign.drawing, font_config)
        self.figure = SignBox(sign.drawing.title, sign.width * PX, sign.height * PX)
        self.box = Node(_tag(scope), [self.figure], scope=scope, columns=sign.columns)

    def draw(self, stream: Any) -> None:
        """Draw the sign under its mark."""
        with stream.marked(self.figure, "Figure"), stream.stacked():
            stream.transform(e=self.left, f=self.top)
            self.picture.draw(stream, self.sign.width, self.sign.height, None)

    def place(self, left: float, top: float) -> None:
        """Tell the figure where it stands on the page, in px."""
        self.figure.position_x = left + self.left * PX
        self.figure.position_y = top + self.top * PX


class Blank:
    """A cell without words."""

    height = 0

    def __init__(self, columns: int, scope: str) -> None:
        self.box = Node(_tag(scope), [], scope=scope, columns=columns)

    def draw(self, stream: Any) -> None:
        """Nothing is written."""

    def place(self, left: float, top: float) -> None:
        """Nothing has a place."""


@dataclass(frozen=True, slots=True)
class Band:
    """A row where it stands."""

    row: Row
    top: float
    bottom: float
    cells: tuple[SetWords | SetSign | Blank, ...]

    @property
    def node(self) -> Node:
        """The row as the tags know it."""
        return Node("tr", [cell.box for cell in self.cells])


class SetTable:
    """A table as WeasyPrint knows images: something that has a size and draws itself."""

    def __init__(self, table: Table, font_config: Any) -> None:
        self.table = table
        self._font_config = font_config
        scopes = ("col",) * len(table.head.cells)
        self.bands = [self._band(table.head, table.head_type, 0, scopes)]
        for row in table.rows:
            first = "row" if table.has_row_headers else ""
            scopes = (first, *[""] * (len(row.cells) - 1))
            self.bands.append(self._band(row, table.type, self.bands[-1].bottom, scopes))
        self.height = self.bands[-1].bottom
        self._caption = WordsBox("caption")

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:
        """Return width and height in px, and their ratio."""
        return self.table.width * PX, self.height * PX, self.table.width / self.height

    def tag(self, box: Any) -> None:
        """Give the box that WeasyPrint laid out the structure of the table below it."""
        box.element_tag = "div"
        box.children = [self._node]
        for band in self.bands:
            for cell in band.cells:
                cell.place(box.content_box_x(), box.content_box_y())

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Write every cell under its own mark, and the rules as ornament.

        WeasyPrint marks the whole image as one figure; that mark is closed first and stays empty.
        """
        stream.end_marked_content()
        scale = width / self.table.width
        stream.transform(a=scale, d=scale)
        self._write_caption(stream)
        for band in self.bands:
            for cell in band.cells:
                cell.draw(stream)
        stream.begin_marked_content("Artifact")
        for band in self.bands:
            self._draw_rule(stream, band.row.above, band.top)
            self._draw_rule(stream, band.row.below, band.bottom)

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
        return face_of(
            table.family,
            type_.size,
            self._font_config,
            leading=type_.leading,
            language=table.language,
        )

    def _cell(
        self, cell: Cell, room: Room, top: float, face: Face, scope: str
    ) -> SetWords | SetSign | Blank:
        match cell:
            case Sign():
                return SetSign(cell, room, top, self._font_config, scope)
            case Words(content=""):
                return Blank(cell.columns, scope)
            case Words():
                return SetWords(cell, room, top, face, scope)

    @cached_property
    def _node(self) -> Node:
        head, *rows = (band.node for band in self.bands)
        return Node("table", [self._caption, Node("thead", [head]), Node("tbody", rows)])

    def _write_caption(self, stream: Any) -> None:
        """Write the caption without ink: it is read aloud and copied, not seen."""
        (line,) = Paragraph(self.table.caption, self._face(self.table.head_type)).lines
        with stream.marked(self._caption, "Span"):
            stream.set_text_rendering(INVISIBLE)
            line.draw(stream, 0, 0)
            stream.set_text_rendering(VISIBLE)

    def _draw_rule(self, stream: Any, rule: Rule | None, y: float) -> None:
        if rule:
            end = (self.table.width, y)
            draw_shape(
                stream, Line(start=(0, y), end=end, stroke=rule.stroke, stroke_width=rule.width)
            )


def _tag(scope: str) -> str:
    """Only headers have a scope."""
    return "th" if scope else "td"
