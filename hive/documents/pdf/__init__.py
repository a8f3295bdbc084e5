"""Sets HTML as tagged PDF: reads our static files and nothing else, same bytes each time."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from types import MappingProxyType
from typing import Any, Protocol

from hive.documents.drawing import Drawing
from hive.documents.embedded import Embedded
from hive.documents.panels import Panel
from hive.documents.pdf import markup
from hive.documents.pdf.fetching import (
    BASE_URL,
    ForbiddenResourceError,
    make_fetcher,
    static_file,
)
from hive.documents.pdf.figures import place_figures
from hive.documents.tables import Table

__all__ = [
    "SHEETS",
    "ForbiddenResourceError",
    "IncompleteDocumentError",
    "Setter",
    "render",
    "static_file",
]

SHEETS = ("print/fonts.css", "css/tokens.css", "print/print.css")
VARIANT = "pdf/ua-1"


class Setter(Protocol):
    """Whatever sets documents as ``render`` does."""

    def __call__(
        self,
        html: str,
        *,
        stylesheets: Sequence[str] = ...,
        drawings: Mapping[str, Embedded] = ...,
    ) -> bytes: ...


class IncompleteDocumentError(ValueError):
    """A document has no title or no language, without which it is not accessible."""


def render(
    html: str,
    *,
    stylesheets: Sequence[str] = SHEETS,
    drawings: Mapping[str, Embedded] = MappingProxyType({}),
) -> bytes:
    """Set a whole HTML document with a title and a language as PDF/UA-1.

    ``stylesheets`` are paths under static/; links in the document are relative to static/ too.
    ``drawings`` are images, tables and panels by the names that stand as their sources.
    """
    from weasyprint.urls import FatalURLFetchingError

    fetcher = make_fetcher()
    try:
        with _uncollected():
            pdf = _set(html, tuple(stylesheets), drawings, fetcher)
    except FatalURLFetchingError as refusal:
        raise ForbiddenResourceError(str(refusal)) from refusal
    # WeasyPrint goes on without an image that a drawing asked for; we do not.
    if fetcher.refused:
        raise ForbiddenResourceError(", ".join(fetcher.refused))
    return pdf


def _set(
    html: str, stylesheets: tuple[str, ...], drawings: Mapping[str, Embedded], fetcher: Any
) -> bytes:
    from hive.documents.pdf.gaps import close_in_outline

    # The sheet brings the fonts in which the pictures are set.
    sheet = _sheet(stylesheets)
    pictures = _pictures(drawings)
    document = markup.read(html, fetcher).render(
        stylesheets=[sheet],
        font_config=_fonts(),
        pdf_variant=VARIANT,
        cache=pictures,
    )
    _tag_blocks(document)
    close_in_outline(document)
    if not document.metadata.title or not document.metadata.lang:
        raise IncompleteDocumentError("A PDF needs <title> and <html lang>.")
    pdf: bytes = document.write_pdf(pdf_variant=VARIANT, finisher=_finish)
    # WeasyPrint's circles hold on to them; without, they are gone at once and not collected later.
    pictures.clear()
    return pdf


def _pictures(drawings: Mapping[str, Embedded]) -> dict[str, Any]:
    """Put what a document embeds into the shape in which WeasyPrint knows images."""
    from hive.documents.pdf.panels import SetPanel
    from hive.documents.pdf.paragraphs import Typesetter
    from hive.documents.pdf.pen import Picture
    from hive.documents.pdf.tables import SetTable

    pens: dict[type, Any] = {Drawing: Picture, Panel: SetPanel, Table: SetTable}
    typesetter = Typesetter(_fonts())
    return {name: pens[type(part)](part, typesetter) for name, part in drawings.items()}


def _tag_blocks(document: Any) -> None:
    """Put the structure of every table and panel into the box that was laid out for it."""
    from hive.documents.pdf.cells import SetBlock

    for page in document.pages:
        for box in page._page_box.descendants():
            replacement = getattr(box, "replacement", None)
            if isinstance(replacement, SetBlock):
                replacement.tag(box)


def _finish(document: Any, pdf: Any) -> None:
    """Complete what WeasyPrint's tags leave out or say otherwise than readers expect."""
    place_figures(document, pdf)
    _name_languages(document, pdf)
    pdf.write = partial(_write, pdf)


def _write(pdf: Any, output: Any, *options: Any) -> None:
    """Write the file in pydyf's stead, and end the circle that asking for it was."""
    from hive.documents.pdf.writing import file_of

    del pdf.write
    output.write(file_of(pdf))


def _name_languages(document: Any, pdf: Any) -> None:
    """Give each article the language that it names; WeasyPrint gives one to the whole alone.

    An article has one structure element on every page that it stands on.
    """
    from pydyf import Dictionary, String

    boxes = [box for page in document.pages for box in page._page_box.descendants()]
    languages = [box.element.get("lang") for box in boxes if box.element_tag == "article"]
    elements = [o for o in pdf.objects if isinstance(o, Dictionary) and o.get("S") == "/Art"]
    for element, language in zip(elements, languages, strict=True):
        if language and language != document.metadata.lang:
            element["Lang"] = String(language)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from walking a growing document, which lives until it is set."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@cache
def _fonts() -> Any:
    """Keep the loaded fonts for the life of the process; its end removes their temporary copies."""
    from weasyprint.text.fonts import FontConfiguration

    from hive.documents.pdf.gaps import open_everywhere

    open_everywhere()
    atexit.register(_forget)
    return FontConfiguration()


@cache
def _sheet(paths: tuple[str, ...]) -> Any:
    """Parse style sheets once in the life of the process, as one: each costs every element time."""
    from weasyprint import CSS

    imports = "".join(f'@import url("{path}");' for path in paths)
    return CSS(string=imports, base_url=BASE_URL, url_fetcher=make_fetcher(), font_config=_fonts())


def _forget() -> None:
    from hive.documents.pdf.paragraphs import face_of

    face_of.cache_clear()
    _sheet.cache_clear()
    _fonts.cache_clear()
