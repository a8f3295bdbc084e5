"""The dot plot: every indicator against the middle half of its peers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hive.core.disclosure import PublicStatistic, Withheld
from hive.documents.drawing import Canvas, Drawing, Part, Rect
from reports.charts.drawings.axis import Axis, axis_row
from reports.charts.drawings.elements import drawing, line, text
from reports.charts.drawings.forms import SETTINGS, Form
from reports.charts.drawings.key import dot_key
from reports.charts.drawings.letters import width, wrap
from reports.charts.drawings.tokens import colour
from reports.charts.figures import DASH, WIDE_GAP, limit, signed, two
from reports.charts.parts import DotGroup, DotRow, Scale
from reports.charts.spec import DotPlot
from reports.charts.words import Words

ROW = 2.0
LEAD = 1.2
BASELINE = 0.36
NAME_SHARE = 0.375


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of the wide drawing begin or, for figures, end."""

    size: float
    hair: float
    smallest: float
    code: float
    name: float
    name_room: float
    left: float
    right: float
    figures: tuple[float, float, float]
    width: float


def dots(spec: DotPlot, form: Form = Form.WIDE) -> Drawing:
    """Draw the rows; on a phone each indicator's name stands over its bar."""
    if form is Form.NARROW:
        return dots_narrow(spec)
    columns = _columns(spec, form)
    key, y = dot_key(spec.words, columns.size - 0.5, columns.width, has_last=spec.has_last)
    head = y + columns.size * 2.2
    rows, bottom = _groups(spec, columns, head)
    parts = [*key, *_grid(spec, columns, head, bottom), *_heads(spec.words, columns, head), *rows]
    canvas = Canvas(columns.width, bottom + columns.size * 1.7, unit=SETTINGS[form].unit)
    return drawing(canvas, spec.title, parts, spec.language)


def dots_narrow(spec: DotPlot) -> Drawing:
    """Draw the rows for a phone: name and score over the bar."""
    setting = SETTINGS[Form.NARROW]
    parts, y = dot_key(spec.words, setting.label - 1, setting.full, has_last=spec.has_last)
    along = Axis(spec.scale, 6, setting.full - 6)
    y += 4
    for group in spec.groups:
        for row in group.rows:
            written, y = _narrow_row(row, spec.words, y, setting.label, setting.full)
            parts += written
            parts.append(line((6, y), (setting.full - 6, y), "line"))
            parts += [*axis_row(row, along, y, 10), *_reason(row, spec.words, along, y, 12)]
            y += 22
    return drawing(Canvas(setting.full, y), spec.title, parts, spec.language)


def _narrow_row(
    row: DotRow, words: Words, y: float, size: float, full: float
) -> tuple[list[Part], float]:
    score = two(row.own.value)
    lines = wrap(f"{row.code} {_name(row, words)}", size, full - width("100.00 ", size, bold=True))
    parts: list[Part] = [text(full, y + size, score, size, fill="own", anchor="end", bold=True)]
    for part in lines:
        y += size * LEAD
        parts.append(text(0, y - size * (LEAD - 1), part, size))
    return parts, y + size


def _columns(spec: DotPlot, form: Form) -> Columns:
    setting = SETTINGS[form]
    size = setting.label
    rows = [row for group in spec.groups for row in group.rows]
    code = max(width(g.name, size, bold=True) for g in spec.groups) + size * 0.9
    code = min(code, setting.full * 0.16)
    name = code + max(width(row.code, size) for row in rows) + size * 0.7
    room = min(
        max(width(_name(row, spec.words), size) for row in rows) + 1,
        setting.full * NAME_SHARE - name,
    )
    figure = width("−100.00", size) + size * 0.5
    heads = max(width(word, size * 0.86) for word in _figure_heads(spec.words)) + size * 0.7
    figure = max(figure, heads)
    ends = [setting.full - figure * n for n in (2, 1, 0)]
    right = setting.full - figure * 3 - size
    left = name + room + size
    return Columns(
        size,
        setting.hair,
        setting.smallest,
        code,
        name,
        room,
        left,
        right,
        (ends[0], ends[1], ends[2]),
        setting.full,
    )


def _figure_heads(words: Words) -> tuple[str, str, str]:
    return words.own, words.median, words.gap


def _heads(words: Words, columns: Columns, head: float) -> Iterator[Part]:
    y = head - columns.size
    for x, word in zip(columns.figures, _figure_heads(words), strict=True):
        yield text(x, y, word, columns.size * 0.86, fill="ink-3", anchor="end")


