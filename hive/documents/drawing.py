"""What a drawing is made of: shapes and words on a canvas, before any pen writes them."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Canvas:
    """The visible part of a drawing, in its own units, and the unit of its outer size."""

    width: float
    height: float
    left: float = 0
    top: float = 0
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a shape is filled and edged, in colour codes; ``opacity`` is the filling's."""

    fill: str | None = None
    opacity: float = 1
    stroke: str | None = None
    stroke_width: float = 1
    dash: tuple[float, ...] = ()
    round_joins: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Polygon(Shape):
    """A closed shape with straight sides."""

    corners: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Shape):
    """A straight line."""

    start: Point
    end: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Rect(Shape):
    """An upright box from its top left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle(Shape):
    """A circle round its middle."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in one colour and weight."""

    content: str
    fill: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """Pieces after each other on one baseline, a small gap between them.

    ``anchor`` says which part of the line stands at ``x``: "start", "middle" or "end".
    """

    x: float
    y: float
    size: float
    pieces: tuple[Piece, ...]
    anchor: str = "start"

    @property
    def gap(self) -> float:
        """How far pieces stand apart."""
        return self.size * 0.4


Part = Polygon | Line | Rect | Circle | Text


@dataclass(frozen=True, slots=True)
class Drawing:
    """Parts in the order in which they are laid upon each other, and what they show in words.

    ``family`` names fonts as CSS does. A sign may stand many times on a page.
    """

    canvas: Canvas
    title: str
    parts: tuple[Part, ...]
    family: str
    kind: str = "hive-chart"
    is_sign: bool = False
