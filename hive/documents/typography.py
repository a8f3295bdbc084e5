"""The narrow space that Chinese print sets between Han characters and Latin letters or digits."""

from __future__ import annotations

import re

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
LATIN = "A-Za-z0-9\u00c0-\u024f"
# The character before the gap carries it, so that no character is added and copies stay clean.
BEFORE_GAP = re.compile(rf"[{HAN}](?=[{LATIN}+\u2212])|[{LATIN}%](?=[{HAN}])")


def gap(text: str) -> SafeString:
    """Escape a text and mark each character before a gap: ``<span class="g">第</span>3级``."""
    last, pairs = 0, []
    for match in BEFORE_GAP.finditer(text):
        pairs.append((text[last : match.start()], match[0]))
        last = match.end()
    return format_html_join("", '{}<span class="g">{}</span>', pairs) + escape(text[last:])
