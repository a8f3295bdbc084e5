"""Where the cells of a comb and the names of its dimensions stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hive.documents.drawing import Canvas, Text
from reports.charts.drawings.elements import spans
from reports.charts.drawings.forms import SETTINGS, Form, Setting
from reports.charts.drawings.hexagons import COMB_HEIGHT, COMB_WIDTH, SQRT3, Spot, cell, spots
from reports.charts.drawings.letters import width, wrap

LARGEST = {Form.WIDE: 60.0, Form.NARROW: 34.0, Form.PRINT: 23.0}
SMALLEST = {Form.WIDE: 40.0, Form.NARROW: 25.0, Form.PRINT: 20.0}
IN_ROWS = {Form.WIDE: 38.0, Form.NARROW: 26.0, Form.PRINT: 20.0}
# Beside the corner cells the outline leaves room: labels begin this many radii from the middle.
CLEAR = 2.5
LEAD = 1.3
STEP, ROW = 2.12, 1.1
TOP, BOTTOM = 0, 3

Piece = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class Caption:
    """A dimension's name and the figure or words behind it."""

    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Cells with their places, finished labels, and the canvas that holds both."""

    radius: float
    spots: tuple[Spot, ...]
    labels: tuple[Text, ...]
    canvas: Canvas


def in_comb(captions: Sequence[Caption], form: Form) -> Layout:
    """Place nineteen cells and six labels as large as the form allows."""
    setting = SETTINGS[form]
    size, half = setting.label, setting.half / 2 - 1
    room = half - CLEAR * SMALLEST[form]
    labels = [_lines(caption, size, room) for caption in captions]
    widest = max(_line_width(row, size) for n, rows in enumerate(labels) for row in rows if n % 3)
    radius = min(LARGEST[form], half / (COMB_WIDTH / 2), (half - widest) / CLEAR)
    radius = max(radius, SMALLEST[form])
    edge = max(COMB_WIDTH / 2 * radius, CLEAR * radius + widest)
    drawn = [part for n, rows in enumerate(labels) for part in _label(n, rows, radius, edge, size)]
    high = radius * COMB_HEIGHT / 2 + size * 1.9
    canvas = Canvas(2 * edge + 2, 2 * high, -edge - 1, -high, setting.unit)
    return Layout(radius, spots(radius), tuple(drawn), canvas)


def in_rows(captions: Sequence[Caption], counts: Sequence[int], form: Form) -> Layout:
    """Place one row of cells for each dimension under its name; the centre opens the first row."""
    setting, radius = SETTINGS[form], IN_ROWS[form]
    size, across = setting.label, _across(setting, radius)
    y, placed, drawn = radius * SQRT3 + size, [_spot(None, 0, radius, radius)], []
    for n, (caption, count) in enumerate(zip(captions, counts, strict=True)):
        y += size * 2
        drawn.append(spans(0, y, _one_line(caption), size))
        y += size * 0.7
        placed += [
            _spot(n, i, radius, y + radius * SQRT3 / 2, i % across, i // across)
            for i in range(count)
        ]
        y += -(-count // across) * radius * SQRT3 * ROW
    columns = max(1, *(min(count, across) for count in counts))
    wide = max(columns * STEP * radius, *(_line_width(_one_line(c), size) for c in captions))
    canvas = Canvas(max(wide, 8 * radius) + 2, y + 4, -1, -2, setting.unit)
    return Layout(radius, tuple(placed), tuple(drawn), canvas)


def _across(setting: Setting, radius: float) -> int:
    return max(1, int(setting.half // (STEP * radius)))


def _spot(
    cluster: int | None, index: int, radius: float, y: float, column: int = 0, row: int = 0
) -> Spot:
    x = radius + column * STEP * radius
    y += row * radius * SQRT3 * ROW
    return Spot(cluster, index + 1, x, y, tuple(cell(x, y, radius)))


def _one_line(caption: Caption) -> tuple[Piece, ...]:
    named = (caption.name, "ink", True)
    return (named, (caption.note, "ink-2", False)) if caption.note else (named,)


def _lines(caption: Caption, size: float, room: float) -> list[tuple[Piece, ...]]:
    """Set name and note on one line where they fit, else the note below the wrapped name."""
    whole = _one_line(caption)
    if _line_width(whole, size) <= room:
        return [whole]
    rows: list[tuple[Piece, ...]] = [
        ((part, "ink", True),) for part in wrap(caption.name, size, room, bold=True)
    ]
    return [*rows, ((caption.note, "ink-2", False),)] if caption.note else rows


def _line_width(pieces: Sequence[Piece], size: float) -> float:
    gaps = size * 0.4 * (len(pieces) - 1)
    return gaps + sum(width(content, size, bold=bold) for content, _, bold in pieces)


def _label(
    n: int, rows: Sequence[Sequence[Piece]], radius: float, edge: float, size: float
) -> Iterator[Text]:
    if n in (TOP, BOTTOM):
        pieces = [piece for row in rows for piece in row]
        y = radius * COMB_HEIGHT / 2
        yield spans(0, -y - size * 0.65 if n == TOP else y + size * 1.4, pieces, size, "middle")
        return
    x, anchor = (edge, "end") if n < BOTTOM else (-edge, "start")
    corner, lead = 1.5 * radius * SQRT3, size * LEAD
    above = n in (1, 5)
    start = -corner - size * 0.65 - lead * (len(rows) - 1) if above else corner + size * 1.4
    for i, row in enumerate(rows):
        yield spans(x, start + i * lead, row, size, anchor)
