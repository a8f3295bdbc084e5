"""Words that break careless pens, in every form of every chart: told whole, and as words."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from hive.documents import pdf
from hive.documents.embedded import Drawings
from reports.charts import drawings, svg
from reports.charts.drawings import Form
from reports.charts.spec import ChartSpec
from tests import inked
from tests.inked import spaceless
from tests.reports.charts import specimens
from tests.reports.hostile import NAMES

ELEMENTS = {"svg", "title", "text", "tspan", "line", "polygon", "rect", "circle"}
SPECS = ("radar", "dot plot", "comb", "heat", "spread", "years")


def spec_of(kind: str, language: str, name: str) -> ChartSpec:
    """A chart of which one part has the name, and so has the chart."""
    if kind == "radar":
        radar = specimens.radar(language)
        first, *others = radar.axes
        return replace(radar, title=name, axes=(replace(first, name=name), *others))
    if kind == "comb":
        comb = specimens.comb(language)
        one, *rest = comb.clusters
        return replace(comb, title=name, clusters=(replace(one, name=name), *rest))
    if kind == "heat":
        heat = specimens.heat(language, name=name)
        return replace(heat, title=name, rows=(replace(heat.rows[0], name=name), *heat.rows[1:]))
    if kind == "spread":
        spread = specimens.spread(language)
        return replace(
            spread, title=name, rows=(replace(spread.rows[0], name=name), *spread.rows[1:])
        )
    if kind == "years":
        years = specimens.years(specimens.point(2024, "40"), specimens.point(2025, "50"))
        panel, *panels = years.panels
        return replace(years, title=name, panels=(replace(panel, name=name), *panels))
    dots = specimens.dot_plot(language)
    group, *groups = dots.groups
    row, *rows = group.rows
    renamed = replace(group, name=name, rows=(replace(row, name=name), *rows))
    return replace(dots, title=name, groups=(renamed, *groups))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", SPECS)
def test_a_name_is_drawn_whole_and_as_words(kind: str, language: str, name: str) -> None:
    for form in Form:
        spec = spec_of(kind, language, NAMES[name])

        root = ET.XML(svg.draw(spec, form))

        tags = {element.tag.rpartition("}")[2] for element in root.iter()}
        texts = [t for t in root.iter() if t.tag.endswith("}text")]
        written = spaceless("".join("".join(text.itertext()) for text in texts))
        assert tags <= ELEMENTS
        assert spaceless(NAMES[name]) in written
        assert root[0].text == NAMES[name]
        attributes = {key for element in root.iter() for key in element.attrib}
        assert not any(key == "style" or key.startswith("on") for key in attributes)
        assert drawings.draw(spec, form).title == NAMES[name]


def test_paper_takes_them_too() -> None:
    """Every letter has its glyph; where they stand is a matter of names as banks have them."""
    made = Drawings()
    images = [
        made.add(drawings.draw(spec_of(kind, "en", name), Form.PRINT))
        for name in NAMES.values()
        for kind in SPECS
    ]
    body = "".join(f'<p><img alt="Shown" src="{source}"/></p>' for source in images)
    html = f'<html lang="en"><head><title>x</title></head><body>{body}</body></html>'

    paper = inked.read(pdf.render(html, drawings=made))

    written = "".join(paper.text(figure) for figure in paper.root.all("Figure"))
    told = [name for name in NAMES.values() if name.isprintable() and name.isascii()]
    assert len(told) > 4
    assert [name for name in told if spaceless(name) not in written] == []
