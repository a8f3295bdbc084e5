"""Writes the glyphs of shaped lines as operators, each glyph of a font worked out once a document.

WeasyPrint works out every glyph of every line anew. What is rare in our papers is left to it:
letters that no font has, glyphs that are raised, colours, bitmaps, and lines from right to left.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, ffi, pango

# A glyph as Pango keeps it: which one, its width, how far it is moved; the rest is passed over.
GLYPH = struct.Struct("=Iiii4x")
# Before this version Pango told sizes wrongly, which WeasyPrint knows how to mend.
EXACT_SINCE = 14802

Glyph = tuple[int, int, int, int]
# The name of a font in the document, a size, and the operator that shows glyphs of it.
Shown = tuple[str, float, bytes]


class UnusualError(Exception):
    """A line has what only WeasyPrint knows how to write."""


class Ink:
    """A font at a size: its glyphs as they stand in strings, with the moves of the pen after them.

    What WeasyPrint must know of a glyph to embed its font is noted with the font.
    """

    def __init__(self, pango_font: Any, stream: Any) -> None:
        self._pango_font, self._stream = pango_font, stream
        self.font, self.size = stream.add_font(pango_font)
        self._written: dict[Glyph, str] = {}
        font = self.font
        if font.png or font.svg or font.colr or font.bitmap:
            raise UnusualError(font.family)

    def string(self, run: Any, text: bytes) -> str:
        """Return the glyphs of a run as strings and moves of the pen."""
        glyphs = run.glyphs
        size = glyphs.num_glyphs * GLYPH.size
        found = list(GLYPH.iter_unpack(ffi.buffer(glyphs.glyphs, size)))
        written = self._written
        for place, glyph in enumerate(found):
            if glyph not in written:
                written[glyph] = self._write(glyph, run, place, text)
        return f"<{''.join([written[glyph] for glyph in found])}>".removesuffix("<>")

    def _write(self, glyph: Glyph, run: Any, place: int, text: bytes) -> str:
        number, width, across, up = glyph
        if number == pango.PANGO_GLYPH_EMPTY:
            return f">{-width / self.size}<"
        if number & pango.PANGO_GLYPH_UNKNOWN_FLAG or up:
            raise UnusualError(hex(number))
        if number not in self.font.to_unicode:
            self.font.to_unicode[number] = _letters(run, place, text)
        if number not in self.font.widths:
            self.font.widths[number] = self._width(number)
        moved = across / self.size
        before = f">{-moved}<" if moved else ""
        kerning = self.font.widths[number] + moved - width * 1000 * FROM_UNITS / self.size
        after = f">{int(kerning)}<" if kerning else ""
        return f"{before}{number:04x}{after}"

    def _width(self, number: int) -> int:
        """Return the width of a glyph by itself, in thousandths of its size."""
        box = self._stream.logical_rect
        pango.pango_font_get_glyph_extents(self._pango_font, number, self._stream.ink_rect, box)
        return round(box.width * 1000 * FROM_UNITS / self.size)


class Inks:
    """The fonts of one document, as its lines ask for them.

    A line keeps its fonts alive and the document its lines, so addresses name fonts.
    """

    def __init__(self) -> None:
        self._inks: dict[Any, Ink] = {}

    def show(self, line: Any, text: bytes, stream: Any) -> list[Shown]:
        """Return the operators that show a line, font by font."""
        if pango.pango_version() < EXACT_SINCE:
            raise UnusualError("The sizes of fonts are not known.")
        runs = ((self._ink(run, stream), run) for run in _runs(line))
        return [
            (ink.font.hash, ink.size, b"[%s] TJ" % _joined(ink, those, text))
            for ink, those in groupby(runs, itemgetter(0))
        ]

    def _ink(self, run: Any, stream: Any) -> Ink:
        analysis = run.item.analysis
        if analysis.level % 2:
            raise UnusualError("A line from right to left.")
        if analysis.font not in self._inks:
            self._inks[analysis.font] = Ink(analysis.font, stream)
        return self._inks[analysis.font]


def _joined(ink: Ink, runs: Iterator[tuple[Ink, Any]], text: bytes) -> bytes:
    return "".join([ink.string(run, text) for _, run in runs]).encode()


def _runs(line: Any) -> Iterator[Any]:
    run = line.runs
    while run != ffi.NULL:
        yield run.data
        run = run.next


def _letters(run: Any, place: int, text: bytes) -> str:
    """Return the letters that a glyph stands for."""
    begins = run.glyphs.log_clusters
    is_last = place == run.glyphs.num_glyphs - 1
    end = run.item.length if is_last else begins[place + 1]
    offset = run.item.offset
    return text[offset + begins[place] : offset + end].decode()
