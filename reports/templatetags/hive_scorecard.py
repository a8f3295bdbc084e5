"""Drawings of the printed scorecard, as images with their titles as text."""

from __future__ import annotations

from base64 import b64encode

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reports.charts import svg
from reports.charts.spec import ChartSpec, Comb, Mark

register = template.Library()


@register.simple_tag
def print_small(spec: ChartSpec, size: float) -> SafeString:
    """Embed a sign: cell, ladder, quarter or strip."""
    return _image(svg.draw_small(spec, size), spec.title)


@register.simple_tag
def print_locator(spec: Comb, code: str, size: float = 120) -> SafeString:
    """Embed the comb with one dimension in colour."""
    return _image(svg.locator(spec, code, size), spec.title)


@register.simple_tag
def print_mark(title: str) -> SafeString:
    """Embed the sign of the product; ``title`` is read in its place."""
    return _image(svg.mark(Mark(title)), title)


def _image(drawn: str, alt: str) -> SafeString:
    source = "data:image/svg+xml;base64," + b64encode(drawn.encode()).decode()
    return format_html('<img alt="{}" src="{}">', alt, source)
