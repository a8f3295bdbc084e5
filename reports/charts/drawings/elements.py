"""The few parts that every drawing is made of, in the colours of the product."""

from __future__ import annotations

from collections.abc import Iterable

from hive.documents.drawing import (
    Canvas,
    Circle,
    Drawing,
    Line,
    Part,
    Piece,
    Point,
    Polygon,
    Rect,
    Text,
)
from reports.charts.drawings.tokens import colour, family


def text(
    x: float,
    y: float,
    content: str,
    size: float,
    *,
    fill: str = "ink",
    anchor: str = "start",
    bold: bool = False,
) -> Text:
    """Write a line of text on its baseline; ``fill`` is a token or a colour code."""
    return Text(x, y, size, (Piece(content, paint(fill), bold),), anchor)


def spans(
    x: float,
    y: float,
    pieces: Iterable[tuple[str, str, bool]],
    size: float,
    anchor: str = "start",
) -> Text:
    """Write pieces of (content, fill, bold) after each other on one line, a small gap between."""
    written = tuple(Piece(content, paint(fill), bold) for content, fill, bold in pieces)
    return Text(x, y, size, written, anchor)


def line(
    start: Point,
    end: Point,
    stroke: str = "grid",
    width: float = 1,
    dash: tuple[float, ...] = (),
) -> Line:
    """Draw a straight line."""
    return Line(start=start, end=end, stroke=paint(stroke), stroke_width=width, dash=dash)


def polygon(
    corners: Iterable[Point],
    *,
    fill: str | None = None,
    stroke: str | None = None,
    stroke_width: float = 1,
) -> Polygon:
    """Draw a closed shape in colour codes."""
    return Polygon(corners=tuple(corners), fill=fill, stroke=stroke, stroke_width=stroke_width)


def dot(x: float, y: float, radius: float) -> Circle:
    """Draw this bank's full dot."""
    return Circle(
        x=x, y=y, radius=radius, fill=colour("own"), stroke=colour("paper"), stroke_width=1.5
    )


def ring(x: float, y: float, radius: float, stroke_width: float) -> Circle:
    """Draw this bank's hollow dot of an earlier year."""
    return Circle(
        x=x,
        y=y,
        radius=radius,
        fill=colour("paper"),
        stroke=colour("own"),
        stroke_width=stroke_width,
    )


def square(x: float, y: float, half: float, stroke_width: float) -> Rect:
    """Draw the peers' open square round its middle."""
    return Rect(
        x=x - half,
        y=y - half,
        width=2 * half,
        height=2 * half,
        fill=colour("paper"),
        stroke=colour("peer"),
        stroke_width=stroke_width,
    )


def drawing(
    canvas: Canvas, title: str, parts: Iterable[Part], language: str, kind: str = "hive-chart"
) -> Drawing:
    """Frame parts as a titled chart."""
    return Drawing(canvas, title, tuple(parts), family(language), kind)


def sign(canvas: Canvas, title: str, parts: Iterable[Part], language: str, kind: str) -> Drawing:
    """Frame parts as a sign; without a title it only decorates words that stand beside it."""
    return Drawing(canvas, title, tuple(parts), family(language), kind, is_sign=True)


def paint(name: str) -> str:
    """Return a colour code as it is, a token's colour by its name."""
    return name if name.startswith("#") else colour(name)
