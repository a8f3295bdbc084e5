"""A PDF as a reader meets it: every letter in its place, and the tags that say what it belongs to.

The letters come from PDFium, which draws them; the tags from pypdf. Both name the marks between.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any

import pypdfium2.raw as pdfium
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

# In a content stream: the font that is chosen, or glyphs of it, two bytes for each.
SHOWN = re.compile(rb"(/\S+) \S+ Tf|<((?:[0-9A-Fa-f]{4})+)>")
INVISIBLE = 3
HIGH, LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
UNTAGGED = -1


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in points from the lower left corner of its page; ``base`` is where it stands.

    ``mark`` is the number of the marked content that it belongs to, ``is_mapped`` whether the
    font says what it stands for.
    """

    sign: str
    left: float
    bottom: float
    right: float
    top: float
    base: float
    size: float
    mark: int
    is_visible: bool
    is_mapped: bool


@dataclass(frozen=True)
class Page:
    """A page with its letters in the order in which they are written.

    ``blanks`` counts the letters that no font had a glyph for.
    """

    number: int
    width: float
    height: float
    letters: tuple[Letter, ...]
    blanks: int

    def marked(self, marks: Sequence[int]) -> list[Letter]:
        """Return the letters of some marks, in the order of the marks."""
        return [letter for mark in marks for letter in self._by_mark.get(mark, ())]

    @cached_property
    def _by_mark(self) -> Mapping[int, Sequence[Letter]]:
        found: dict[int, list[Letter]] = {}
        for letter in self.letters:
            found.setdefault(letter.mark, []).append(letter)
        return found


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the tags: its kind without the slash, the words in its place, what it holds.

    ``marks`` are its own, each with the number of its page; ``children`` the elements within.
    ``box`` is where a figure says it stands: left, bottom, right, top.
    """

    kind: str
    alt: str
    marks: tuple[tuple[int, int], ...]
    children: tuple[Element, ...]
    box: tuple[float, ...] = ()

    def walk(self) -> Iterator[Element]:
        """Yield this element and all within, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, *kinds: str) -> list[Element]:
        """Return the elements of some kinds within, or this one itself."""
        return [each for each in self.walk() if each.kind in kinds]


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole PDF."""

    pages: tuple[Page, ...]
    root: Element

    def letters(self, element: Element) -> list[Letter]:
        """Return the letters of an element and of all within it."""
        marks = [mark for each in element.walk() for mark in each.marks]
        return [letter for page, mark in marks for letter in self.pages[page].marked([mark])]

    def text(self, element: Element) -> str:
        """Return the words of an element without any space between or within them."""
        return spaceless("".join(letter.sign for letter in self.letters(element)))

    def pieces(self, element: Element) -> list[str]:
        """Return the words of an element as far as they stand together, without their spaces."""
        pieces: list[str] = []
        before: Letter | None = None
        for letter in self.letters(element):
            if before is not None and _goes_on(before, letter):
                pieces[-1] += letter.sign
            else:
                pieces.append(letter.sign)
            before = letter
        return pieces

    def pages_of(self, element: Element) -> set[int]:
        """Return the numbers of the pages that an element stands on."""
        return {page for each in element.walk() for page, _mark in each.marks}

    def tables(self) -> Iterator[tuple[Element, list[list[str]]]]:
        """Yield every table with the words of its cells, row by row."""
        for table in self.root.all("Table"):
            rows = [row.all("TH", "TD") for row in table.all("TR")]
            yield table, [[self.text(cell) for cell in row] for row in rows]


def read(pdf: bytes) -> Paper:
    """Read a PDF."""
    reader = PdfReader(BytesIO(pdf))
    blanks = [_blanks(page) for page in reader.pages]
    with PdfDocument(pdf) as document:
        pages = tuple(_page(n, page, blanks[n]) for n, page in enumerate(document))
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages)}
    root: Any = reader.trailer["/Root"]
    return Paper(pages, _element(root["/StructTreeRoot"], numbers))


def spaceless(text: str) -> str:
    """Take every space out: what of it is written and what is a gap is up to the setter."""
    return "".join(text.split())


def _goes_on(before: Letter, letter: Letter) -> bool:
    """Whether a letter stands beside the one before it, less than a wide space away."""
    gap = letter.left - before.right
    return abs(letter.base - before.base) < letter.size / 4 and abs(gap) < letter.size / 2


def _sign(text: PdfTextPage, n: int) -> str:
    """Return a character; of one that PDFium tells in two halves, the whole and then nothing."""
    code = pdfium.FPDFText_GetUnicode(text, n)
    if code in LOW:
        return ""
    low = pdfium.FPDFText_GetUnicode(text, n + 1) if code in HIGH else 0
    return chr(0x10000 + ((code - HIGH.start) << 10) + low - LOW.start) if low else chr(code)


def _blanks(page: Any) -> int:
    """Count the glyphs that the font which they are taken from does not hold."""
    fonts = {name.encode(): _count(font) for name, font in page["/Resources"]["/Font"].items()}
    content, count, held = page.get_contents().get_data(), 0, 0
    for name, glyphs in SHOWN.findall(content):
        held = fonts[name] if name else held
        numbers = (int(glyphs[n : n + 4], 16) for n in range(0, len(glyphs), 4))
        count += sum(number == 0 or number >= held for number in numbers)
    return count


def _count(font: Any) -> int:
    """Count the glyphs of an embedded font."""
    (inner,) = font.get_object()["/DescendantFonts"]
    descriptor = inner.get_object()["/FontDescriptor"]
    file = next(descriptor[key] for key in ("/FontFile3", "/FontFile2") if key in descriptor)
    with TTFont(BytesIO(file.get_object().get_data()), lazy=True) as opened:
        return int(opened["maxp"].numGlyphs)


def _page(number: int, page: PdfPage, blanks: int) -> Page:
    text = page.get_textpage()
    letters = tuple(_letters(text))
    text.close()
    width, height = page.get_size()
    page.close()
    return Page(number, width, height, letters, blanks)


def _letters(text: PdfTextPage) -> Iterator[Letter]:
    matrix, x, y = pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    for n in range(text.count_chars()):
        sign = _sign(text, n)
        if not sign or pdfium.FPDFText_IsGenerated(text, n) or sign.isspace():
            continue
        written = pdfium.FPDFText_GetTextObject(text, n)
        pdfium.FPDFText_GetMatrix(text, n, matrix)
        pdfium.FPDFText_GetCharOrigin(text, n, x, y)
        left, bottom, right, top = text.get_charbox(n)
        yield Letter(
            sign, left, bottom, right, top, y.value,
            pdfium.FPDFText_GetFontSize(text, n) * abs(matrix.d),
            pdfium.FPDFPageObj_GetMarkedContentID(written),
            pdfium.FPDFTextObj_GetTextRenderMode(written) != INVISIBLE,
            not pdfium.FPDFText_HasUnicodeMapError(text, n),
        )  # fmt: skip


def _element(node: Any, pages: dict[int, int], page: int = UNTAGGED) -> Element:
    node = node.get_object()
    page = pages.get(node.raw_get("/Pg").idnum, page) if "/Pg" in node else page
    kids = node.get("/K", [])
    marks: list[tuple[int, int]] = []
    children: list[Element] = []
    for kid in kids if isinstance(kids, list) else [kids]:
        held = kid.get_object()
        if isinstance(held, int):
            marks.append((page, int(held)))
        elif "/MCID" in held:
            its = pages[held.raw_get("/Pg").idnum] if "/Pg" in held else page
            marks.append((its, int(held["/MCID"])))
        elif "/S" in held:
            children.append(_element(held, pages, page))
    kind, alt = str(node.get("/S", "")).lstrip("/"), str(node.get("/Alt", ""))
    box = tuple(map(float, node["/A"].get("/BBox", ()))) if kind == "Figure" else ()
    return Element(kind, alt, tuple(marks), tuple(children), box)
