"""Small multiples: each dimension over the years, a dotted rule where the edition changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from hive.core.disclosure import PublicStatistic
from hive.documents.drawing import Canvas, Drawing, Part
from reports.charts.drawings.axis import Axis
from reports.charts.drawings.elements import dot, drawing, line, ring, square, text
from reports.charts.drawings.forms import SETTINGS, Form, Setting
from reports.charts.drawings.letters import width, wrap
from reports.charts.figures import limit, two
from reports.charts.parts import Scale, YearPanel, YearPoint
from reports.charts.spec import Years

COLUMNS = {Form.WIDE: 6, Form.NARROW: 2, Form.PRINT: 3}
HIGH = {Form.WIDE: 150.0, Form.NARROW: 120.0, Form.PRINT: 82.0}
GAP = 1.7
# Names of a panel have room for so many lines, or for as many as the longest takes.
LEAST_LINES = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """Where one panel stands and how it is set; sizes in the drawing's own unit."""

    left: float
    top: float
    wide: float
    high: float
    size: float
    setting: Setting
    scale: Scale
    lines: int

    @property
    def up(self) -> Axis:
        """The scale from the bottom of the plot to its top."""
        return Axis(self.scale, self.top + self.head + self.high, self.top + self.head)

    @property
    def head(self) -> float:
        """How high the names are, all panels alike."""
        return self.size * (1 + 1.2 * self.lines)

    @property
    def room(self) -> float:
        """How wide the plot is; the rest holds the last figures."""
        return self.wide - width("00.00", self.size, bold=True) - self.size * 0.9


