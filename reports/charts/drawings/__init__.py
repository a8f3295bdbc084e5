"""Draws chart specs: where every shape and word of a chart stands, whichever pen writes it."""

from __future__ import annotations

from hive.documents.drawing import Drawing
from reports.charts.drawings.comb import comb, emblem, empty_comb, locator
from reports.charts.drawings.dots import dots
from reports.charts.drawings.forms import Form
from reports.charts.drawings.heat import heat
from reports.charts.drawings.progress import progress
from reports.charts.drawings.radar import radar
from reports.charts.drawings.signs import ladder, legend, mark, quarter, score_cell, strip
from reports.charts.drawings.spread import spread
from reports.charts.drawings.years import years
from reports.charts.spec import (
    Cell,
    ChartSpec,
    Comb,
    DotPlot,
    Heat,
    Ladder,
    Legend,
    ProgressComb,
    Quarter,
    Radar,
    Spread,
    Strip,
    Years,
)

__all__ = [
    "Form",
    "comb",
    "dots",
    "draw",
    "draw_small",
    "emblem",
    "empty_comb",
    "heat",
    "ladder",
    "legend",
    "locator",
    "mark",
    "progress",
    "quarter",
    "radar",
    "score_cell",
    "spread",
    "strip",
    "years",
]


class UndrawnError(TypeError):
    """There is no drawing of this kind of spec."""


def draw(spec: ChartSpec, form: Form = Form.WIDE) -> Drawing:
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
        case Years():
            return years(spec, form)
        case Heat():
            return heat(spec, form)
        case Spread():
            return spread(spec, form)
        case _:
            return draw_small(spec)


def draw_small(spec: ChartSpec, size: float | None = None) -> Drawing:
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
