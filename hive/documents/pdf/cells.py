"""What stands in tables and panels: words and signs, where they stand, and how they are tagged.

Lengths are in pt from the corner of the table or panel.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from hive.documents.drawing import Line
from hive.documents.pdf.paragraphs import Face, Typesetter
from hive.documents.pdf.pen import PX_PER_UNIT, Picture, colour, draw_shape
from hive.documents.pdf.tags import Node, SignBox, WordsBox
from hive.documents.tables import Room, Rule, Sign, Words
from hive.documents.typography import mark_gaps

PX = PX_PER_UNIT["pt"]


class SetWords:
    """A paragraph; each line of its words begins a line."""

    def __init__(
        self,
        words: Words,
        room: Room,
        top: float,
        face: Face,
        box: WordsBox,
        typesetter: Typesetter,
    ) -> None:
        self.words, self.room, self.top, self.face, self.box = words, room, top, face, box
        parts = (mark_gaps(" ".join(part.split())) for part in words.content.split("\n"))
        broken = (typesetter.lines(part, face, bold=words.bold, room=room.width) for part in parts)
        self.lines = [line for lines in broken for line in lines]
        self.height = len(self.lines) * face.leading

    def draw(self, stream: Any) -> None:
        """Write the lines under one mark."""
        y = self.top + self.face.weight(bold=self.words.bold).baseline
        with stream.marked(self.box, "Span"):
            stream.stream.append(colour(self.words.fill) + b" rg")
            for number, line in enumerate(self.lines):
                left = self.room.width - line.width if self.room.is_figure else 0
                line.draw(stream, self.room.left + left, y + number * self.face.leading)

    def place(self, left: float, top: float) -> None:
        """Words need not know where on the page they stand."""


class SetSign:
    """A drawing; in a table it stands in a cell of its own."""

    def __init__(
        self,
        sign: Sign,
        room: Room,
        top: float,
        typesetter: Typesetter,
        cell: str = "",
        scope: str = "",
    ) -> None:
        self.sign, self.room, self.top = sign, room, top
        self.height = sign.drop + sign.height
        self.picture = Picture(sign.drawing, typesetter)
        self.figure = SignBox(sign.drawing.title, sign.width * PX, sign.height * PX)
        self.box: Any = self.figure
        if cell:
            self.box = Node(cell, [self.figure], scope=scope, columns=sign.columns)

    def draw(self, stream: Any) -> None:
        """Draw the sign under its mark."""
        with stream.marked(self.figure, "Figure"), stream.stacked():
            stream.transform(e=self.room.left, f=self.top + self.sign.drop)
            self.picture.draw(stream, self.sign.width, self.sign.height, None)

    def place(self, left: float, top: float) -> None:
        """Tell the figure where it stands on the page, in px."""
        self.figure.position_x = left + self.room.left * PX
        self.figure.position_y = top + (self.top + self.sign.drop) * PX


class Blank:
    """A cell without words."""

    height = 0.0

    def __init__(self, box: Node) -> None:
        self.box = box

    def draw(self, stream: Any) -> None:
        """Nothing is written."""

    def place(self, left: float, top: float) -> None:
        """Nothing has a place."""


SetCell = SetWords | SetSign | Blank


class Part(Protocol):
    """Whatever stands in a block."""

    def draw(self, stream: Any) -> None:
        """Write the part under its own mark."""

    def place(self, left: float, top: float) -> None:
        """Tell the part where its block begins on the page, in px."""


class SetBlock(ABC):
    """Cells and rules as WeasyPrint knows images: something that has a size and draws itself."""

    width: float
    height: float

    @abstractmethod
    def parts(self) -> Iterable[Part]:
        """Return everything that stands in the block, in reading order."""

    @abstractmethod
    def rules(self) -> Iterable[tuple[float, Rule]]:
        """Return the rules and how far down they lie."""

    @abstractmethod
    def nodes(self) -> Sequence[Any]:
        """Return the structure of the block as the tags know it."""

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:
        """Return width and height in px, and their ratio."""
        return self.width * PX, self.height * PX, self.width / self.height

    def tag(self, box: Any) -> None:
        """Give the box that WeasyPrint laid out the structure of what stands in it."""
        box.element_tag = "div"
        box.children = list(self.nodes())
        for part in self.parts():
            part.place(box.content_box_x(), box.content_box_y())

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Write every part under its own mark, and the rules as ornament.

        WeasyPrint marks the whole image as one figure; that mark is closed first and stays empty.
        """
        stream.end_marked_content()
        scale = width / self.width
        stream.transform(a=scale, d=scale)
        for part in self.parts():
            part.draw(stream)
        stream.begin_marked_content("Artifact")
        for y, rule in self.rules():
            end = (self.width, y)
            draw_shape(
                stream, Line(start=(0, y), end=end, stroke=rule.stroke, stroke_width=rule.width)
            )
