"""Word and Excel files as the zip files they are: read with care, and never trusted."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO

from hive.documents.refusals import Reason, Unacceptable

MOST_ENTRIES = 200
LONGEST_ENTRY = 1024
MOST_UNPACKED = 100 * 2**20
MOST_RATIO = 100
# A part smaller than this may be as repetitive as it likes.
SMALL_PART = 2**20
CHUNK = 2**16

END_OF_DIRECTORY = b"PK\x05\x06"
END = struct.Struct("<4s4H2LH")
LONG_DIRECTORY = b"PK\x06\x07"
LONG_LOCATOR = 20
LOCAL_HEADER = 30
ENCRYPTED = 0x1

CONTENT_TYPES = "[Content_Types].xml"
HOMES = {"word/": "docx", "xl/": "xlsx"}
MACROS = ("vbaproject", "vbadata", "/activex/", "/macrosheets/")
# What Word, Excel and WPS put into their files.
ENDINGS = set(
    "xml rels vml bin png jpg jpeg jpe jfif gif bmp tif tiff emf wmf emz wmz wdp svg "
    "odttf ttf otf fntdata docx xlsx pptx".split()
)
MACRO_TYPE = re.compile(rb"macroEnabled|vbaProject|ms-office\.activeX", re.IGNORECASE)


def read_directory(file: IO[bytes]) -> str:
    """Say whether a zip file is a "docx" or an "xlsx", by its directory alone.

    Nothing is unpacked. What the directory says is believed only to refuse: ``unpack`` reads the
    parts themselves, in a child.
    """
    parts = _parts(file)
    _check_sizes(parts, file.seek(0, 2))
    _check_places(parts)
    return _kind([_checked_name(part) for part in parts])


def unpack(payload: bytes) -> bytes:
    """Read every part of a package to its end; the child's task. Refuses what is not as declared.

    A part is read to the size that the directory declares and no further; if it goes on, its
    checksum is wrong.
    """
    try:
        with zipfile.ZipFile(BytesIO(payload)) as package:
            for part in package.infolist():
                with package.open(part) as content:
                    start = content.read(CHUNK)
                    _check_part(part.filename, start)
                    while content.read(CHUNK):
                        pass
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise Unacceptable(Reason.DAMAGED) from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]  # it is there, undeclared
        raise Unacceptable(Reason.DAMAGED) from error
    return b""


def _parts(file: IO[bytes]) -> Sequence[zipfile.ZipInfo]:
    """Read the directory, once its own size is known to be small."""
    size = file.seek(0, 2)
    if size < END.size + LONG_LOCATOR:
        raise Unacceptable(Reason.DAMAGED)
    file.seek(size - END.size - LONG_LOCATOR)
    locator = file.read(LONG_LOCATOR)
    mark, disk, first, here, entries, length, start, comment = END.unpack(file.read(END.size))
    if mark != END_OF_DIRECTORY or disk or first or here != entries or comment:
        raise Unacceptable(Reason.DAMAGED)
    if start + length + END.size != size or locator.startswith(LONG_DIRECTORY):
        raise Unacceptable(Reason.DAMAGED)
    if entries > MOST_ENTRIES or length > entries * LONGEST_ENTRY:
        raise Unacceptable(Reason.ENTRIES)
    try:
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError) as error:
        raise Unacceptable(Reason.DAMAGED) from error
    if len(parts) != entries or package.start_dir != start:
        raise Unacceptable(Reason.DAMAGED)
    return parts


def _check_sizes(parts: Sequence[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    if unpacked > min(MOST_UNPACKED, MOST_RATIO * size):
        raise Unacceptable(Reason.UNPACKED)
    for part in parts:
        if part.flag_bits & ENCRYPTED:
            raise Unacceptable(Reason.ENCRYPTED)
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unacceptable(Reason.DAMAGED)
        if part.file_size > max(SMALL_PART, MOST_RATIO * part.compress_size):
            raise Unacceptable(Reason.UNPACKED)


def _check_places(parts: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse parts that share bytes, and anything in front of the first part."""
    end = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end or (end == 0 and part.header_offset):
            raise Unacceptable(Reason.MIXED)
        end = part.header_offset + LOCAL_HEADER + len(part.orig_filename) + part.compress_size


def _checked_name(part: zipfile.ZipInfo) -> str:
    name = part.orig_filename
    path = PurePosixPath(name)
    if "\\" in name or "\0" in name or ":" in name or path.is_absolute() or ".." in path.parts:
        raise Unacceptable(Reason.FOREIGN)
    if any(mark in f"/{name.casefold()}" for mark in MACROS):
        raise Unacceptable(Reason.MACROS)
    if not part.is_dir() and path.suffix.lstrip(".").casefold() not in ENDINGS:
        raise Unacceptable(Reason.FOREIGN)
    return name


def _kind(names: Sequence[str]) -> str:
    if len({name.casefold() for name in names}) != len(names):
        raise Unacceptable(Reason.FOREIGN)
    found = {kind for home, kind in HOMES.items() if any(name.startswith(home) for name in names)}
    if CONTENT_TYPES not in names or not found:
        raise Unacceptable(Reason.UNKNOWN)
    if len(found) > 1:
        raise Unacceptable(Reason.MIXED)
    return found.pop()


def _check_part(name: str, start: bytes) -> None:
    """Look at the first bytes of a part: types that mean macros, programs under another name."""
    if name == CONTENT_TYPES and MACRO_TYPE.search(start):
        raise Unacceptable(Reason.MACROS)
    if start.startswith((b"MZ", b"\x7fELF", b"#!")):
        raise Unacceptable(Reason.FOREIGN)
