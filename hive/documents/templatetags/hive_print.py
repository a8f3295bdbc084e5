"""Filters of the print templates."""

from __future__ import annotations

from django import template

from hive.documents import typography

register = template.Library()


@register.filter
def gap(text: object) -> str:
    """Mark the narrow gaps between Han characters and Latin letters or digits."""
    return typography.mark_gaps(str(text))
