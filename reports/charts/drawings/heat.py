"""The heat table: this bank's scores beside the medians of its groups, coloured by band."""

from __future__ import annotations

from collections.abc import Iterator

from hive.documents.drawing import Canvas, Drawing, Part, Rect
from reports.charts.drawings.elements import drawing, text
from reports.charts.drawings.forms import Form
from reports.charts.drawings.matrix import BASELINE, Head, Matrix, heads, matrix, row_name
from reports.charts.drawings.tokens import band_paint
from reports.charts.figures import DASH, two
from reports.charts.parts import HeatRow, Shown
from reports.charts.spec import Heat


def heat(spec: Heat, form: Form = Form.WIDE) -> Drawing:
    """Draw a cell for every figure; one that is not told stays white."""
    grid = matrix(form, [row.name for row in spec.rows], len(spec.columns))
    named = [Head(c.name, c.note, bold=n == 0) for n, c in enumerate(spec.columns)]
    parts, start = heads(grid, named, "middle")
    for n, row in enumerate(spec.rows):
        parts += _row(row, grid, grid.top(n, start), len(spec.scale.steps))
    canvas = Canvas(grid.wide, start + grid.step * len(spec.rows) + 1, unit=grid.setting.unit)
    return drawing(canvas, spec.title, parts, spec.language)


def _row(row: HeatRow, grid: Matrix, top: float, bands: int) -> Iterator[Part]:
    yield from row_name(grid, row.name, top, is_total=row.is_total)
    for n, shown in enumerate(row.cells):
        yield from _cell(shown, grid, grid.left(n), top, bands, is_own=n == 0)


def _cell(
    shown: Shown, grid: Matrix, left: float, top: float, bands: int, *, is_own: bool
) -> Iterator[Part]:
    gap = grid.setting.hair * 3
    fill, on = None, "ink-3"
    if shown.band is not None:
        paint = band_paint(shown.band, bands)
        fill, on = paint.fill, paint.on
        yield Rect(
            x=left + gap / 2,
            y=top + gap / 2,
            width=grid.column - gap,
            height=grid.high - gap,
            fill=fill,
            stroke=paint.edge,
            stroke_width=grid.setting.hair,
        )
    figure = DASH if shown.value is None else two(shown.value)
    base = top + grid.high / 2 + grid.size * BASELINE
    middle = left + grid.column / 2
    yield text(middle, base, figure, grid.size, fill=on, anchor="middle", bold=is_own)
