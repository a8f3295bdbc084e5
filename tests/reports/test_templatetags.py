"""What templates may ask for: drawings, figures and gaps, each safe and each escaped once."""

from __future__ import annotations

from decimal import Decimal

from django.template import Context, Template

from hive.documents.embedded import Drawings
from reports.charts import drawings, svg
from tests.reports.charts import specimens


def render(source: str, **values: object) -> str:
    """Render a template that loads all of the tags."""
    loads = "{% load hive_charts hive_numbers hive_print hive_scorecard %}"
    return Template(loads + source).render(Context(values))


def test_draw_gives_each_form():
    comb = specimens.comb("en")

    assert render("{% draw comb %}", comb=comb) == svg.draw(comb)
    assert render("{% draw comb 'narrow' %}", comb=comb) == svg.draw(comb, svg.Form.NARROW)


def test_print_chart_leaves_the_drawing_and_carries_the_title_as_text():
    radar, kept = specimens.radar("en"), Drawings()

    written = render("{% print_chart radar %}", radar=radar, drawings=kept)

    assert written == '<img alt="This bank and the peer median" src="drawing:1"/>'
    assert kept == {"drawing:1": drawings.draw(radar, svg.Form.PRINT)}


def test_signs_are_drawn_at_a_size():
    comb = specimens.comb("en")

    assert render("{% draw_small comb 72 %}", comb=comb) == svg.draw_small(comb, 72)
    assert render("{% draw_empty 'None yet' 'en' %}") == svg.write(
        drawings.empty_comb("None yet", "en")
    )
    assert 'aria-hidden="true"' in render("{% mark 24 %}")


def test_figures_are_written_as_everywhere():
    written = render(
        "{{ a|two }} {{ b|signed }} {{ c|limit }}", a=None, b=Decimal("-1.5"), c=Decimal(20)
    )

    assert written == "— −1.50 20"


def test_gap_escapes_once():
    assert render("{{ name|gap }}", name="<甲&乙>2") == "&lt;甲&amp;乙&gt;2"
