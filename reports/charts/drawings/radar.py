"""The radar: one corner for each dimension, rings at the limits of the bands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from hive.core.disclosure import PublicStatistic
from hive.documents.drawing import Canvas, Drawing, Part, Point, Polygon
from reports.charts.drawings.axis import Axis
from reports.charts.drawings.elements import dot, drawing, line, polygon, spans, square, text
from reports.charts.drawings.forms import SETTINGS, Form, Setting
from reports.charts.drawings.hexagons import direction
from reports.charts.drawings.letters import width, wrap
from reports.charts.drawings.tokens import colour
from reports.charts.figures import DASH, limit, two
from reports.charts.parts import Axis as Corner
from reports.charts.parts import Peer
from reports.charts.spec import Radar

FEWEST_CORNERS = 3
LARGEST = {Form.WIDE: 162.0, Form.NARROW: 112.0, Form.PRINT: 84.0}
SMALLEST = {Form.WIDE: 120.0, Form.NARROW: 60.0, Form.PRINT: 55.0}
LEAD = 1.3
LEVEL = 0.1


def radar(spec: Radar, form: Form = Form.WIDE) -> Drawing:
    """Draw both outlines; fewer than three dimensions make no surface and become lines."""
    if len(spec.axes) < FEWEST_CORNERS:
        return _lines_instead(spec, form)
    setting = SETTINGS[form]
    size = setting.label
    corners = [direction(360 * n / len(spec.axes) - 90) for n in range(len(spec.axes))]
    radius, side = _fit(spec, corners, form)
    parts = [
        *_rings(spec, corners, radius, setting),
        *_peers(spec, corners, radius, setting.hair),
        *_own(spec, corners, radius, size),
        *_labels(spec, corners, radius, size, side - radius * _reach(corners)),
    ]
    rows = max(len(_name_lines(a, size, side - radius * _reach(corners))) for a in spec.axes) + 1
    high = radius + size * (LEAD * rows + 0.6)
    canvas = Canvas(2 * side, 2 * high, -side, -high, setting.unit)
    return drawing(canvas, spec.title, parts, spec.language)


def _reach(corners: Sequence[Point]) -> float:
    return max(abs(x) for x, _ in corners)


def _fit(spec: Radar, corners: Sequence[Point], form: Form) -> tuple[float, float]:
    """Return the radius that leaves room for the widest label, and half the drawing's width."""
    setting = SETTINGS[form]
    half = setting.half / 2
    figures = max(width("".join(f for f, _, _ in _figures(a)), setting.label) for a in spec.axes)
    figures += setting.label * 0.7
    names = max(width(axis.name, setting.label, bold=True) for axis in spec.axes)
    most = half - SMALLEST[form] * _reach(corners)
    label = max(figures, min(names, most)) + setting.label * 0.3
    radius = min(LARGEST[form], (half - label) / _reach(corners))
    radius = max(radius, SMALLEST[form])
    return radius, max(half if form is Form.PRINT else 0, radius * _reach(corners) + label)


def _rings(
    spec: Radar, corners: Sequence[Point], radius: float, setting: Setting
) -> Iterator[Part]:
    size, hair = setting.smallest, setting.hair
    along = Axis(spec.scale, 0, radius)
    *inner, outer = [edge for edge in spec.scale.limits if edge > spec.scale.low]
    for edge in (*inner, outer):
        r = along.at(edge)
        ring = [(r * x, r * y) for x, y in corners]
        stroke = colour("line-strong" if edge == outer else "line")
        yield polygon(ring, stroke=stroke, stroke_width=hair)
    for x, y in corners:
        yield line((0, 0), (radius * x, radius * y), "grid", hair)
    for edge in inner:
        yield text(size * 0.35, -along.at(edge) - size * 0.25, limit(edge), size, fill="ink-3")


def _peers(spec: Radar, corners: Sequence[Point], radius: float, hair: float) -> Iterator[Part]:
    shape = _shape(spec, corners, radius, [_median(axis.peer) for axis in spec.axes])
    yield from _outline(shape, "peer", 1.75 * hair, (5, 3) if hair == 1 else (3, 2))
    half = 1 + 2.2 * hair
    for x, y in (spot for spot in shape if spot):
        yield square(x, y, half, 1.4 * hair)


