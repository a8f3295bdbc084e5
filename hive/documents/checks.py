"""System checks: what a PDF needs on the machine is there, or nothing starts."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

# The names under which WeasyPrint looks for the library on Linux.
SUBSETTER = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.so", "libharfbuzz-subset-0")
FONTS = (
    "HiveSans-Regular.otf",
    "HiveSans-Bold.otf",
    "HiveSerif-Bold.otf",
    "HiveSansLatin-Regular.otf",
    "HiveSansLatin-Bold.otf",
    "HiveSerifLatin-Bold.otf",
)
OPENTYPE = b"OTTO"
HEADER, ENTRY = 12, 16


def check_subsetter(
    app_configs: object, *, libraries: Sequence[str] = SUBSETTER, **options: Any
) -> list[CheckMessage]:
    """Refuse to start without harfbuzz-subset: WeasyPrint is then silently eleven times slower."""
    if any(_opens(name) for name in libraries):
        return []
    return [
        Error(
            f"The library {libraries[0]} cannot be loaded; PDFs would take ten seconds each.",
            hint="Install it: apt-get install libharfbuzz-subset0",
            id="documents.E001",
        )
    ]


def check_fonts(
    app_configs: object, *, folder: Path | None = None, **options: Any
) -> list[CheckMessage]:
    """Refuse to start when a font of the product is missing or damaged."""
    home = folder or Path(settings.BASE_DIR) / "static" / "fonts"
    return [_missing(home / name) for name in _unreadable(home)]


def _opens(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _unreadable(folder: Path) -> Iterable[str]:
    return (name for name in FONTS if not _is_whole(folder / name))


def _is_whole(file: Path) -> bool:
    """Whether a file is an OpenType font whose tables all lie within it."""
    try:
        content = file.read_bytes()
    except OSError:
        return False
    if len(content) < HEADER or content[:4] != OPENTYPE:
        return False
    (tables,) = struct.unpack_from(">H", content, 4)
    directory = content[HEADER : HEADER + ENTRY * tables]
    if len(directory) < ENTRY * tables:
        return False
    tables_at = struct.iter_unpack(">8xII", directory)
    return all(start + size <= len(content) for start, size in tables_at)


def _missing(file: Path) -> CheckMessage:
    return Error(
        f"The font {file} is missing or is no OpenType font.",
        hint="Restore static/fonts from the repository, or build it: see static/fonts/README.md",
        id="documents.E002",
    )
