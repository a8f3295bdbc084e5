"""Drawings of the printed scorecard, as images with their titles as text."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hive.documents.drawing import Drawing
from reports.charts import drawings
from reports.charts.drawings import Form
from reports.charts.spec import ChartSpec, Comb, Mark

register = template.Library()


@register.simple_tag(takes_context=True)
def print_chart(context: Context, spec: ChartSpec) -> SafeString:
    """Embed a chart in its form for paper."""
    return _image(context, drawings.draw(spec, Form.PRINT), spec.title)


@register.simple_tag(takes_context=True)
def print_small(context: Context, spec: ChartSpec, size: float) -> SafeString:
    """Embed a sign: cell, ladder, quarter or strip."""
    return _image(context, drawings.draw_small(spec, size), spec.title)


@register.simple_tag(takes_context=True)
def print_locator(context: Context, spec: Comb, code: str, size: float = 120) -> SafeString:
    """Embed the comb with one dimension in colour."""
    return _image(context, drawings.locator(spec, code, size), spec.title)


@register.simple_tag(takes_context=True)
def print_mark(context: Context, title: str) -> SafeString:
    """Embed the sign of the product; ``title`` is read in its place."""
    return _image(context, drawings.mark(Mark(title)), title)


def _image(context: Context, drawing: Drawing, alt: str) -> SafeString:
    """Leave the drawing with the document's drawings and name it in the markup."""
    return format_html('<img alt="{}" src="{}"/>', alt, context["drawings"].add(drawing))
