"""The third pen: a chart spec as a figure that plotly draws in the browser, with words on hover.

Figures stand where the drawing has them; words are those of the table, rounded as it rounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import Any

from hive.core.disclosure import PublicStatistic
from reports.charts.drawings.tokens import colour, family
from reports.charts.figures import limit, two
from reports.charts.parts import DotRow, Peer, Scale, YearPoint
from reports.charts.spec import ChartSpec, DotPlot, Radar, Years

Figure = dict[str, Any]
ROW_HEIGHT, PANEL_HEIGHT, RADAR_HEIGHT = 30, 260, 480
COLUMNS = 3
FIXED = {"fixedrange": True}
GAP = 0.06


class NotInteractiveError(TypeError):
    """There is no interactive form of this kind of spec."""


def figure(spec: ChartSpec) -> Figure:
    """Return plotly's ``data`` and ``layout`` for a radar, a dot plot or years."""
    match spec:
        case Radar():
            return _radar(spec)
        case DotPlot():
            return _dots(spec)
        case Years():
            return _years(spec)
        case _:
            raise NotInteractiveError(type(spec).__name__)


def _radar(spec: Radar) -> Figure:
    names = [_plain(axis.name) for axis in spec.axes]
    own = [axis.own.value for axis in spec.axes]
    peers = [_median(axis.peer) for axis in spec.axes]
    data = [
        _outline(names, peers, spec.words.peer, {"color": colour("peer"), "dash": "dash"}),
        _outline(names, own, spec.words.own, {"color": colour("own"), "width": 2.5}),
    ]
    layout = _layout(spec, RADAR_HEIGHT) | {
        "dragmode": "zoom",  # Without a way to drag, a polar plot does not hear the pointer.
        "polar": {
            "gridshape": "linear",
            "radialaxis": _axis(spec.scale) | {"angle": 90, "tickangle": 90},
            "angularaxis": {"direction": "clockwise", "rotation": 90},
        },
    }
    return {"data": data, "layout": layout}


def _outline(
    names: Sequence[str], values: Sequence[Decimal | None], name: str, line: dict[str, Any]
) -> Figure:
    closed = [*range(len(names)), 0]
    return {
        "type": "scatterpolar",
        "mode": "lines+markers",
        "name": _plain(name),
        "theta": [names[n] for n in closed],
        "r": [_number(values[n]) for n in closed],
        "customdata": [two(values[n]) for n in closed],
        "line": line,
        "hovertemplate": "%{theta}<br>%{fullData.name} %{customdata}<extra></extra>",
    }


def _dots(spec: DotPlot) -> Figure:
    rows = [row for group in spec.groups for row in group.rows]
    told = [(row, row.peer) for row in rows if isinstance(row.peer, PublicStatistic)]
    scored = [row for row in rows if row.own.value is not None]
    moved = [row for row in rows if row.moved_from is not None]
    w = spec.words
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "name": _plain(w.quartiles),
            "y": [_label(row) for row, _peer in told],
            "base": [_number(peer.lower_quartile) for _row, peer in told],
            "x": [_number(peer.upper_quartile - peer.lower_quartile) for _row, peer in told],
            "customdata": [
                [two(peer.lower_quartile), two(peer.upper_quartile)] for _row, peer in told
            ],
            "marker": {"color": colour("peer-band")},
            "width": 0.4,
            "hovertemplate": f"%{{y}}<br>{_plain(w.lower_quartile)} %{{customdata[0]}}<br>"
            f"{_plain(w.upper_quartile)} %{{customdata[1]}}<extra></extra>",
        },
        _marks(
            w.peer,
            [(_label(row), peer.median) for row, peer in told],
            {"symbol": "line-ns", "size": 16, "line": {"width": 3, "color": colour("peer")}},
        ),
        _marks(
            w.last,
            [(_label(row), row.moved_from) for row in moved],
            {
                "symbol": "circle-open",
                "size": 9,
                "color": colour("own"),
                "line": {"width": 1.5, "color": colour("own")},
            },
        ),
        _marks(
            w.own,
            [(_label(row), row.own.value) for row in scored],
            {"symbol": "circle", "size": 12, "color": colour("own")},
        ),
    ]
    layout = _layout(spec, ROW_HEIGHT * len(rows) + 120) | {
        "xaxis": _axis(spec.scale) | FIXED,
        "yaxis": {
            "categoryorder": "array",
            "categoryarray": [_label(row) for row in reversed(rows)],
            "automargin": True,
        }
        | FIXED,
    }
    return {"data": [trace for trace in data if trace["y"]], "layout": layout}