def _grid(spec: DotPlot, columns: Columns, head: float, bottom: float) -> Iterator[Part]:
    along = Axis(spec.scale, columns.left, columns.right)
    small = columns.size * 0.86
    for n, edge in enumerate(spec.scale.limits):
        x = along.at(edge)
        stroke = "line" if n else "line-strong"
        yield line((x, head - small * 0.5), (x, bottom), stroke, columns.hair)
        yield text(x, bottom + small * 1.25, limit(edge), small, fill="ink-3", anchor="middle")
    yield from _band_names(spec.scale, along, columns, head - columns.size)


def _band_names(scale: Scale, along: Axis, columns: Columns, y: float) -> Iterator[Part]:
    """Name the bands over their stretch of the scale, if every name fits over its own."""
    size = columns.smallest
    if any(width(s.name, size) > along.at(s.ceiling) - along.at(s.floor) for s in scale.steps):
        return
    for step in scale.steps:
        middle = (along.at(step.floor) + along.at(step.ceiling)) / 2
        yield text(middle, y, step.name, size, fill="ink-3", anchor="middle")


def _groups(spec: DotPlot, columns: Columns, y: float) -> tuple[list[Part], float]:
    along = Axis(spec.scale, columns.left, columns.right)
    parts: list[Part] = []
    for n, group in enumerate(spec.groups):
        top = columns.size * 0.35
        stroke, hair = "line" if n else "line-strong", columns.hair
        parts.append(line((0, y - top), (columns.width, y - top), stroke, hair))
        parts += _group_name(group, columns, y)
        for row in group.rows:
            lines = wrap(_name(row, spec.words), columns.size, columns.name_room)
            high = columns.size * max(ROW, LEAD * len(lines) + 0.5)
            parts += _row(row, lines, spec.words, columns, along, y + high / 2)
            y += high
        y += columns.size * 0.7
    return parts, y


def _group_name(group: DotGroup, columns: Columns, y: float) -> Iterator[Part]:
    room = columns.code - columns.size * 0.5
    for n, part in enumerate(wrap(group.name, columns.size, room, bold=True)):
        base = y + columns.size * (ROW / 2 + BASELINE + n * LEAD)
        yield text(0, base, part, columns.size, bold=True)


def _row(
    row: DotRow, lines: Sequence[str], words: Words, columns: Columns, along: Axis, y: float
) -> Iterator[Part]:
    size, base = columns.size, y + columns.size * BASELINE
    first = base - size * LEAD * (len(lines) - 1) / 2
    yield text(columns.code, first, row.code, size, fill="ink-3")
    for n, part in enumerate(lines):
        yield text(columns.name, first + n * size * LEAD, part, size)
    yield from axis_row(row, along, y, size * 0.8)
    yield from _reason(row, words, along, y, size * 0.86)
    yield from _figures(row, columns, base)


def _figures(row: DotRow, columns: Columns, y: float) -> Iterator[Part]:
    median = row.peer.median if isinstance(row.peer, PublicStatistic) else None
    wide = row.gap is not None and abs(row.gap) >= WIDE_GAP
    own, middle, gap = columns.figures
    yield text(own, y, two(row.own.value), columns.size, fill="own", anchor="end", bold=True)
    yield text(middle, y, two(median), columns.size, fill="ink-2", anchor="end")
    yield text(gap, y, signed(row.gap), columns.size, anchor="end", bold=wide)


def _reason(row: DotRow, words: Words, along: Axis, y: float, size: float) -> Iterator[Part]:
    """Say why peers are withheld, in place of their bar, on the side the own dot leaves free."""
    if not isinstance(row.peer, Withheld):
        return
    left, right = along.left + size * 0.6, along.right - size * 0.6
    own = left if row.own.value is None else along.at(row.own.value)
    before = own > (left + right) / 2
    room = (own - left if before else right - own) - size
    lines = wrap(words.reason(row.peer.reason), size, room)
    wide, high = max(width(part, size) for part in lines), size * LEAD
    x = left if before else right - wide
    top = y - high * len(lines) / 2
    ground = colour("paper")
    yield Rect(x=x - 2, y=top, width=wide + 4, height=high * len(lines), fill=ground)
    for n, part in enumerate(lines):
        yield text(x, top + n * high + size * (LEAD / 2 + BASELINE), part, size, fill="ink-3")


def _name(row: DotRow, words: Words) -> str:
    """Return the indicator's name, with the reason behind it when this bank has no score."""
    if row.own.value is not None or not row.own.reason:
        return row.name
    return f"{row.name} {DASH} {words.reason(row.own.reason)}"
