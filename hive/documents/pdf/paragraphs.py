"""Words shaped by Pango in one go: every line of a paragraph, as WeasyPrint draws lines."""

from __future__ import annotations

from functools import lru_cache
from itertools import count, takewhile
from typing import Any

from weasyprint.css import InitialStyle
from weasyprint.draw.text import draw_first_line
from weasyprint.matrix import Matrix
from weasyprint.text.constants import PANGO_WRAP_MODE
from weasyprint.text.ffi import TO_UNITS, ffi, pango
from weasyprint.text.line_break import line_size, strut

from hive.documents.pdf.gaps import GappedLayout

REGULAR, BOLD = 400, 700


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
        weight = BOLD if bold else REGULAR
        if weight not in self._styles:
            style = self._styles[weight] = InitialStyle(self._font_config)
            style["font_family"], style["lang"] = self._family, self._language
            style["font_weight"], style["font_size"] = weight, self.size
            style["line_height"] = self.leading / self.size
        return self._styles[weight]

    def baseline(self, *, bold: bool) -> float:
        """Return how far below the top of a line its baseline stands."""
        return float(strut(self.style(bold=bold))[1])


@lru_cache(maxsize=512)
def paragraph_of(words: str, face: Face, *, bold: bool, room: float) -> Paragraph:
    """Return a paragraph, the same one wherever a document says the same in the same room."""
    return Paragraph(words, face, bold=bold, room=room)


class Paragraph:
    """Words in lines no wider than the room; without a room, in one line."""

    def __init__(
        self, words: str, face: Face, *, bold: bool = False, room: float | None = None
    ) -> None:
        style = face.style(bold=bold)
        layout = GappedLayout(style)
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
        if room is not None:
            _break_within(layout.layout, room)
        layout.set_text(words)
        self.lines = _lines(layout, style)


class SetLine:
    """One line of a layout, in the shape in which WeasyPrint draws lines."""

    def __init__(self, layout: Any, line: Any, style: Any) -> None:
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
        stream.begin_text()
        draw_first_line(stream, self, "clip", "none", Matrix(d=-1, e=x, f=y))
        stream.end_text()


def _break_within(layout: Any, room: float) -> None:
    """Break lines between words; a word that is too long breaks anywhere, without a hyphen."""
    pango.pango_layout_set_width(layout, int(room * TO_UNITS))
    pango.pango_layout_set_wrap(layout, PANGO_WRAP_MODE["WRAP_WORD_CHAR"])
    attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    pango.pango_attr_list_insert(attributes, pango.pango_attr_insert_hyphens_new(False))
    pango.pango_layout_set_attributes(layout, attributes)


def _lines(layout: Any, style: Any) -> list[SetLine]:
    found = (pango.pango_layout_get_line_readonly(layout.layout, n) for n in count())
    lines = takewhile(lambda line: line != ffi.NULL, found)
    return [SetLine(layout, line, style) for line in lines]
