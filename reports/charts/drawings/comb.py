"""The comb: indicators as cells in the colour of their band, the total in the centre."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP

from hive.documents.drawing import Canvas, Drawing, Part, Polygon
from reports.charts.drawings.elements import drawing, polygon, text
from reports.charts.drawings.forms import SETTINGS, Form
from reports.charts.drawings.hexagons import COMB_HEIGHT, COMB_WIDTH, SQRT3, Spot, spots
from reports.charts.drawings.layout import Caption, Layout, in_comb, in_rows
from reports.charts.drawings.letters import width
from reports.charts.drawings.tokens import band_paint, colour
from reports.charts.figures import DASH, two
from reports.charts.parts import Node, Scale, Shown
from reports.charts.spec import Comb

CODE_AND_SCORE = 36.0
# The centre cell stands back from its neighbours by half a channel, in radii.
CENTRE_INSET = 0.2


@dataclass(frozen=True, slots=True)
class Lettering:
    """How large the words in a cell are set; 0 leaves them out."""

    code: float = 0
    score: float = 0
    centre: float = 0
    note: float = 0


def comb(spec: Comb, form: Form = Form.WIDE) -> Drawing:
    """Draw the cells with the names of the dimensions."""
    layout = _layout(spec, form)
    letters = _lettering(layout.radius, form)
    parts = [*layout.labels, *_cells(spec, layout, letters)]
    return drawing(layout.canvas, spec.title, parts, spec.language)


def emblem(spec: Comb, size: float = 120) -> Drawing:
    """Draw the cells alone, below the size at which they can carry a code."""
    layout = _bare(spec, size)
    letters = Lettering(centre=layout.radius * 0.98)
    return drawing(
        layout.canvas, spec.title, _cells(spec, layout, letters), spec.language, "hive-emblem"
    )


def locator(spec: Comb, code: str, size: float = 120) -> Drawing:
    """Draw the cells with one dimension in colour: where a page stands in the model."""
    layout = _bare(spec, size)
    chosen = next(cluster for cluster in spec.clusters if cluster.code == code)
    parts: list[Part] = []
    for spot in layout.spots:
        cluster = None if spot.cluster is None else spec.clusters[spot.cluster]
        if cluster is chosen:
            parts.append(_ground(cluster.cells[spot.place - 1].shown, spot, spec.scale))
        else:
            parts.append(_outline(spot, "line-strong" if cluster else "ink"))
    return drawing(layout.canvas, chosen.name, parts, spec.language, "hive-locator")


def empty_comb(title: str, language: str, size: float = 320) -> Drawing:
    """Draw the comb before there are results: empty cells round a centre of honey."""
    layout = _nineteen(size)
    parts = [
        _outline(spot, "line-strong", "honey" if spot.cluster is None else "wax")
        for spot in layout.spots
    ]
    return drawing(layout.canvas, title, parts, language, "hive-emblem")


def whole(scale: Scale, shown: Shown) -> str:
    """Write a total without decimals, but never over the edge of its band."""
    if shown.value is None:
        return DASH
    nearest = int(shown.value.to_integral_value(ROUND_HALF_UP))
    over = any(step.number > (shown.band or 0) and nearest >= step.floor for step in scale.steps)
    return str(nearest - 1 if over else nearest)


def _layout(spec: Comb, form: Form) -> Layout:
    captions = [Caption(c.name, two(c.shown.value)) for c in spec.clusters]
    if spec.is_emblem:
        return in_comb(captions, form)
    return in_rows(captions, [len(c.cells) for c in spec.clusters], form)


def _bare(spec: Comb, size: float) -> Layout:
    if spec.is_emblem:
        return _nineteen(size)
    layout = in_rows(
        [Caption("") for _ in spec.clusters], [len(c.cells) for c in spec.clusters], Form.NARROW
    )
    return Layout(layout.radius, layout.spots, (), layout.canvas)


def _nineteen(size: float) -> Layout:
    radius = (size - 2) / COMB_HEIGHT
    wide, high = COMB_WIDTH * radius + 2, COMB_HEIGHT * radius + 2
    return Layout(radius, spots(radius), (), Canvas(wide, high, -wide / 2, -high / 2))


def _lettering(radius: float, form: Form) -> Lettering:
    smallest = SETTINGS[form].smallest
    if form is Form.PRINT:
        return Lettering(max(smallest, radius * 0.3), radius * 0.37, radius * 0.44, smallest)
    note = max(smallest, radius * 0.21)
    if radius >= CODE_AND_SCORE:
        return Lettering(max(smallest, radius * 0.24), radius * 0.34, radius * 0.46, note)
    return Lettering(code=radius * 0.44, centre=radius * 0.44, note=note)


def _cells(spec: Comb, layout: Layout, letters: Lettering) -> Iterator[Part]:
    for spot in layout.spots:
        if spot.cluster is None:
            yield from _centre(spec, spot, layout.radius, letters)
            continue
        node = spec.clusters[spot.cluster].cells[spot.place - 1]
        yield _ground(node.shown, spot, spec.scale)
        yield from _words(node, spot, layout.radius, letters, _ink(node.shown, spec.scale))


def _ground(shown: Shown, spot: Spot, scale: Scale) -> Polygon:
    if shown.band is None:
        return _outline(spot, "line-strong")
    paint = band_paint(shown.band, len(scale.steps))
    return polygon(spot.corners, fill=paint.fill, stroke=paint.edge, stroke_width=0.75)


def _outline(spot: Spot, stroke: str, fill: str = "paper") -> Polygon:
    return polygon(spot.corners, fill=colour(fill), stroke=colour(stroke), stroke_width=0.75)


def _ink(shown: Shown, scale: Scale) -> str:
    return "ink-2" if shown.band is None else band_paint(shown.band, len(scale.steps)).on


def _words(node: Node, spot: Spot, radius: float, letters: Lettering, fill: str) -> Iterator[Part]:
    if not letters.score:
        if letters.code:
            y = spot.y + letters.code * 0.35
            yield text(spot.x, y, node.code, letters.code, fill=fill, anchor="middle", bold=True)
        return
    score = two(node.shown.value)
    yield text(spot.x, spot.y - radius * 0.2, node.code, letters.code, fill=fill, anchor="middle")
    y = spot.y + radius * 0.28
    yield text(spot.x, y, score, letters.score, fill=fill, anchor="middle", bold=True)


def _centre(spec: Comb, spot: Spot, radius: float, letters: Lettering) -> Iterator[Part]:
    yield polygon(
        spot.corners,
        fill=colour("paper"),
        stroke=colour("ink"),
        stroke_width=max(0.75, radius / 32),
    )
    total = two(spec.total.value) if letters.note else whole(spec.scale, spec.total)
    size = letters.centre * min(1, 5 / len(total))
    yield text(spot.x, spot.y + size * 0.36, total, size, anchor="middle", bold=True)
    if letters.note:
        yield from _notes(spec, spot, radius, letters.note)


def _notes(spec: Comb, spot: Spot, radius: float, size: float) -> Iterator[Part]:
    """Write the word for the total above it and the band's name below, if the cell holds both."""
    below, above = radius * 0.38 + size * 0.5, radius * 0.36
    band = spec.scale.name(spec.total.band)
    room = 2 * (radius * (1 - CENTRE_INSET) - below / SQRT3)
    if band == DASH or max(width(band, size), width(spec.words.total, size)) > room:
        return
    yield text(spot.x, spot.y - above, spec.words.total, size, fill="ink-2", anchor="middle")
    yield text(spot.x, spot.y + below, band, size, fill="ink-2", anchor="middle")
