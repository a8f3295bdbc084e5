"""Looking at a foreign XLSX file before anything opens it: how much it would become."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from enum import StrEnum
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

LARGEST_FILE = 2 * 2**20
MOST_ENTRIES = 200
MOST_BYTES = 20 * 2**20
HIGHEST_RATIO = 100
# A small file may be as repetitive as it likes.
SMALL = 2**16
MOST_TAGS = 400_000

OLD_EXCEL = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
LOCAL_HEADER = struct.Struct("<4s22xHH")
IS_ENCRYPTED = 1


class Fault(StrEnum):
    """Why a file is not read."""

    TOO_LARGE = "too_large"
    NOT_A_WORKBOOK = "not_a_workbook"
    OLD_FORMAT = "old_format"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    BLOWN_UP = "blown_up"
    TOO_MANY_CELLS = "too_many_cells"
    MACROS = "macros"
    LINKED = "linked"
    ENTITIES = "entities"
    BREAKS_DOWN = "breaks_down"


class Unreadable(ValueError):
    """A file that is not read; str() is the name of its fault."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.value)


def check(content: bytes) -> None:
    """Refuse whatever is no plain, small XLSX file; at most 20 MB are ever inflated."""
    if len(content) > LARGEST_FILE:
        raise Unreadable(Fault.TOO_LARGE)
    if content.startswith(OLD_EXCEL):
        raise Unreadable(Fault.ENCRYPTED if ENCRYPTED in content else Fault.OLD_FORMAT)
    entries = _entries(content)
    _check_directory(entries, len(content))
    tags = 0
    for entry, inflated in _inflated(content, entries):
        if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            tags += _tags(inflated)
    if tags > MOST_TAGS:
        raise Unreadable(Fault.TOO_MANY_CELLS)


def _entries(content: bytes) -> list[ZipInfo]:
    if not content.startswith(b"PK\x03\x04"):
        raise Unreadable(Fault.NOT_A_WORKBOOK)
    try:
        with ZipFile(BytesIO(content)) as archive:
            return archive.infolist()
    except (BadZipFile, NotImplementedError, UnicodeDecodeError, struct.error) as error:
        raise Unreadable(Fault.DAMAGED) from error


def _check_directory(entries: list[ZipInfo], size: int) -> None:
    names = [entry.filename.lower() for entry in entries]
    if len(names) > MOST_ENTRIES:
        raise Unreadable(Fault.BLOWN_UP)
    if "[content_types].xml" not in names or not any(n.startswith("xl/") for n in names):
        raise Unreadable(Fault.NOT_A_WORKBOOK)
    if len(set(names)) < len(names):
        raise Unreadable(Fault.DAMAGED)
    if any(re.search(r"vbaproject|/(macrosheets|activex|embeddings)/", name) for name in names):
        raise Unreadable(Fault.MACROS)
    if any(re.match(r"xl/(externallinks/|connections\.xml|querytables/)", n) for n in names):
        raise Unreadable(Fault.LINKED)
    if any(entry.flag_bits & IS_ENCRYPTED for entry in entries):
        raise Unreadable(Fault.ENCRYPTED)
    if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
        raise Unreadable(Fault.DAMAGED)
    total = sum(entry.file_size for entry in entries)
    if total > MOST_BYTES or total > HIGHEST_RATIO * size:
        raise Unreadable(Fault.BLOWN_UP)
    for entry in entries:
        if entry.file_size > max(SMALL, HIGHEST_RATIO * entry.compress_size):
            raise Unreadable(Fault.BLOWN_UP)


def _inflated(content: bytes, entries: list[ZipInfo]) -> Iterator[tuple[ZipInfo, bytes]]:
    """Inflate each entry by what its data say, never by more than the directory declared."""
    for entry in entries:
        packed = _packed(content, entry)
        if entry.compress_type == ZIP_STORED:
            inflated = packed
        else:
            inflater = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                inflated = inflater.decompress(packed, entry.file_size + 1)
            except zlib.error as error:
                raise Unreadable(Fault.DAMAGED) from error
        if len(inflated) > entry.file_size:
            raise Unreadable(Fault.BLOWN_UP)
        if len(inflated) < entry.file_size:
            raise Unreadable(Fault.DAMAGED)
        yield entry, inflated


def _packed(content: bytes, entry: ZipInfo) -> bytes:
    header = content[entry.header_offset : entry.header_offset + LOCAL_HEADER.size]
    if len(header) < LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise Unreadable(Fault.DAMAGED)
    _, name, extra = LOCAL_HEADER.unpack(header)
    start = entry.header_offset + LOCAL_HEADER.size + name + extra
    return content[start : start + entry.compress_size]


def _tags(xml: bytes) -> int:
    """Count the tags of an XML file; one that declares anything, or is not UTF-8, is refused."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise Unreadable(Fault.ENTITIES)
    if b"\x00" in xml:
        raise Unreadable(Fault.DAMAGED)
    return xml.count(b"<")