def _marks(
    name: str, points: Sequence[tuple[str, Decimal | None]], marker: dict[str, Any]
) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": _plain(name),
        "y": [label for label, _value in points],
        "x": [_number(value) for _label, value in points],
        "customdata": [two(value) for _label, value in points],
        "marker": marker,
        "cliponaxis": False,
        "hovertemplate": "%{y}<br>%{fullData.name} %{customdata}<extra></extra>",
    }


def _years(spec: Years) -> Figure:
    rows = -(-len(spec.panels) // COLUMNS)
    columns = min(COLUMNS, len(spec.panels))
    layout = _layout(spec, PANEL_HEIGHT * rows + 100) | {"annotations": []}
    data: list[Figure] = []
    for n, panel in enumerate(spec.panels):
        row, column = divmod(n, columns)
        number = "" if n == 0 else str(n + 1)
        across, down = _domain(column, columns), _domain(rows - 1 - row, rows)
        layout[f"xaxis{number}"] = {
            "domain": across,
            "anchor": f"y{number}",
            "type": "category",
            "categoryarray": [str(point.year) for point in panel.points],
            "categoryorder": "array",
        } | FIXED
        layout[f"yaxis{number}"] = (
            _axis(spec.scale) | FIXED | {"domain": down, "anchor": f"x{number}"}
        )
        layout["annotations"].append(
            {
                "text": _plain(panel.name),
                "font": {"weight": 700},
                "x": across[0],
                "y": down[1],
                "xref": "paper",
                "yref": "paper",
                "xanchor": "left",
                "yanchor": "bottom",
                "showarrow": False,
            }
        )
        axes = {"xaxis": f"x{number}", "yaxis": f"y{number}", "showlegend": n == 0}
        data += [trace | axes for trace in _lines(panel.points, spec)]
    return {"data": data, "layout": layout}


def _lines(points: Sequence[YearPoint], spec: Years) -> list[Figure]:
    """Draw peers and bank; only years of the latest edition are joined."""
    w = spec.words
    of_peers = {"line": {"color": colour("peer"), "dash": "dash"}}
    of_own = {"line": {"color": colour("own"), "width": 2.5}}
    own = {point.year: point.own.value for point in points}
    peers = {point.year: _median(point.peer) for point in points}
    made = []
    for name, values, style in ((w.peer, peers, of_peers), (w.own, own, of_own)):
        for is_joined in (True, False):
            years = [p.year for p in points if p.is_comparable == is_joined]
            if years:
                made.append(
                    {
                        "type": "scatter",
                        "mode": "lines+markers" if is_joined else "markers",
                        "name": _plain(name),
                        "legendgroup": _plain(name),
                        "x": [str(year) for year in years],
                        "y": [_number(values[year]) for year in years],
                        "customdata": [two(values[year]) for year in years],
                        "marker": {"symbol": "circle" if is_joined else "circle-open"},
                        "hovertemplate": "%{x}<br>%{fullData.name} %{customdata}<extra></extra>",
                    }
                    | style
                )
    return made


def _domain(place: int, places: int) -> list[float]:
    """Return the share of the paper that a panel takes, with a gap to its neighbours."""
    gap = GAP * 2 if places > 1 else 0
    size = (1 - gap * (places - 1)) / places
    start = place * (size + gap)
    return [round(start, 4), round(start + size, 4)]


def _layout(spec: ChartSpec, height: int) -> Figure:
    return {
        "height": height,
        "font": {"family": family(spec.language), "size": 14, "color": colour("ink")},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 48, "r": 24, "t": 48, "b": 40},
        "legend": {"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0},
        "hoverlabel": {"bgcolor": colour("paper"), "font": {"color": colour("ink")}},
        "barmode": "overlay",
        "dragmode": False,
    }


def _axis(scale: Scale) -> Figure:
    return {
        "range": [_number(scale.low), _number(scale.high)],
        "tickvals": [_number(edge) for edge in scale.limits],
        "ticktext": [limit(edge) for edge in scale.limits],
        "gridcolor": colour("line"),
    }


def _label(row: DotRow) -> str:
    return _plain(f"{row.code} {row.name}")


def _plain(words: str) -> str:
    """Keep plotly from reading words as the markup it allows in labels."""
    return escape(words, quote=False)


def _median(peer: Peer) -> Decimal | None:
    return peer.median if isinstance(peer, PublicStatistic) else None


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