def _own(spec: Radar, corners: Sequence[Point], radius: float, size: float) -> Iterator[Part]:
    shape = _shape(spec, corners, radius, [axis.own.value for axis in spec.axes])
    spots = [spot for spot in shape if spot]
    if len(spots) == len(shape):
        yield Polygon(corners=tuple(spots), fill=colour("own"), opacity=0.08)
    yield from _outline(shape, "own", size * 0.17, ())
    for x, y in spots:
        yield dot(x, y, size * 0.36)


def _shape(
    spec: Radar, corners: Sequence[Point], radius: float, values: Sequence[Decimal | None]
) -> list[Point | None]:
    along = Axis(spec.scale, 0, radius)
    return [
        None if value is None else (along.at(value) * x, along.at(value) * y)
        for value, (x, y) in zip(values, corners, strict=True)
    ]


def _outline(
    shape: Sequence[Point | None], stroke: str, width: float, dash: tuple[float, ...]
) -> Iterator[Part]:
    """Join neighbours that both have a figure; a missing corner opens the outline."""
    if None not in shape:
        yield Polygon(
            corners=tuple(spot for spot in shape if spot),
            stroke=colour(stroke),
            stroke_width=width,
            dash=dash,
            round_joins=True,
        )
        return
    for one, other in zip(shape, [*shape[1:], shape[0]], strict=True):
        if one and other:
            yield line(one, other, stroke, width, dash)


def _median(peer: Peer) -> Decimal | None:
    return peer.median if isinstance(peer, PublicStatistic) else None


def _name_lines(axis: Corner, size: float, room: float) -> tuple[str, ...]:
    return wrap(axis.name, size, max(room, size * 6), bold=True)


def _labels(
    spec: Radar, corners: Sequence[Point], radius: float, size: float, room: float
) -> Iterator[Part]:
    """Write name over figures outside each corner, away from the sides that meet there."""
    lead = size * LEAD
    for axis, (x, y) in zip(spec.axes, corners, strict=True):
        names = _name_lines(axis, size, room if abs(x) > LEVEL else room * 4)
        anchor = "middle" if abs(x) < LEVEL else "start" if x > 0 else "end"
        at_x = radius * x + (0 if abs(x) < LEVEL else size * 0.15 * (1 if x > 0 else -1))
        below = size * 1.35 if y > LEVEL else size * (0.36 - LEAD * len(names) / 2)
        first = radius * y + (-size * 0.75 - lead * len(names) if y < -LEVEL else below)
        if abs(y) <= LEVEL:
            at_x += size * 0.5 * (1 if x > 0 else -1)
        for n, name in enumerate(names):
            yield text(at_x, first + n * lead, name, size, anchor=anchor, bold=True)
        yield spans(at_x, first + len(names) * lead, _figures(axis), size, anchor)


def _figures(axis: Corner) -> list[tuple[str, str, bool]]:
    median = _median(axis.peer)
    peer = DASH if median is None else two(median)
    return [(two(axis.own.value), "own", True), (peer, "peer", False)]


def _lines_instead(spec: Radar, form: Form) -> Drawing:
    """Draw each dimension as a line with this bank's dot and the peers' open square."""
    setting = SETTINGS[form]
    size, full = setting.label, setting.half
    along = Axis(spec.scale, size, full - size)
    parts: list[Part] = []
    y = size
    for axis in spec.axes:
        parts.append(text(0, y, axis.name, size, bold=True))
        parts.append(spans(full, y, _figures(axis), size, "end"))
        y += size * 1.3
        parts += _line(axis, along, y, size)
        y += size * 2.4
    return drawing(Canvas(full, y, unit=setting.unit), spec.title, parts, spec.language)


def _line(axis: Corner, along: Axis, y: float, size: float) -> Iterator[Part]:
    yield line((along.left, y), (along.right, y), "line-strong")
    for edge in along.scale.limits:
        yield line(
            (along.at(edge), y - size * 0.3), (along.at(edge), y + size * 0.3), "line-strong"
        )
    median, half = _median(axis.peer), size * 0.4
    if median is not None:
        yield square(along.at(median), y, half, 1.5)
    if axis.own.value is not None:
        yield dot(along.at(axis.own.value), y, size * 0.4)
