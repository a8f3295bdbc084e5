"""Drawings in templates: ``{% draw spec "narrow" %}``, ``{% draw_small spec 24 %}``."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from reports.charts import drawings, interactive, svg
from reports.charts.spec import ChartSpec, Mark

register = template.Library()


@register.simple_tag
def draw(spec: ChartSpec, form: str = svg.Form.WIDE) -> SafeString:
    """Draw a chart for a wide screen, a phone ("narrow") or paper ("print")."""
    return drawn(svg.draw(spec, svg.Form(form)))


@register.simple_tag
def draw_small(spec: ChartSpec, size: float) -> SafeString:
    """Draw a sign at a size in px: cell, ladder, quarter, strip, or a comb without words."""
    return drawn(svg.draw_small(spec, size))


@register.simple_tag
def draw_empty(title: str, language: str, size: float = 320) -> SafeString:
    """Draw the comb that stands where results will come."""
    return drawn(svg.write(drawings.empty_comb(title, language, size)))


@register.inclusion_tag("reports/explore.html")
def explore(spec: ChartSpec) -> dict[str, object]:
    """Offer a chart as a figure that answers to the pointer, where scripts run."""
    return {"figure": interactive.figure(spec), "title": spec.title}


@register.simple_tag
def mark(size: float = 40, title: str = "") -> SafeString:
    """Draw the sign of the product; give a title where no name stands beside it."""
    return drawn(svg.write(drawings.mark(Mark(title), size)))


def drawn(markup: str) -> SafeString:
    """What a pen wrote, as it stands: pens escape every text they carry."""
    return SafeString(markup)  # nosec B703  # only pens write it, see above