def years(spec: Years, form: Form = Form.WIDE) -> Drawing:
    """Draw a panel for every dimension, all on the same part of the scale."""
    setting = SETTINGS[form]
    full = setting.full
    columns = min(COLUMNS[form], len(spec.panels))
    gap = setting.label * GAP
    wide = (full - gap * (columns - 1)) / columns
    scale = _visible(spec)
    names = [wrap(panel.name, setting.label, wide, bold=True) for panel in spec.panels]
    lines = max(LEAST_LINES, *map(len, names))
    parts: list[Part] = []
    step = 0.0
    for n, panel in enumerate(spec.panels):
        frame = Frame(0, 0, wide, HIGH[form], setting.label, setting, scale, lines)
        step = frame.head + frame.high + frame.size * 2.6
        row, column = divmod(n, columns)
        frame = replace(frame, left=column * (wide + gap), top=row * step)
        parts += _panel(panel, frame, shows_scale=column == 0)
    rows = -(-len(spec.panels) // columns)
    canvas = Canvas(full, rows * step, unit=setting.unit)
    return drawing(canvas, spec.title, parts, spec.language)


def _visible(spec: Years) -> Scale:
    """Leave out the outermost bands while no figure of any year lies in them."""
    values = [v for panel in spec.panels for p in panel.points for v in _values(p)]
    limits = spec.scale.limits
    if not values or len(limits) <= 3:
        return spec.scale
    low = limits[1] if min(values) >= limits[1] else limits[0]
    high = limits[-2] if max(values) <= limits[-2] else limits[-1]
    return replace(spec.scale, low=low, high=high)


def _values(point: YearPoint) -> list[Decimal]:
    found = [] if point.own.value is None else [point.own.value]
    if isinstance(point.peer, PublicStatistic):
        found.append(point.peer.median)
    return found


def _panel(panel: YearPanel, frame: Frame, *, shows_scale: bool) -> Iterator[Part]:
    size, hair, x = frame.size, frame.setting.hair, frame.left
    yield line((x, frame.top + hair), (x + frame.wide, frame.top + hair), "ink", hair)
    for n, name in enumerate(wrap(panel.name, size, frame.wide, bold=True)):
        yield text(x, frame.top + size * (1.4 + 1.2 * n), name, size, bold=True)
    yield from _grid(frame, shows_scale=shows_scale)
    places = _places(panel.points, frame)
    yield from _breaks(panel.points, places, frame)
    yield from _peers(panel.points, places, frame)
    yield from _own(panel.points, places, frame)
    yield from _last_figures(panel.points[-1], frame)
    yield from _year_names(panel.points, places, frame)


def _grid(frame: Frame, *, shows_scale: bool) -> Iterator[Part]:
    smallest = frame.setting.smallest
    for edge in frame.scale.limits:
        if frame.scale.low <= edge <= frame.scale.high:
            y = frame.up.at(edge)
            right = frame.left + frame.room
            yield line((frame.left, y), (right, y), "grid", frame.setting.hair)
            if shows_scale:
                yield text(frame.left, y - smallest * 0.25, limit(edge), smallest, fill="ink-3")


def _places(points: Sequence[YearPoint], frame: Frame) -> list[float]:
    """Return where each year stands; a single one at the end."""
    first, last = frame.left + frame.size * 2, frame.left + frame.room - frame.size * 0.5
    if len(points) == 1:
        return [last]
    step = (last - first) / (len(points) - 1)
    return [first + step * n for n in range(len(points))]


def _breaks(points: Sequence[YearPoint], places: Sequence[float], frame: Frame) -> Iterator[Part]:
    top, bottom = frame.up.right, frame.up.left
    for (one, other), (x, next_x) in zip(pairwise(points), pairwise(places), strict=True):
        if one.edition != other.edition:
            middle = (x + next_x) / 2
            yield line((middle, top), (middle, bottom), "ink-3", frame.setting.hair, (2, 3))


def _peers(points: Sequence[YearPoint], places: Sequence[float], frame: Frame) -> Iterator[Part]:
    told = [
        (x, frame.up.at(point.peer.median), point)
        for x, point in zip(places, points, strict=True)
        if isinstance(point.peer, PublicStatistic)
    ]
    yield from _joined(told, "peer", 1.5 * frame.setting.hair, (4, 2.5))
    for x, y, _point in told:
        yield square(x, y, frame.size * 0.2, frame.setting.hair)


def _own(points: Sequence[YearPoint], places: Sequence[float], frame: Frame) -> Iterator[Part]:
    told = [
        (x, frame.up.at(point.own.value), point)
        for x, point in zip(places, points, strict=True)
        if point.own.value is not None
    ]
    yield from _joined(told, "own", 2.2 * frame.setting.hair, ())
    for x, y, point in told:
        if point.is_comparable:
            yield dot(x, y, frame.size * 0.34)
        else:
            yield ring(x, y, frame.size * 0.28, 1.2 * frame.setting.hair)


def _joined(
    told: Sequence[tuple[float, float, YearPoint]],
    stroke: str,
    width: float,
    dash: tuple[float, ...],
) -> Iterator[Part]:
    """Join neighbours of the latest edition."""
    for (x, y, one), (next_x, next_y, other) in pairwise(told):
        if one.is_comparable and other.is_comparable:
            yield line((x, y), (next_x, next_y), stroke, width, dash)


def _last_figures(point: YearPoint, frame: Frame) -> Iterator[Part]:
    """Write the present figures beside their ends, apart from each other."""
    size = frame.size
    x = frame.left + frame.room + size * 0.4
    told = []
    if point.own.value is not None:
        told.append((frame.up.at(point.own.value), two(point.own.value), "own", True))
    if isinstance(point.peer, PublicStatistic):
        told.append((frame.up.at(point.peer.median), two(point.peer.median), "peer", False))
    told.sort(key=lambda figure: figure[0])
    lows = [y for y, *_ in told]
    if len(lows) > 1 and lows[1] - lows[0] < size * 1.05:
        middle = sum(lows) / 2
        lows = [middle - size * 0.525, middle + size * 0.525]
    for y, (_, figure, fill, bold) in zip(lows, told, strict=True):
        yield text(x, y + size * 0.35, figure, size, fill=fill, bold=bold)


def _year_names(
    points: Sequence[YearPoint], places: Sequence[float], frame: Frame
) -> Iterator[Part]:
    smallest = frame.setting.smallest
    y = frame.up.left + frame.size * 1.5
    room = places[1] - places[0] if len(places) > 1 else frame.room
    is_short = room < width("2026", smallest) * 1.3
    for x, point in zip(places, points, strict=True):
        name = (
            f"\N{RIGHT SINGLE QUOTATION MARK}{point.year % 100:02}" if is_short else str(point.year)
        )
        yield text(x, y, name, smallest, fill="ink-3", anchor="middle")
