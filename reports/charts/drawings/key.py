"""The key of the dot plot: each sign once, named, in rows that fit the width."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hive.documents.drawing import Part, Rect
from reports.charts.drawings.elements import dot, line, ring, text
from reports.charts.drawings.letters import width
from reports.charts.drawings.tokens import colour
from reports.charts.words import Words

LEAD = 1.6


def dot_key(
    words: Words, size: float, room: float, *, has_last: bool = False
) -> tuple[list[Part], float]:
    """Draw the key from the top left corner; return its parts and its height."""
    parts: list[Part] = []
    x, y = 0.0, size
    for sign, sign_width, label, bold in _entries(words, size, has_last=has_last):
        whole = sign_width + size * 0.4 + width(label, size, bold=bold)
        if x and x + whole > room:
            x, y = 0.0, y + size * LEAD
        parts += [sign(x, y), text(x + sign_width + size * 0.4, y, label, size, bold=bold)]
        x += whole + size * 1.6
    return parts, y + size * 0.6


def _entries(
    words: Words, size: float, *, has_last: bool
) -> Iterator[tuple[Callable[[float, float], Part], float, str, bool]]:
    middle, radius = size * 0.34, size * 0.42

    def own(x: float, y: float) -> Part:
        return dot(x + radius, y - middle, radius)

    def median(x: float, y: float) -> Part:
        return line((x + 2, y - size * 0.85), (x + 2, y + size * 0.15), "peer", size / 5)

    def quartiles(x: float, y: float) -> Part:
        return Rect(
            x=x,
            y=y - size * 0.75,
            width=size * 2,
            height=size * 0.8,
            fill=colour("peer-band"),
        )

    def last(x: float, y: float) -> Part:
        return ring(x + radius, y - middle, radius * 0.7, size / 10)

    yield own, 2 * radius, words.own, True
    if has_last:
        yield last, 2 * radius, words.last, False
    yield median, 4, words.peer, False
    yield quartiles, size * 2, words.quartiles, False
