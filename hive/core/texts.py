"""Text as people paste it, made plain: one form of every character, nothing invisible."""

from __future__ import annotations

import re
import unicodedata

# What Word, Excel and browsers put where a person sees a space, a line's end or a bullet.
SPACES = re.compile("[\t\N{NO-BREAK SPACE}\N{FIGURE SPACE}\N{NARROW NO-BREAK SPACE}]")
LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]")
BULLET = "\uf0b7"
# Control, format (zero width, direction, soft hyphen) and half characters say nothing.
SILENT = {"Cc", "Cf", "Cs"}


def plain_line(pasted: str) -> str:
    """Return a name or the like: plain, on one line, with single spaces."""
    return " ".join(plain_text(pasted).split())


def plain_text(pasted: str) -> str:
    """Return the text in NFC with plain spaces and line ends, and only what can be seen."""
    text = LINE_ENDS.sub("\n", SPACES.sub(" ", pasted)).replace(BULLET, "•")
    seen = (c for c in text if c == "\n" or unicodedata.category(c) not in SILENT)
    return unicodedata.normalize("NFC", "".join(seen))
