"""Filters that write figures as the whole product does."""

from __future__ import annotations

from decimal import Decimal

from django import template

from reports.charts import figures

register = template.Library()


@register.filter
def two(value: Decimal | None) -> str:
    """Write a score with two decimals, none as a dash."""
    return figures.two(value)


@register.filter
def signed(value: Decimal | None) -> str:
    """Write a difference with its sign, none as a dash."""
    return figures.signed(value)


@register.filter
def limit(value: Decimal) -> str:
    """Write the edge of a band without idle zeros."""
    return figures.limit(value)
