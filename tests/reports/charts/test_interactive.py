"""Figures for the browser: the numbers of the table, shapes that plotly knows, words as words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from plotly.graph_objects import Figure
from plotly.offline import get_plotlyjs_version

from reports.charts.interactive import NotInteractiveError, figure
from reports.charts.spec import DotPlot, Radar, Years
from tests.reports.charts import specimens
from tests.reports.charts.specimens import point
from tests.reports.charts.test_years import MEDIAN

Plot = Radar | DotPlot | Years
VENDOR = Path(__file__).parents[3] / "static" / "vendor"


def years() -> Years:
    return specimens.years(
        point(2023, "30", edition="2019"), point(2024, "40"), point(2025, "50", MEDIAN)
    )


def moved() -> DotPlot:
    """A dot plot in which one indicator scored otherwise last year."""
    spec = specimens.dot_plot("en")
    first = spec.groups[0]
    rows = (replace(first.rows[0], last=Decimal("12.50")), *first.rows[1:])
    return replace(spec, groups=(replace(first, rows=rows), *spec.groups[1:]))


SPECS = [specimens.radar("en"), specimens.radar("zh"), moved(), years()]


def told(spec: Plot) -> Iterator[str]:
    """Every figure that the hover of a chart tells."""
    for trace in figure(spec)["data"]:
        for values in trace["customdata"]:
            yield from values if isinstance(values, list) else [values]


@pytest.mark.parametrize("spec", SPECS, ids=["radar", "radar zh", "dots", "years"])
def test_plotly_understands_every_figure(spec: Plot) -> None:
    made = figure(spec)

    assert Figure(made).to_plotly_json()["data"]


@pytest.mark.parametrize("spec", SPECS, ids=["radar", "radar zh", "dots", "years"])
def test_hover_tells_the_figures_of_the_table_and_no_other(spec: Plot) -> None:
    table = spec.table()
    figures = {cell for row in table.rows for cell in row[table.first_figure :]}

    assert set(told(spec)) <= figures
    assert len(set(told(spec))) > 2


@pytest.mark.parametrize("spec", SPECS, ids=["radar", "radar zh", "dots", "years"])
def test_what_is_plotted_is_what_is_told(spec: Plot) -> None:
    for trace in figure(spec)["data"]:
        plotted = trace.get("r") or trace["x" if "orientation" in trace else _value_axis(spec)]
        for number, words in zip(plotted, trace["customdata"], strict=True):
            if isinstance(words, list):
                low, high = map(Decimal, words)
                assert Decimal(str(number)).quantize(Decimal("0.01")) == high - low
            elif number is not None:
                assert f"{number:.2f}" == words


def _value_axis(spec: Plot) -> str:
    return "x" if isinstance(spec, DotPlot) else "y"


def test_withheld_figures_are_not_in_it() -> None:
    spec = specimens.radar("en", peers=tuple([specimens.withheld()] * 6))

    peers = next(t for t in figure(spec)["data"] if t["name"] == "Peer median")
    assert set(peers["r"]) == {None}
    assert set(peers["customdata"]) == {"—"}


def test_words_are_never_markup() -> None:
    spec: Radar = specimens.radar("en")
    hostile = replace(spec.axes[0], name="<a href='x'>&<b>")

    made: dict[str, Any] = figure(replace(spec, axes=(hostile, *spec.axes[1:])))

    names = {name for trace in made["data"] for name in trace["theta"]}
    assert "&lt;a href='x'&gt;&amp;&lt;b&gt;" in names
    assert not [name for name in names if "<" in name]


def test_earlier_editions_are_not_joined() -> None:
    modes = {(trace["name"], trace["mode"]): trace["x"] for trace in figure(years())["data"][:4]}

    assert modes["This bank", "lines+markers"] == ["2024", "2025"]
    assert modes["This bank", "markers"] == ["2023"]


def test_signs_have_no_figure() -> None:
    with pytest.raises(NotInteractiveError):
        figure(specimens.comb("en"))


def test_the_vendored_script_is_of_the_version_that_was_checked() -> None:
    version = get_plotlyjs_version()

    assert (VENDOR / "plotly" / f"plotly-{version}.min.js").exists()
    assert (VENDOR / "plotly" / f"plotly-{version}.css").exists()
    assert f"plotly {version}" in (VENDOR / "README.md").read_text()


def test_the_notes_on_vendored_files_are_true() -> None:
    notes = (VENDOR / "README.md").read_text()
    for file in (VENDOR / "plotly").iterdir():
        if file.suffix in (".js", ".css"):
            assert sha256(file.read_bytes()).hexdigest() in notes
