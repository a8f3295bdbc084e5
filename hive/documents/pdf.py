"""Sets HTML as tagged PDF: reads our static files and nothing else, same bytes each time."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders

# Relative links in a document join to this name, which no server can have.
BASE_URL = "https://static.invalid/"
SHEETS = ("print/fonts.css", "css/tokens.css", "print/print.css")
VARIANT = "pdf/ua-1"
CONTENT_TYPES = {
    ".css": "text/css",
    ".otf": "font/otf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}


class ForbiddenResourceError(Exception):
    """A document refers to something that is not one of our static files."""


class IncompleteDocumentError(ValueError):
    """A document has no title or no language, without which it is not accessible."""


def render(html: str, *, stylesheets: Sequence[str] = SHEETS) -> bytes:
    """Set a whole HTML document with a title and a language as PDF/UA-1.

    ``stylesheets`` are paths under static/; links in the document are relative to static/ too.
    """
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    fetcher = _fetcher()
    try:
        document = HTML(string=html, base_url=BASE_URL, url_fetcher=fetcher).render(
            stylesheets=[_sheet(path) for path in stylesheets],
            font_config=_fonts(),
            pdf_variant=VARIANT,
        )
        if not document.metadata.title or not document.metadata.lang:
            raise IncompleteDocumentError("A PDF needs <title> and <html lang>.")
        pdf: bytes = document.write_pdf(pdf_variant=VARIANT)
    except FatalURLFetchingError as refusal:
        raise ForbiddenResourceError(str(refusal)) from refusal
    # WeasyPrint goes on without an image that a drawing asked for; we do not.
    if fetcher.refused:
        raise ForbiddenResourceError(", ".join(fetcher.refused))
    return pdf


def static_file(url: str) -> Path:
    """Find the static file that a URL of ours names; refuse every other URL."""
    parts = urlsplit(url)
    if f"{parts.scheme}://{parts.netloc}/" != BASE_URL:
        raise ForbiddenResourceError(f"Not a static file: {url}")
    path = unquote(parts.path).lstrip("/")
    found = finders.find(path)
    if found is None or PurePosixPath(path).suffix not in CONTENT_TYPES:
        raise ForbiddenResourceError(f"No such static file: {path}")
    return Path(found)


@cache
def _fonts() -> Any:
    """Keep the loaded fonts for the life of the process; its end removes their temporary copies."""
    from weasyprint.text.fonts import FontConfiguration

    atexit.register(_forget)
    return FontConfiguration()


@cache
def _sheet(path: str) -> Any:
    """Parse a style sheet once in the life of the process."""
    from weasyprint import CSS

    return CSS(url=BASE_URL + path, url_fetcher=_fetcher(), font_config=_fonts())


def _forget() -> None:
    _sheet.cache_clear()
    _fonts.cache_clear()


def _fetcher() -> Any:
    """Make WeasyPrint's fetcher: static files and data: only, and a refusal stops the document."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StaticFetcher(URLFetcher):
        def __init__(self) -> None:
            super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
            self.refused: list[str] = []

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            if urlsplit(url).scheme == "data":
                return super().fetch(url, headers)
            try:
                file = static_file(url)
            except ForbiddenResourceError:
                self.refused.append(url)
                raise
            # Without a content type WeasyPrint passes over a style sheet in silence.
            content_type = {"Content-Type": CONTENT_TYPES[file.suffix]}
            return URLFetcherResponse(url, file.read_bytes(), content_type)

    return StaticFetcher()
