"""Words shaped by Pango in one go: every line of a paragraph, and how it is written."""

from __future__ import annotations

from functools import lru_cache
from itertools import count, takewhile
from types import SimpleNamespace
from typing import Any

from weasyprint.css import InitialStyle
from weasyprint.draw.text import draw_first_line
from weasyprint.matrix import Matrix
from weasyprint.text.constants import PANGO_WRAP_MODE
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, gobject, pango
from weasyprint.text.line_break import Layout, strut

from hive.documents.pdf.gaps import open_gaps
from hive.documents.pdf.glyphs import Inks, Shown, UnusualError

REGULAR, BOLD = 400, 700

# WeasyPrint makes each layout from nothing.
ffi.cdef("PangoLayout * pango_layout_copy (PangoLayout *layout);")


@lru_cache(maxsize=256)
def face_of(
    family: str, size: float, font_config: Any, *, leading: float = 0, language: str = ""
) -> Face:
    """Return a face, the same one to all who ask for the same."""
    return Face(family, size, font_config, leading=leading, language=language)


class Face:
    """Fonts by name at a size, as Pango takes them, in a weight for each kind of words."""

    def __init__(
        self, family: str, size: float, font_config: Any, *, leading: float = 0, language: str = ""
    ) -> None:
        self.size, self.leading = size, leading or size
        self._family = [name.strip() for name in family.split(",")]
        self._language = language or None
        self._font_config = font_config
        self._weights: dict[bool, Weight] = {}

    def weight(self, *, bold: bool) -> Weight:
        """Return the face in a weight."""
        if bold not in self._weights:
            self._weights[bold] = Weight(self._style(BOLD if bold else REGULAR))
        return self._weights[bold]

    def _style(self, weight: int) -> Any:
        style = InitialStyle(self._font_config)
        style["font_family"], style["lang"] = self._family, self._language
        style["font_weight"], style["font_size"] = weight, self.size
        style["line_height"] = self.leading / self.size
        return style


class Weight:
    """A face in a weight: what its layouts have in common, and where their baseline stands."""

    def __init__(self, style: Any) -> None:
        self.style = style
        self.baseline = float(strut(style)[1])
        self._pattern = Layout(style).layout
        pango.pango_layout_set_single_paragraph_mode(self._pattern, True)
        pango.pango_layout_set_wrap(self._pattern, PANGO_WRAP_MODE["WRAP_WORD_CHAR"])
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        pango.pango_attr_list_insert(attributes, pango.pango_attr_insert_hyphens_new(False))
        pango.pango_layout_set_attributes(self._pattern, attributes)

    def layout(self, text: bytes, room: float | None) -> Any:
        """Lay words out: a word that is too long breaks anywhere, without a hyphen."""
        layout = ffi.gc(pango.pango_layout_copy(self._pattern), gobject.g_object_unref)
        if room is not None:
            pango.pango_layout_set_width(layout, int(room * TO_UNITS))
        pango.pango_layout_set_text(layout, text, -1)
        open_gaps(layout, text, self.style["font_size"])
        return layout


class Typesetter:
    """Sets the words of one document: what it says twice is shaped and worked out once.

    Nothing that a document says outlives it: its lines are kept here.
    """

    def __init__(self, font_config: Any) -> None:
        self._font_config = font_config
        self._inks = Inks()
        self._set: dict[tuple[str, Face, bool, float | None], list[SetLine]] = {}

    def face(self, family: str, size: float, *, leading: float = 0, language: str = "") -> Face:
        """Return a face of the fonts that are loaded."""
        return face_of(family, size, self._font_config, leading=leading, language=language)

    def lines(
        self, words: str, face: Face, *, bold: bool = False, room: float | None = None
    ) -> list[SetLine]:
        """Set words in lines no wider than the room; without a room, in one line."""
        key = (words, face, bold, room)
        if key not in self._set:
            self._set[key] = self._shape(words.encode(), face.weight(bold=bold), room)
        return self._set[key]

    def _shape(self, text: bytes, weight: Weight, room: float | None) -> list[SetLine]:
        layout = weight.layout(text, room)
        found = (pango.pango_layout_get_line_readonly(layout, n) for n in count())
        lines = takewhile(lambda line: line != ffi.NULL, found)
        return [SetLine(layout, line, text, weight.style, self._inks) for line in lines]


class SetLine:
    """One line of a layout, which may stand in several places of its document."""

    def __init__(self, layout: Any, line: Any, text: bytes, style: Any, inks: Inks) -> None:
        # The layout owns its lines, so it lives as long as they do.
        self._layout, self._line, self._text, self._style = layout, line, text, style
        self._inks = inks
        self._shown: list[Shown] | None = None
        extents = ffi.new("PangoRectangle *")
        pango.pango_layout_line_get_extents(line, ffi.NULL, extents)
        self.width = extents.width * FROM_UNITS

    def draw(self, stream: Any, x: float, y: float) -> None:
        """Write the glyphs on a baseline that begins at a point."""
        if not self._text.strip():
            return
        stream.begin_text()
        try:
            self._show(stream, x, y)
        except UnusualError:
            draw_first_line(stream, self.textbox(), "clip", "none", Matrix(d=-1, e=x, f=y))
        stream.end_text()

    def _show(self, stream: Any, x: float, y: float) -> None:
        if self._shown is None:
            self._shown = self._inks.show(self._line, self._text, stream)
        stream.stream.append(b"1 0 0 -1 %.3f %.3f Tm" % (x, y))
        for font, size, operator in self._shown:
            stream.set_font_size(font, size)
            stream.stream.append(operator)

    def textbox(self) -> Any:
        """Return the line in the shape in which WeasyPrint writes lines."""
        text = self._text.decode()
        layout = SimpleNamespace(
            layout=self._layout, text=text, get_first_line=lambda: (self._line, None)
        )
        return SimpleNamespace(text=text, style=self._style, pango_layout=layout)
