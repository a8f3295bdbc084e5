"""Files that must change nothing: what somebody uploads instead of the workbook."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from tests.assessments.workbooks import plain_workbook, repacked

NOT_XLSX = "This is not an Excel workbook."
BLOWN_UP = "This file would become far larger than a questionnaire"
BROKEN = "This file is damaged."
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def bomb(_content: bytes) -> bytes:
    """A sheet of 60 MB that fits into 60 kB."""
    return repacked(plain_workbook(), add={"xl/worksheets/sheet9.xml": b"<c/>" * 15_000_000})


def small_bomb(content: bytes) -> bytes:
    """Within 20 MB, and yet a hundred times what it is packed into."""
    return repacked(content, add={"xl/media/picture.bin": bytes(15_000_000)})


def lying_directory(content: bytes) -> bytes:
    """A directory that declares a few bytes where there are millions."""
    packed = bytearray(repacked(content, add={"xl/media/picture.bin": bytes(30_000_000)}))
    real, lie = struct.pack("<L", 30_000_000), struct.pack("<L", 100)
    return bytes(packed.replace(real, lie))


def too_many_entries(content: bytes) -> bytes:
    return repacked(content, add={f"xl/media/{n}": b"" for n in range(200)})


def same_name_twice(content: bytes) -> bytes:
    packed = BytesIO(content)
    with ZipFile(packed, "a") as archive:
        archive.writestr("XL/WORKBOOK.XML", b"<workbook/>")
    return packed.getvalue()


def far_too_many_rows(content: bytes) -> bytes:
    """Rows that are no repetition and take little room, until they are opened."""
    rows = "".join(
        f'<row r="{n}"><c r="J{n}"><v>{n % 97}</v></c></row>' for n in range(60, 300_000)
    )
    name = "xl/worksheets/sheet3.xml"
    end = b"</sheetData>"
    return repacked(
        content, change={name: lambda xml: xml.replace(end, rows.encode() + end)}
    )  # fmt: skip


def with_entities(content: bytes) -> bytes:
    declared = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet'
    return repacked(
        content, change={"xl/worksheets/sheet3.xml": lambda x: x.replace(b"<worksheet", declared)}
    )


def malformed(content: bytes) -> bytes:
    """A sheet that ends in the middle of a tag: whoever reads it falls over."""
    return repacked(content, change={"xl/worksheets/sheet3.xml": lambda xml: xml[:2000]})


def document(_content: bytes) -> bytes:
    """A text document, which is packed the same way."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("word/document.xml", b"<w:document/>")
    return packed.getvalue()


def overwritten(content: bytes) -> bytes:
    """A disk wrote zeros over the middle."""
    middle = len(content) // 2
    return content[:middle] + bytes(2000) + content[middle + 2000 :]


# What somebody uploads instead of the file they were given.
FILES: Mapping[str, tuple[Callable[[bytes], bytes], str]] = {
    "an old .xls": (lambda _: OLE, "This file has the old Excel format."),
    "encrypted": (
        lambda _: OLE + "EncryptedPackage".encode("utf-16-le"), "This file is protected"
    ),
    "a .csv": (lambda _: b"S1-Q1,4\r\n", NOT_XLSX),
    "a text named .xlsx": (lambda _: "第一题：4".encode(), NOT_XLSX),
    "a .docx": (document, NOT_XLSX),
    "a picture": (lambda _: b"\x89PNG\r\n\x1a\n" + bytes(100), NOT_XLSX),
    "a PDF": (lambda _: b"%PDF-1.7\n", NOT_XLSX),
    "a page": (lambda _: b"<html><table>", NOT_XLSX),
    "an empty archive": (lambda _: b"PK\x05\x06" + bytes(18), NOT_XLSX),
    "truncated": (lambda content: content[: len(content) // 2], BROKEN),
    "cut at the end": (lambda content: content[:-30], BROKEN),
    "overwritten": (overwritten, BROKEN),
    "the same name twice": (same_name_twice, BROKEN),
    "too large": (lambda content: content + bytes(2**21), "The file is larger than 2 MB."),
    "a bomb": (bomb, BLOWN_UP),
    "a small bomb": (small_bomb, BLOWN_UP),
    "a lying directory": (lying_directory, BLOWN_UP),
    "too many entries": (too_many_entries, BLOWN_UP),
    "far too many rows": (far_too_many_rows, "This file has far more cells"),
    "entities": (with_entities, "This file contains declarations"),
    "macros": (
        lambda c: repacked(c, add={"xl/vbaProject.bin": b"x"}), "This file contains macros"
    ),
    "an embedded object": (
        lambda c: repacked(c, add={"xl/embeddings/oleObject1.bin": b"x"}),
        "This file contains macros",
    ),
    "external links": (
        lambda c: repacked(c, add={"xl/externalLinks/externalLink1.xml": b"<a/>"}),
        "This file takes values from other files.",
    ),
    "a connection": (
        lambda c: repacked(c, add={"xl/connections.xml": b"<a/>"}),
        "This file takes values from other files.",
    ),
    "somebody's sales": (lambda _: plain_workbook(), "This is not the workbook"),
}  # fmt: skip
