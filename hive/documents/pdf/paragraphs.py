"""Paragraphs shaped by Pango in one go: every line of them, with gaps between scripts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import count, takewhile
from typing import Any

from hive.documents.typography import GAP_WIDTH

REGULAR, BOLD = 400, 700
# Pango puts an object of our width in the place of this character; it never reaches the document.
MARK = "\u200b"


@lru_cache(maxsize=256)
def face_of(
    family: str, size: float, font_config: Any, *, leading: float = 0, language: str = ""
) -> Face:
    """Return a face, the same one to all who ask for the same."""
    return Face(family, size, font_config, leading=leading, language=language)


class Face:
    """Fonts by name at a size, as Pango takes them, and where their baseline stands in a line."""

    def __init__(
        self, family: str, size: float, font_config: Any, *, leading: float = 0, language: str = ""
    ) -> None:
        self.size, self.leading = size, leading or size
        self._family = [name.strip() for name in family.split(",")]
        self._language = language or None
        self._font_config = font_config
        self._styles: dict[int, Any] = {}

    def style(self, *, bold: bool) -> Any:
        """Return the style of a weight for WeasyPrint's layouts."""
        from weasyprint.css import InitialStyle

        weight = BOLD if bold else REGULAR
        if weight not in self._styles:
            style = self._styles[weight] = InitialStyle(self._font_config)
            style["font_family"], style["lang"] = self._family, self._language
            style["font_weight"], style["font_size"] = weight, self.size
            style["line_height"] = self.leading / self.size
        return self._styles[weight]

    def baseline(self, *, bold: bool) -> float:
        """Return how far below the top of a line its baseline stands."""
        from weasyprint.text.line_break import strut

        return float(strut(self.style(bold=bold))[1])


class Paragraph:
    """Runs of words with gaps between them, in lines no wider than the room, if there is one."""

    def __init__(
        self, runs: Sequence[str], face: Face, *, bold: bool = False, room: float | None = None
    ) -> None:
        from weasyprint.text.constants import PANGO_WRAP_MODE
        from weasyprint.text.ffi import TO_UNITS, pango
        from weasyprint.text.line_break import Layout

        style = face.style(bold=bold)
        layout = Layout(style)
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
        if room is not None:
            pango.pango_layout_set_width(layout.layout, int(room * TO_UNITS))
            pango.pango_layout_set_wrap(layout.layout, PANGO_WRAP_MODE["WRAP_WORD_CHAR"])
        attributes = _attributes(runs, face.size * GAP_WIDTH)
        pango.pango_layout_set_attributes(layout.layout, attributes)
        layout.set_text(MARK.join(runs))
        self.lines = _lines(layout, style)


class SetLine:
    """One line of a layout, in the shape in which WeasyPrint draws lines."""

    def __init__(self, layout: Any, line: Any, style: Any) -> None:
        from weasyprint.text.line_break import line_size

        self._line, self.style = line, style
        # The layout owns its lines, so it lives as long as they do.
        self._layout = layout
        self.pango_layout, self.layout, self.text = self, layout.layout, layout.text
        self.width, _ = line_size(line, style)

    def get_first_line(self) -> tuple[Any, None]:
        """Return this line, whichever of the layout's it is."""
        return self._line, None

    def draw(self, stream: Any, x: float, y: float) -> None:
        """Write the glyphs on a baseline that begins at a point."""
        from weasyprint.draw.text import draw_first_line
        from weasyprint.matrix import Matrix

        stream.begin_text()
        draw_first_line(stream, self, "clip", "none", Matrix(d=-1, e=x, f=y))
        stream.end_text()


def _lines(layout: Any, style: Any) -> list[SetLine]:
    from weasyprint.text.ffi import ffi, pango

    found = (pango.pango_layout_get_line_readonly(layout.layout, n) for n in count())
    return [
        SetLine(layout, line, style) for line in takewhile(lambda line: line != ffi.NULL, found)
    ]


def _attributes(runs: Sequence[str], gap: float) -> Any:
    """Give the marks between runs their width, and let no hyphen stand where a long word breaks.

    The marks print nothing and are not copied.
    """
    from weasyprint.text.ffi import TO_UNITS, ffi, pango

    attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    pango.pango_attr_list_insert(attributes, pango.pango_attr_insert_hyphens_new(False))
    box = ffi.new("PangoRectangle *")
    box.width = int(gap * TO_UNITS)
    end = 0
    for run in runs[:-1]:
        start = end + len(run.encode())
        end = start + len(MARK.encode())
        attribute = _shapes()(box, box)
        attribute.start_index, attribute.end_index = start, end
        pango.pango_attr_list_insert(attributes, attribute)
    return attributes


@cache
def _shapes() -> Any:
    """Declare the one function of Pango's that WeasyPrint has no use for."""
    from weasyprint.text.ffi import ffi, pango

    ffi.cdef(
        "PangoAttribute * pango_attr_shape_new"
        " (const PangoRectangle *ink, const PangoRectangle *logical);"
    )
    return pango.pango_attr_shape_new
