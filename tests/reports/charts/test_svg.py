"""The drawings: figures drawn are figures told, names cannot break out, paper keeps its floors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import product
from xml.etree import ElementTree as ET

import pytest

from hive.core.disclosure import Place
from reports.charts import drawings, svg
from reports.charts.drawings import Form
from reports.charts.parts import Shown
from reports.charts.spec import Cell, ChartSpec, Ladder, Legend, Mark, Quarter, Strip
from tests.reports.charts import specimens

SVG = "{http://www.w3.org/2000/svg}"
LANGUAGES = ("zh", "en")
FIGURE = re.compile(r"[+−]?\d+\.\d\d|—")


def charts(language: str) -> Iterator[ChartSpec]:
    bands = specimens.scale(*specimens.BANDS[language])
    words = specimens.chart_words(language)
    yield specimens.comb(language)
    yield specimens.comb(language, total=None)
    yield specimens.other_comb(language)
    yield specimens.progress(language)
    yield specimens.dot_plot(language)
    for groups in (1, 2, 3):
        yield specimens.heat(language, groups)
    yield specimens.spread(language)
    yield Legend(words=words, title="Bands", scale=bands)
    for corners in (1, 2, 3, 4, 5, 6, 9):
        yield specimens.radar(language, corners=corners)
    for reached in range(5):
        yield Ladder(words=words, title="Level", reached=reached, levels=4)
    for place in (*Place, None):
        yield Quarter(words=words, title="Place", place=place)
    for group in specimens.dot_plot(language).groups:
        for row in group.rows:
            yield Strip(words=words, title=row.name, scale=bands, row=row)
    for score in ("0.00", "100.00", None):
        yield Cell(words=words, title="Score", scale=bands, shown=specimens.shown(score, bands))


EVERY = [
    pytest.param(spec, form, id=f"{language}-{n}-{type(spec).__name__}-{form}")
    for language in LANGUAGES
    for (n, spec), form in product(enumerate(charts(language)), Form)
]


def texts(drawn: str) -> list[str]:
    """Every line of text of a drawing, its spans joined."""
    return ["".join(text.itertext()) for text in ET.XML(drawn).iter(SVG + "text")]


@pytest.mark.parametrize(("spec", "form"), EVERY)
def test_every_drawing_is_a_titled_image_without_styles(spec, form):
    root = ET.XML(svg.draw(spec, form))

    assert root.tag == SVG + "svg"
    assert root.get("role") == "img"
    assert root[0].tag == SVG + "title"
    assert root[0].text == spec.title
    assert root.get("aria-label", spec.title) == spec.title
    assert root.get("aria-labelledby") == root[0].get("id")
    assert {element.tag for element in root.iter()} <= {
        SVG + name for name in "svg title text tspan line polygon circle rect".split()
    }
    assert not any("style" in element.attrib for element in root.iter())


@pytest.mark.parametrize(("spec", "form"), EVERY)
def test_every_drawing_is_the_same_each_time(spec, form):
    assert svg.draw(spec, form) == svg.draw(spec, form)


@pytest.mark.parametrize(("spec", "form"), EVERY)
def test_nothing_is_drawn_outside_the_canvas(spec, form):
    root = ET.XML(svg.draw(spec, form))
    left, top, width, height = (float(edge) for edge in root.get("viewBox").split())

    for x, y in positions(root):
        assert left - 0.5 <= x <= left + width + 0.5
        assert top - 0.5 <= y <= top + height + 0.5


def positions(root: ET.Element) -> Iterator[tuple[float, float]]:
    for element in root.iter():
        for pair in element.get("points", "").split():
            x, _, y = pair.partition(",")
            yield float(x), float(y)
        for x, y in (("x", "y"), ("x1", "y1"), ("x2", "y2"), ("cx", "cy")):
            if element.get(x) is not None:
                yield float(element.get(x)), float(element.get(y))


@pytest.mark.parametrize("language", LANGUAGES)
def test_printed_charts_keep_labels_at_six_and_a_half_points(language):
    for spec in charts(language):
        if isinstance(spec, Ladder | Quarter | Strip | Cell):
            continue
        root = ET.XML(svg.draw(spec, Form.PRINT))
        sizes = [float(text.get("font-size")) for text in root.iter(SVG + "text")]

        assert root.get("width") == root.get("viewBox").split()[2] + "pt"
        assert min(sizes) >= 6.5


@pytest.mark.parametrize("form", Form)
def test_narrow_and_printed_charts_fit_their_width(form):
    most = {Form.WIDE: 1120, Form.NARROW: 328, Form.PRINT: 493}

    for spec in (spec for language in LANGUAGES for spec in charts(language)):
        assert float(ET.XML(svg.draw(spec, form)).get("viewBox").split()[2]) <= most[form]


@pytest.mark.parametrize("form", [Form.WIDE, Form.PRINT])
@pytest.mark.parametrize("language", LANGUAGES)
def test_dot_plot_draws_the_figures_of_its_table(language, form):
    spec = specimens.dot_plot(language)
    told = [
        figure
        for row in spec.table().rows
        for figure in (row[2], row[4] if FIGURE.fullmatch(row[4]) else "—", row[6])
    ]

    drawn = [text for text in texts(svg.write(drawings.dots(spec, form))) if FIGURE.fullmatch(text)]

    assert drawn == told


def test_dot_plot_places_dots_and_bars_on_its_scale():
    spec = specimens.dot_plot("zh")
    root = ET.XML(svg.write(drawings.dots(spec)))
    edges = {
        text.text: float(text.get("x"))
        for text in root.iter(SVG + "text")
        if text.text in ("0", "100")
    }
    dots = [float(circle.get("cx")) for circle in root.iter(SVG + "circle")][1:]
    own = [
        row.own.value for group in spec.groups for row in group.rows if row.own.value is not None
    ]

    scores = [(x - edges["0"]) / (edges["100"] - edges["0"]) * 100 for x in dots]

    assert scores == pytest.approx([float(value) for value in own], abs=0.01)


@pytest.mark.parametrize("language", LANGUAGES)
def test_comb_draws_the_figures_of_its_table(language):
    spec = specimens.comb(language)
    told = sorted(row[-1] for row in spec.table().rows)

    drawn = [FIGURE.findall(text) for text in texts(svg.write(drawings.comb(spec, Form.PRINT)))]

    assert sorted(figure for found in drawn for figure in found) == told


@pytest.mark.parametrize("form", Form)
def test_radar_draws_the_figures_of_its_table(form):
    spec = specimens.radar("zh")
    told = sorted(figure for row in spec.table().rows for figure in row[1:])

    drawn = [FIGURE.findall(text) for text in texts(svg.write(drawings.radar(spec, form)))]

    assert sorted(figure for found in drawn for figure in found) == told


def test_radar_opens_the_outline_where_peers_are_withheld():
    peers = (specimens.withheld(), *[specimens.statistic("1", "50", "3")] * 5)

    root = ET.XML(svg.write(drawings.radar(specimens.radar("en", peers=peers))))

    dashed = [e for e in root.iter() if e.get("stroke-dasharray")]
    assert [element.tag for element in dashed] == [SVG + "line"] * 4
    assert len(list(root.iter(SVG + "rect"))) == 5


def test_withheld_rows_give_the_reason_in_place_of_the_bar():
    spec = specimens.dot_plot("en")
    row = spec.groups[1].rows[1]

    drawn = svg.draw(Strip(words=spec.words, title="x", scale=spec.scale, row=row))

    assert " ".join(texts(drawn)) == "Not published: all banks have the same score"
    assert len(list(ET.XML(drawn).iter(SVG + "rect"))) == 0


@pytest.mark.parametrize("form", Form)
def test_hostile_names_stay_text(form):
    hostile = specimens.HOSTILE
    comb, other = specimens.comb("en"), specimens.other_comb("en", name=hostile)
    comb = replace(
        comb, title=hostile, clusters=tuple(replace(c, name=hostile) for c in comb.clusters)
    )
    plot = specimens.dot_plot("en")
    group = replace(plot.groups[0], name=hostile)
    group = replace(group, rows=tuple(replace(row, name=hostile, code="<b>") for row in group.rows))
    plot = replace(plot, groups=(group,), title=hostile)
    radar = specimens.radar("en")
    radar = replace(radar, axes=tuple(replace(axis, name=hostile) for axis in radar.axes))

    for spec in (comb, other, plot, radar):
        drawn = svg.draw(spec, form)

        assert "<script" not in drawn
        assert "onload" not in {name for e in ET.XML(drawn).iter() for name in e.attrib}
        assert "alert" in "".join(texts(drawn))


def test_long_names_are_wrapped_and_never_cut():
    name = "Independent control of the supply chain, security and operational resilience " * 2
    plot = specimens.dot_plot("en")
    row = replace(plot.groups[0].rows[0], name=name.strip())
    plot = replace(plot, groups=(replace(plot.groups[0], rows=(row,)),))

    for form in Form:
        assert "".join(name.split()) in "".join(
            "".join(texts(svg.write(drawings.dots(plot, form)))).split()
        )


def test_no_score_is_an_empty_cell_and_zero_is_a_full_one():
    bands = specimens.scale(*specimens.BANDS["en"])
    words = specimens.chart_words("en")

    def ground(value: str | None) -> str | None:
        spec = Cell(words=words, title="x", scale=bands, shown=specimens.shown(value, bands))
        return next(ET.XML(svg.write(drawings.score_cell(spec))).iter(SVG + "polygon")).get("fill")

    assert (ground(None), ground("0.00")) == ("#ffffff", "#fbf1d6")


@pytest.mark.parametrize(
    ("value", "band", "written"),
    [
        ("49.65", 3, "50"),
        ("59.50", 3, "59"),
        ("60.00", 4, "60"),
        ("99.60", 5, "100"),
        ("100", 5, "100"),
    ],
)
def test_small_combs_round_the_total_but_never_over_a_band_edge(value, band, written):
    spec = replace(specimens.comb("en"), total=Shown(Decimal(value), band))

    assert texts(svg.write(drawings.emblem(spec))) == [written]


def test_mark_is_decoration_unless_it_is_titled():
    assert 'aria-hidden="true"' in svg.write(drawings.mark(Mark()))
    assert 'aria-label="Hive"' in svg.write(drawings.mark(Mark("Hive")))


def test_unknown_specs_are_refused():
    with pytest.raises(drawings.UndrawnError):
        svg.draw(ChartSpec(words=specimens.chart_words("en"), title="x"))
