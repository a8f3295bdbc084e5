"""Gaps between Han characters and Latin in every line that WeasyPrint sets.

Pango puts an empty object in the place of each mark: it has a width, prints nothing and is not
copied. Elements with a padding would do the same and cost a box for every run of words.
"""

from __future__ import annotations

import re
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, ffi, pango

from hive.documents.typography import GAP

# How wide a gap is, in the size of the type.
WIDTH = 0.18
MARK = re.compile(GAP.encode())

# The one function of Pango's that WeasyPrint has no use for.
ffi.cdef(
    "PangoAttribute * pango_attr_shape_new"
    " (const PangoRectangle *ink, const PangoRectangle *logical);"
)


class GappedLayout(line_break.Layout):
    """A layout that gives marks their width."""

    def set_text(self, text: str, justify: bool = False) -> None:
        """Set a text as WeasyPrint does, and open its gaps."""
        super().set_text(text, justify)
        open_gaps(self.layout, self.text.encode(), self.style["font_size"])


def open_gaps(layout: Any, text: bytes, size: float) -> None:
    """Give every mark in the text of a layout its width."""
    marks = list(MARK.finditer(text))
    if not marks:
        return
    attributes = pango.pango_layout_get_attributes(layout)
    if attributes == ffi.NULL:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    box = ffi.new("PangoRectangle *")
    box.width = int(size * WIDTH * TO_UNITS)
    for mark in marks:
        attribute = pango.pango_attr_shape_new(box, box)
        attribute.start_index, attribute.end_index = mark.span()
        pango.pango_attr_list_change(attributes, attribute)
    pango.pango_layout_set_attributes(layout, attributes)


def open_everywhere() -> None:
    """Let WeasyPrint make every layout one with gaps; doing it again changes nothing."""
    line_break.Layout = GappedLayout


def close_in_outline(document: Any) -> None:
    """Take the marks out of the bookmarks, which readers search and show in their own fonts."""
    for page in document.pages:
        page.bookmarks = [
            (level, label.replace(GAP, ""), *rest) for level, label, *rest in page.bookmarks
        ]
