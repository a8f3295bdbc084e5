"""The narrow space that Chinese print sets between Han characters and Latin letters or digits."""

from __future__ import annotations

import re

# A line may break here; the PDF pen opens a gap in its place, so that copies stay clean.
GAP = "\u200b"
HAN = "\u3400-\u4dbf\u4e00-\u9fff"
LATIN = "A-Za-z0-9\u00c0-\u024f"
BEFORE_GAP = re.compile(rf"[{HAN}](?=[{LATIN}+\u2212])|[{LATIN}%](?=[{HAN}])")


def mark_gaps(text: str) -> str:
    """Put a mark where a gap belongs: ``第3级`` becomes ``第<GAP>3<GAP>级``."""
    return BEFORE_GAP.sub(rf"\g<0>{GAP}", text)
