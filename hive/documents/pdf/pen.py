"""The PDF pen: writes a drawing straight as PDF operators, its words in WeasyPrint's own fonts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from hive.documents.drawing import (
    Circle,
    Drawing,
    Line,
    Piece,
    Point,
    Polygon,
    Rect,
    Text,
)
from hive.documents.pdf.paragraphs import Face, SetLine, Typesetter

Shape = Circle | Line | Polygon | Rect
PX_PER_UNIT = {"": 1.0, "pt": 4 / 3}
# How far the handles of a quarter of a circle stand from its ends, in radii.
HANDLE = 4 / 3 * (math.sqrt(2) - 1)
# Where a line begins, in widths of it before the point that it is anchored to.
ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}


class Picture:
    """A drawing as WeasyPrint knows images: something that has a size and draws itself."""

    def __init__(self, drawing: Drawing, typesetter: Typesetter) -> None:
        self.drawing = drawing
        self._typesetter = typesetter

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:
        """Return width and height in px, and their ratio."""
        canvas, scale = self.drawing.canvas, PX_PER_UNIT[self.drawing.canvas.unit]
        return canvas.width * scale, canvas.height * scale, canvas.width / canvas.height

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Write every part, scaled to the size that the style sheet gives the image."""
        canvas = self.drawing.canvas
        across, down = width / canvas.width, height / canvas.height
        stream.transform(a=across, d=down, e=-canvas.left * across, f=-canvas.top * down)
        for part in self.drawing.parts:
            match part:
                case Text():
                    self._write(stream, part)
                case _:
                    draw_shape(stream, part)

    def _write(self, stream: Any, text: Text) -> None:
        """Set the pieces of a line from where its anchor lets it begin."""
        face = self._typesetter.face(self.drawing.family, text.size)
        lines = [self._set(piece, face) for piece in text.pieces]
        whole = sum(line.width for line in lines) + text.gap * (len(lines) - 1)
        x = text.x - whole * ANCHORS[text.anchor]
        for line, piece in zip(lines, text.pieces, strict=True):
            stream.stream.append(colour(piece.fill) + b" rg")
            line.draw(stream, x, text.y)
            x += line.width + text.gap

    def _set(self, piece: Piece, face: Face) -> SetLine:
        (line,) = self._typesetter.lines(piece.content, face, bold=piece.bold)
        return line


def draw_shape(stream: Any, shape: Shape) -> None:
    """Write a path and how it is painted; only a sheer filling needs a state of its own."""
    is_sheer = shape.fill is not None and shape.opacity < 1
    if is_sheer:
        stream.set_alpha(shape.opacity)
    stream.stream.append(b" ".join((*_brush(shape), *_path(shape), _paint(shape))))
    if is_sheer:
        stream.set_alpha(1)


def _brush(shape: Shape) -> Iterator[bytes]:
    if shape.fill:
        yield colour(shape.fill) + b" rg"
    if shape.stroke:
        yield colour(shape.stroke) + b" RG %.3f w [" % shape.stroke_width
        yield _numbers(shape.dash) + b"] 0 d %d j" % shape.round_joins


def _paint(shape: Shape) -> bytes:
    match shape.fill, shape.stroke:
        case None, None:
            return b"n"
        case None, _:
            return b"S"
        case _, None:
            return b"f"
    return b"B"


def _path(shape: Shape) -> Iterator[bytes]:
    match shape:
        case Polygon(corners=corners):
            yield _corners(corners) + b" h"
        case Line(start=start, end=end):
            yield _corners((start, end))
        case Rect():
            yield _numbers((shape.x, shape.y, shape.width, shape.height)) + b" re"
        case Circle():
            yield from _circle(shape.x, shape.y, shape.radius)


def _corners(corners: Sequence[Point]) -> bytes:
    first, *others = (b"%.2f %.2f" % corner for corner in corners)
    return b" ".join((first, b"m", *(other + b" l" for other in others)))


def _circle(x: float, y: float, radius: float) -> Iterator[bytes]:
    handle = radius * HANDLE
    yield b"%.2f %.2f m" % (x + radius, y)
    for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1)):
        ends = (
            (x + radius * dx - handle * dy, y + radius * dy + handle * dx),
            (x - radius * dy + handle * dx, y + radius * dx + handle * dy),
            (x - radius * dy, y + radius * dx),
        )
        yield b" ".join(b"%.2f %.2f" % end for end in ends) + b" c"


def _numbers(numbers: Sequence[float]) -> bytes:
    return b" ".join(b"%.2f" % number for number in numbers)


@cache
def colour(code: str) -> bytes:
    return b" ".join(b"%.4g" % (int(code[n : n + 2], 16) / 255) for n in (1, 3, 5))
