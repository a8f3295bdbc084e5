"""The spread over the bands: a column for each band, in it the share of the group's banks.

Bands that are told as one share a cell. Bars of all cells have one scale: a band's column holds
all banks of the group.
"""

from __future__ import annotations

from collections.abc import Iterator

from hive.core.disclosure import Part as BandPart
from hive.core.disclosure import Withheld
from hive.documents.drawing import Canvas, Drawing, Part, Rect
from reports.charts.drawings.elements import drawing, line, text
from reports.charts.drawings.forms import Form
from reports.charts.drawings.letters import width, wrap
from reports.charts.drawings.matrix import (
    BASELINE,
    LEAD,
    Head,
    Matrix,
    heads,
    matrix,
    row_name,
)
from reports.charts.drawings.tokens import colour
from reports.charts.figures import percent
from reports.charts.parts import SpreadRow
from reports.charts.spec import Spread
from reports.charts.words import Words

# Stands for the sign of the key where the room for names is measured.
KEY_ROOM = "m"


def spread(spec: Spread, form: Form = Form.WIDE) -> Drawing:
    """Draw a bar with its share for each part of the bands; this bank's part stands out."""
    steps = spec.scale.steps
    names = [row.name for row in spec.rows]
    grid = matrix(form, [*names, f"{KEY_ROOM}{spec.words.own}"], len(steps))
    parts, start = heads(grid, [Head(step.name) for step in steps])
    for n, row in enumerate(spec.rows):
        parts += _row(row, spec.words, grid, grid.top(n, start))
    foot = start + grid.step * len(spec.rows)
    if grid.is_narrow:
        foot += grid.small * 2
    parts += _key(spec.words, grid, foot if grid.is_narrow else start)
    canvas = Canvas(grid.wide, foot + grid.small * 0.6, unit=grid.setting.unit)
    return drawing(canvas, spec.title, parts, spec.language)


def _row(row: SpreadRow, words: Words, grid: Matrix, top: float) -> Iterator[Part]:
    yield from row_name(grid, row.name, top, is_total=row.is_total)
    if isinstance(row.told, Withheld):
        room = grid.wide - grid.names
        lines = wrap(words.reason(row.told.reason), grid.small, room)
        base = top + grid.high / 2 + grid.small * (BASELINE - LEAD * (len(lines) - 1) / 2)
        for n, part in enumerate(lines):
            y = base + n * grid.small * LEAD
            yield text(grid.names, y, part, grid.small, fill="ink-3")
        return
    for told in row.told.parts:
        yield from _part(told, row.told.n, grid, top, is_own=told == row.own_part)


def _part(told: BandPart, n: int, grid: Matrix, top: float, *, is_own: bool) -> Iterator[Part]:
    left, right = grid.left(told.first - 1), grid.left(told.last)
    foot = top + grid.high - grid.size * 0.2
    share = percent(told.banks, n)
    bar = _bar(grid) * told.banks / n
    high = grid.high * (0.22 if grid.is_narrow else 0.5)
    if told.banks:
        yield Rect(
            x=left,
            y=foot - high if grid.is_narrow else top + (grid.high - high) / 2,
            width=max(bar, grid.setting.hair),
            height=high,
            fill=colour("own" if is_own else "peer"),
        )
    base = foot - high * 1.6 if grid.is_narrow else top + grid.high / 2 + grid.size * BASELINE
    fill = "own" if is_own else "ink-2"
    x = left if grid.is_narrow else left + bar + grid.size * 0.35
    yield text(x, base, share, grid.size, fill=fill, bold=is_own)
    yield line((left, foot), (right - grid.size * 0.5, foot), "line-strong", grid.setting.hair)


def _bar(grid: Matrix) -> float:
    """Return how long the bar of all banks is: on a phone its share stands over it."""
    room = grid.column - grid.size * 0.5
    if grid.is_narrow:
        return room
    return room - width("100%", grid.size, bold=True) - grid.size * 0.4


def _key(words: Words, grid: Matrix, foot: float) -> Iterator[Part]:
    """Say over a line what the blue bar is; its share is bold too, for whoever sees no blue."""
    side, base = grid.small * 0.7, foot - grid.small * 0.4
    yield Rect(x=0, y=base - side, width=side, height=side, fill=colour("own"))
    yield text(side * 1.6, base, words.own, grid.small, fill="own", bold=True)
