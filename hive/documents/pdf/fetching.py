"""What a document may read: our static files and data: URLs, nothing else."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders

# Relative links in a document join to this name, which no server can have.
BASE_URL = "https://static.invalid/"
CONTENT_TYPES = {
    ".css": "text/css",
    ".otf": "font/otf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}


class ForbiddenResourceError(Exception):
    """A document refers to something that is not one of our static files."""


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


def make_fetcher() -> Any:
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
