"""Filters of the print templates."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from hive.documents import typography

register = template.Library()


@register.filter
def gap(text: object) -> SafeString:
    """Set narrow gaps between Han characters and Latin letters or digits; escapes the text."""
    return typography.gap(str(text))
