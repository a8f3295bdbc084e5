"""Scores along a line: where they stand, and how peers and this bank are marked on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from hive.core.disclosure import PublicStatistic
from hive.documents.drawing import Part, Rect
from reports.charts.drawings.elements import dot, line, ring
from reports.charts.drawings.tokens import colour
from reports.charts.parts import DotRow, Scale


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale laid between two ends of a drawing."""

    scale: Scale
    left: float
    right: float

    def at(self, score: Decimal) -> float:
        """Return where a score stands."""
        share = (score - self.scale.low) / (self.scale.high - self.scale.low)
        return self.left + (self.right - self.left) * float(share)


def _peers(statistic: PublicStatistic, along: Axis, y: float, high: float) -> Iterator[Part]:
    """Draw the middle half of the peers as a bar and their median as a tick that overtops it."""
    low, top = along.at(statistic.lower_quartile), along.at(statistic.upper_quartile)
    yield Rect(
        x=low,
        y=y - high / 2,
        width=max(top - low, 1.0),
        height=high,
        fill=colour("peer-band"),
    )
    median = along.at(statistic.median)
    yield line((median, y - high * 0.8), (median, y + high * 0.8), "peer", high / 4)


def axis_row(figures: DotRow, along: Axis, y: float, high: float) -> Iterator[Part]:
    """Draw one indicator: peers first, then last year's ring, this bank's dot upon them."""
    if isinstance(figures.peer, PublicStatistic):
        yield from _peers(figures.peer, along, y, high)
    if figures.own.value is not None and figures.moved_from is not None:
        before = along.at(figures.moved_from)
        yield line((before, y), (along.at(figures.own.value), y), "own", high / 10)
        yield ring(before, y, high * 0.38, high / 10)
    if figures.own.value is not None:
        yield dot(along.at(figures.own.value), y, high * 0.54)
