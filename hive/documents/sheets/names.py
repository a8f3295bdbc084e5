"""What a text must leave out to stand in a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST_NAME = 31
LONGEST_TEXT = 32_767
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
# Everything that XML 1.0 has no sign for.
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Excel reads _x000D_ in a text as the sign with that number, so an underscore before one is
# written by its own number.
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
MISTAKABLE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def clean(text: str) -> str:
    """Leave out what no workbook can hold; lines end in one way only."""
    return ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST_TEXT]


def escape(text: str) -> str:
    """Write a text so that Excel shows it word for word."""
    return MISTAKABLE.sub("_x005F_", clean(text))


def unescape(text: str) -> str:
    """Read back what ``escape`` or Excel wrote."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Return names that Excel takes: no forbidden signs, not too long, each once."""
    names: list[str] = []
    for text in wanted:
        name = FORBIDDEN.sub(" ", " ".join(clean(text).split())).strip("' ")[:LONGEST_NAME]
        name = name.rstrip("' ") or "-"
        count, base = 1, name
        while name.casefold() in {taken.casefold() for taken in names}:
            count += 1
            name = f"{base[: LONGEST_NAME - len(str(count)) - 1]} {count}"
        names.append(name)
    return names
