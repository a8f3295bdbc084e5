"""What a scorecard's file depends on, as one digest: what it says, and what sets it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from reports.scorecard.parts import Scorecard

# Whatever of the house and of the libraries has a hand in setting a card.
PATTERNS = (
    "hive/documents/**/*.py", "reports/charts/**/*.py", "reports/scorecard/**/*.py",
    "reports/templatetags/*.py", "templates/print/*.html", "static/print/*.css",
    "static/css/tokens.css", "static/fonts/**/*.*", "locale/**/*.mo",
)  # fmt: skip
LIBRARIES = ("weasyprint", "pydyf", "fonttools", "Django")


def inputs_of(card: Scorecard) -> str:
    """Return the SHA-256 of everything that decides on the bytes of a card's file."""
    return hashlib.sha256(f"{setting()}\n{card!r}".encode()).hexdigest()


@cache
def setting() -> str:
    """Return the SHA-256 of code, templates, styles, fonts and libraries, once in a process."""
    digest = hashlib.sha256()
    for name in LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    for path in sorted(_files()):
        digest.update(f"{path.relative_to(settings.BASE_DIR)}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for pattern in PATTERNS:
        yield from settings.BASE_DIR.glob(pattern)
