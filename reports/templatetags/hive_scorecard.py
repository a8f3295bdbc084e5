"""Drawings and tables of the printed scorecard, as images with their titles as text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hive.documents.drawing import Drawing
from hive.documents.tables import Table
from reports.charts import drawings
from reports.charts.drawings import Form
from reports.charts.spec import ChartSpec, Comb, Mark
from reports.scorecard import tables

register = template.Library()

TABLES: dict[str, Callable[..., Table]] = {
    "articles": tables.articles,
    "dimensions": tables.dimensions,
    "questions": tables.questions,
    "ratios": tables.ratios,
    "weights": tables.weights,
}


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


@register.simple_tag(takes_context=True)
def print_table(context: Context, name: str, *parts: Any) -> SafeString:
    """Embed a table by its name: ``{% print_table "questions" block density %}``."""
    table = TABLES[name](context["card"], *parts)
    return _image(context, table, table.caption)


def _image(context: Context, drawing: Drawing | Table, alt: str) -> SafeString:
    """Leave the drawing with the document's drawings and name it in the markup."""
    return format_html('<img alt="{}" src="{}"/>', alt, context["drawings"].add(drawing))
