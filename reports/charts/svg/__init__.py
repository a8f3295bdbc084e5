"""Draws chart specs as SVG: presentation attributes only, real text, the same bytes every time."""

from __future__ import annotations

from reports.charts.spec import (
    Cell,
    ChartSpec,
    Comb,
    DotPlot,
    Ladder,
    Legend,
    ProgressComb,
    Quarter,
    Radar,
    Strip,
)
from reports.charts.svg.comb import comb, emblem, empty_comb, locator
from reports.charts.svg.dots import dots
from reports.charts.svg.forms import Form
from reports.charts.svg.progress import progress
from reports.charts.svg.radar import radar
from reports.charts.svg.signs import ladder, legend, mark, quarter, score_cell, strip

__all__ = [
    "Form",
    "comb",
    "dots",
    "draw",
    "draw_small",
    "emblem",
    "empty_comb",
    "ladder",
    "legend",
    "locator",
    "mark",
    "progress",
    "quarter",
    "radar",
    "score_cell",
    "strip",
]


class UndrawnError(TypeError):
    """There is no drawing of this kind of spec."""


def draw(spec: ChartSpec, form: Form = Form.WIDE) -> str:
    """Draw any chart in one of its forms; signs have a single form."""
    match spec:
        case Comb():
            return comb(spec, form)
        case ProgressComb():
            return progress(spec, form)
        case Radar():
            return radar(spec, form)
        case DotPlot():
            return dots(spec, form)
        case Legend():
            return legend(spec, form)
        case _:
            return draw_small(spec)


def draw_small(spec: ChartSpec, size: float | None = None) -> str:
    """Draw a sign, at a size in px other than its usual one if given."""
    sized = {} if size is None else {"size": size}
    match spec:
        case Cell():
            return score_cell(spec, **sized)
        case Ladder():
            return ladder(spec, **sized)
        case Quarter():
            return quarter(spec, **sized)
        case Strip():
            return strip(spec, **sized)
        case Comb():
            return emblem(spec, **sized)
    raise UndrawnError(type(spec).__name__)
