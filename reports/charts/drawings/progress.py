"""The comb while it is filled in: each cell fills from below with answered questions."""

from __future__ import annotations

from collections.abc import Iterator

from hive.documents.drawing import Drawing, Part, Polygon
from reports.charts.drawings.elements import drawing, polygon, text
from reports.charts.drawings.forms import SETTINGS, Form
from reports.charts.drawings.hexagons import Spot, filled
from reports.charts.drawings.layout import Caption, Layout, in_comb, in_rows
from reports.charts.drawings.tokens import colour
from reports.charts.parts import ProgressCell
from reports.charts.spec import ProgressComb

DONE = "\N{CHECK MARK}"
RETURNED = "!"


def progress(spec: ProgressComb, form: Form = Form.NARROW) -> Drawing:
    """Draw answered questions in blue: a full cell is a finished one, a red edge a returned one."""
    layout = _layout(spec, form)
    parts: list[Part] = [*layout.labels]
    for spot in layout.spots:
        if spot.cluster is None:
            parts += _centre(spec, spot, layout.radius, SETTINGS[form].smallest)
        else:
            cell = spec.clusters[spot.cluster].cells[spot.place - 1]
            parts += _cell(cell, spot, layout.radius)
    return drawing(layout.canvas, spec.title, parts, spec.language)


def _layout(spec: ProgressComb, form: Form) -> Layout:
    captions = [Caption(cluster.name) for cluster in spec.clusters]
    if spec.is_emblem:
        return in_comb(captions, form)
    return in_rows(captions, [len(c.cells) for c in spec.clusters], form)


def _centre(spec: ProgressComb, spot: Spot, radius: float, smallest: float) -> Iterator[Part]:
    size = radius * 0.8 * min(1, 3 / len(spec.centre))
    yield text(spot.x, spot.y + radius * 0.2, spec.centre, size, anchor="middle", bold=True)
    note = max(smallest, radius * 0.3)
    y = spot.y + radius * 0.2 + note * 1.25
    yield text(spot.x, y, spec.centre_note, note, fill="ink-2", anchor="middle")


def _cell(cell: ProgressCell, spot: Spot, radius: float) -> Iterator[Part]:
    if cell.done and not cell.returned:
        yield polygon(spot.corners, fill=colour("blue"))
    else:
        yield from _filling(cell, spot)
    done = cell.done and not cell.returned
    size = radius * 0.36
    yield text(
        spot.x,
        spot.y - radius * 0.08,
        cell.code,
        size,
        fill="paper" if done else "ink",
        anchor="middle",
        bold=True,
    )
    sign, fill = _sign(cell)
    y = spot.y + radius * 0.42
    yield text(spot.x, y, sign, size, fill=fill, anchor="middle", bold=cell.returned)


def _filling(cell: ProgressCell, spot: Spot) -> Iterator[Part]:
    yield polygon(spot.corners, fill=colour("paper"))
    if cell.answered:
        share = cell.answered / cell.questions
        yield polygon(filled(spot.corners, share), fill=colour("own-tint"))
    yield Polygon(
        corners=spot.corners,
        stroke=colour("returned" if cell.returned else "line-strong"),
        stroke_width=2 if cell.returned else 1,
        dash=() if cell.answered or cell.returned else (3, 2),
    )


def _sign(cell: ProgressCell) -> tuple[str, str]:
    if cell.returned:
        return RETURNED, "returned"
    return (DONE, "paper") if cell.done else (f"{cell.answered}/{cell.questions}", "ink-2")
