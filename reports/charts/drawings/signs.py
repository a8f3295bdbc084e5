"""Small signs: mark, cell, ladder, quarter, strip and the key of the bands."""

from __future__ import annotations

from collections.abc import Iterator

from hive.core.disclosure import Place, Withheld
from hive.documents.drawing import Canvas, Drawing, Part, Rect
from reports.charts.drawings.axis import Axis, axis_row
from reports.charts.drawings.elements import drawing, line, polygon, sign, spans, text
from reports.charts.drawings.forms import SETTINGS, Form
from reports.charts.drawings.hexagons import COMB_HEIGHT, SQRT3, cell, spots
from reports.charts.drawings.letters import width, wrap
from reports.charts.drawings.tokens import Paint, band_paint, colour
from reports.charts.figures import two
from reports.charts.parts import Step
from reports.charts.spec import Cell, Ladder, Legend, Mark, Quarter, Strip

STRIP_LABEL = 12.0
MARK_BLADES = -0.3
MARK_CHANNEL = 0.42
# Which of the four boxes are filled, counted from the bottom quarter; an edge fills none.
BOXES = {
    Place.BOTTOM_QUARTER: (1,),
    Place.LOWER_MIDDLE: (2,),
    Place.UPPER_MIDDLE: (3,),
    Place.TOP_QUARTER: (4,),
    Place.AS_MOST_PEERS: (2, 3),
}
EDGES = {Place.AT_LOWER_QUARTILE: 1, Place.AT_MEDIAN: 2, Place.AT_UPPER_QUARTILE: 3}


def mark(spec: Mark, size: float = 40) -> Drawing:
    """Draw the sign of the product: six blades in ink turning round one cell of honey."""
    radius = size / COMB_HEIGHT
    parts = [
        polygon(spot.corners, fill=colour("honey" if spot.cluster is None else "ink"))
        for spot in spots(radius, MARK_BLADES, radius * MARK_CHANNEL)
    ]
    canvas = Canvas(size, size, -size / 2, -size / 2)
    return sign(canvas, spec.title, parts, "zh", "hive-mark")


def score_cell(spec: Cell, size: float = 44) -> Drawing:
    """Draw one cell with its score; without a score an empty cell with a dash."""
    radius = size / 2
    high = radius * SQRT3 + 2
    shown = spec.shown
    score = two(shown.value)
    score_size = size * 0.28 * min(1, 5.4 / len(score))
    paint = Paint(colour("paper"), "ink-2", colour("line-strong"))
    if shown.band is not None:
        paint = band_paint(shown.band, len(spec.scale.steps))
    parts: list[Part] = [
        polygon(cell(0, 0, radius - 0.5), fill=paint.fill, stroke=paint.edge),
        text(0, size * 0.1, score, score_size, fill=paint.on, anchor="middle", bold=True),
    ]
    canvas = Canvas(size, high, -radius, -high / 2)
    return sign(canvas, spec.title, parts, spec.language, "hive-cell")


def ladder(spec: Ladder, size: float = 14) -> Drawing:
    """Draw one small cell for each level: reached ones full, the number in the present one."""
    step, high = size + 3, size * SQRT3 / 2 + 3
    parts: list[Part] = []
    for level in range(1, spec.levels + 1):
        x = (level - 0.5) * step
        reached = level <= spec.reached
        parts.append(
            polygon(
                cell(x, 0, size / 2),
                fill=colour("own" if reached else "paper"),
                stroke=colour("own" if reached else "line-strong"),
            )
        )
        if level == spec.reached:
            parts.append(
                text(
                    x,
                    size * 0.3,
                    str(level),
                    size * 0.82,
                    fill="paper",
                    anchor="middle",
                    bold=True,
                )
            )
    canvas = Canvas(step * spec.levels, high, 0, -high / 2)
    return sign(canvas, spec.title, parts, spec.language, "hive-ladder")


def quarter(spec: Quarter, size: float = 132) -> Drawing:
    """Draw the place among peers: four boxes from the bottom quarter, or a post between two."""
    step = size / 4
    filled = BOXES.get(spec.place, ()) if spec.place else ()
    parts: list[Part] = []
    for box in range(1, 5):
        here = box in filled
        parts.append(
            Rect(
                x=(box - 1) * step + 1,
                y=3.0,
                width=step - 3,
                height=12.0,
                fill=colour("own" if here else "paper"),
                stroke=colour("own" if here else "line-strong"),
            )
        )
    if spec.place in EDGES:
        x = EDGES[spec.place] * step - 0.5
        parts.append(line((x, 0), (x, 18), "own", 5))
    return sign(Canvas(size, 18), spec.title, parts, spec.language, "hive-quarter")


def strip(spec: Strip, size: float = 230) -> Drawing:
    """Draw one row of the dot plot by itself, withheld peers as words."""
    along = Axis(spec.scale, 7, size - 7)
    parts: list[Part] = [line((along.left, 10), (along.right, 10), "line")]
    parts += [line((along.at(edge), 6), (along.at(edge), 14), "line") for edge in spec.scale.limits]
    parts += axis_row(spec.row, along, 10, 10)
    reason = spec.row.peer.reason if isinstance(spec.row.peer, Withheld) else ""
    lines = wrap(spec.words.reason(reason), STRIP_LABEL, size) if reason else ()
    for n, part in enumerate(lines):
        y = 20 + STRIP_LABEL * (1 + 1.2 * n)
        parts.append(text(size, y, part, STRIP_LABEL, fill="ink-3", anchor="end"))
    canvas = Canvas(size, 20 + STRIP_LABEL * 1.3 * len(lines))
    return sign(canvas, spec.title, parts, spec.language, "hive-strip")


def legend(spec: Legend, form: Form = Form.WIDE) -> Drawing:
    """Draw the bands with names and limits, in as many rows as the width asks for."""
    setting = SETTINGS[form]
    size = setting.label * 0.93
    parts: list[Part] = []
    x, y = 0.0, size * 1.2
    for step in spec.scale.steps:
        whole = size * 2.6 + width(step.name + step.span, size)
        if x and x + whole > setting.full:
            x, y = 0.0, y + size * 1.9
        parts += _entry(step, len(spec.scale.steps), x, y, size)
        x += whole + size
    canvas = Canvas(setting.full, y + size * 0.6, unit=setting.unit)
    return drawing(canvas, spec.title, parts, spec.language)


def _entry(step: Step, bands: int, x: float, y: float, size: float) -> Iterator[Part]:
    paint = band_paint(step.number, bands)
    radius = size * 0.68
    corners = cell(x + radius + 1, y - size * 0.36, radius)
    yield polygon(corners, fill=paint.fill, stroke=paint.edge)
    pieces = [(step.name, "ink", False), (step.span, "ink-3", False)]
    yield spans(x + size * 1.9, y, pieces, size)
