"""The narrow space that Chinese print sets between Han characters and Latin letters or digits."""

from __future__ import annotations

import re
from itertools import pairwise

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
LATIN = "A-Za-z0-9\u00c0-\u024f"
# The words before a gap carry it, so that no character is added and copies stay clean.
BEFORE_GAP = re.compile(rf"[{HAN}](?=[{LATIN}+\u2212])|[{LATIN}%](?=[{HAN}])")
# How wide a gap is, in the size of the type; print.css says the same of ``.g``.
GAP_WIDTH = 0.18


def gap(text: str) -> SafeString:
    """Escape a text and mark the words before each gap: ``<span class="g">第</span>3级``."""
    *before, last = split_at_gaps(text)
    return format_html_join("", '<span class="g">{}</span>', ((run,) for run in before)) + escape(
        last
    )


def split_at_gaps(text: str) -> list[str]:
    """Split a text where gaps stand; a text without any is one run."""
    ends = [match.end() for match in BEFORE_GAP.finditer(text)]
    return [text[start:end] for start, end in pairwise((0, *ends, len(text)))]
