"""Drawings, tables and panels of the printed scorecard, as images with their titles as text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hive.documents.embedded import Embedded
from hive.documents.panels import Panel
from hive.documents.tables import Table
from reports.charts import drawings
from reports.charts.drawings import Form
from reports.charts.spec import ChartSpec
from reports.scorecard import panels, paper, prose, tables

register = template.Library()

TABLES: dict[str, Callable[..., Table]] = {
    "articles": tables.articles,
    "changes": tables.changes,
    "dimensions": tables.dimensions,
    "plan": tables.plan,
    "questions": tables.questions,
    "ratios": tables.ratios,
    "trace": tables.trace,
}
PANELS: dict[str, Callable[..., Panel]] = {
    "advice_panel": prose.advice,
    "dimension_head": panels.dimension_head,
    "indicator_head": panels.indicator_head,
    "move": panels.move,
    "note_panel": prose.note,
    "page_head": panels.page_head,
    "reading_panel": prose.reading,
    "weights_panel": prose.weights,
}


@register.simple_tag(takes_context=True)
def print_chart(context: Context, spec: ChartSpec) -> SafeString:
    """Embed a chart in its form for paper."""
    return _image(context, drawings.draw(spec, Form.PRINT), spec.title)


@register.simple_tag(takes_context=True)
def print_small(context: Context, spec: ChartSpec, size: float) -> SafeString:
    """Embed a sign: cell, ladder, quarter or strip."""
    return _image(context, drawings.draw_small(spec, size), spec.title)


register.filter("pages", paper.trace_pages)
register.filter("unprinted", paper.unprinted_steps)


@register.simple_tag(takes_context=True)
def print_table(context: Context, name: str, *parts: Any) -> SafeString:
    """Embed a table by its name: ``{% print_table "questions" block density %}``."""
    table = TABLES[name](context["card"], *parts)
    return _image(context, table, table.caption)


@register.simple_tag(takes_context=True)
def print_panel(context: Context, name: str, *parts: Any, **named: Any) -> SafeString:
    """Embed a panel by its name: ``{% print_panel "indicator_head" block density %}``."""
    panel = PANELS[name](context["card"], *parts, **named)
    return _image(context, panel, panel.title, name.replace("_", "-"))


def _image(context: Context, part: Embedded, alt: str, kind: str = "") -> SafeString:
    """Leave a part with the document's drawings and name it in the markup."""
    named = context["drawings"].add(part)
    kinds = format_html(' class="{}"', kind) if kind else ""
    return format_html('<img{} alt="{}" src="{}"/>', kinds, alt, named)
