"""What templates may ask for: drawings, figures and gaps, each safe and each escaped once."""

from __future__ import annotations

from decimal import Decimal

from django.template import Context, Template

from reports.charts import svg
from tests.reports.charts import specimens


def render(source: str, **values: object) -> str:
    """Render a template that loads all of the tags."""
    loads = "{% load hive_charts hive_numbers hive_print %}"
    return Template(loads + source).render(Context(values))


def test_draw_gives_each_form():
    comb = specimens.comb("en")

    assert render("{% draw comb %}", comb=comb) == svg.comb(comb)
    assert render("{% draw comb 'narrow' %}", comb=comb) == svg.comb(comb, svg.Form.NARROW)


def test_draw_image_carries_the_title_as_text():
    drawn = render("{% draw_image radar %}", radar=specimens.radar("en"))

    assert drawn.startswith(
        '<img alt="This bank and the peer median" src="data:image/svg+xml;base64,'
    )


def test_signs_are_drawn_at_a_size():
    comb = specimens.comb("en")

    assert render("{% draw_small comb 72 %}", comb=comb) == svg.emblem(comb, 72)
    assert render("{% draw_empty 'None yet' 'en' %}") == svg.empty_comb("None yet", "en")
    assert 'aria-hidden="true"' in render("{% mark 24 %}")


def test_figures_are_written_as_everywhere():
    written = render(
        "{{ a|two }} {{ b|signed }} {{ c|limit }}", a=None, b=Decimal("-1.5"), c=Decimal(20)
    )

    assert written == "— −1.50 20"


def test_gap_escapes_once():
    assert render("{{ name|gap }}", name="<甲&乙>2") == "&lt;甲&amp;乙&gt;2"
