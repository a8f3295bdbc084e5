"""What an uploaded file is, told by its bytes: five kinds are taken, everything else refused."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import IO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hive.documents import packages
from hive.documents.refusals import Reason, Unacceptable

HEAD = 1024
PDF_END = b"%%EOF"
# Within this much of a file's end a reader of zip files looks for a directory.
ZIP_TAIL = 65_557
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A browser that guesses would read a page where the first bytes hold one of these.
MARKUP = re.compile(rb"<\s*(html|script|svg|body|iframe|img|!doctype|\?php|x?link)", re.IGNORECASE)
# What a PDF does by itself when it is opened; names may be written with #-escapes.
ACTS_ITSELF = re.compile(rb"/(JavaScript|JS|Launch)\b")


class FileKind(StrEnum):
    """The kinds of files that serve as evidence; the value is the name's ending."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PNG = "png"
    JPG = "jpg"

    @property
    def content_type(self) -> str:
        """The type that the file is served with."""
        return CONTENT_TYPES[self]

    @property
    def label(self) -> Promise:
        """The kind in words."""
        return LABELS[self]

    @property
    def is_picture(self) -> bool:
        """Whether the file is kept as a picture made anew."""
        return self in (FileKind.PNG, FileKind.JPG)


CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PNG: "image/png",
    FileKind.JPG: "image/jpeg",
}
LABELS = {
    FileKind.PDF: _("PDF"),
    FileKind.DOCX: _("Word document"),
    FileKind.XLSX: _("Excel workbook"),
    FileKind.PNG: _("PNG picture"),
    FileKind.JPG: _("JPG picture"),
}


def kind_of(file: IO[bytes]) -> FileKind:
    """Tell what a file is; Unacceptable for anything that is not plainly one of the kinds.

    Reads the head, the tail and a zip file's directory: never more than a few hundred kilobytes.
    """
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise Unacceptable(Reason.EMPTY)
    if head.startswith(OLD_OFFICE):
        raise Unacceptable(Reason.OLD_OFFICE)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if head.startswith(b"\xff\xd8\xff"):
        return FileKind.JPG
    if head.startswith(b"%PDF-"):
        _check_pdf(head, file)
        return FileKind.PDF
    if head.startswith(b"PK\x03\x04"):
        return FileKind(packages.read_directory(file))
    raise Unacceptable(Reason.UNKNOWN)


def _check_pdf(head: bytes, file: IO[bytes]) -> None:
    size = file.seek(0, 2)
    file.seek(max(0, size - ZIP_TAIL))
    tail = file.read(ZIP_TAIL)
    if MARKUP.search(head) or packages.END_OF_DIRECTORY in tail:
        raise Unacceptable(Reason.MIXED)
    _body, end, after = tail.rpartition(PDF_END)
    if not end:
        raise Unacceptable(Reason.DAMAGED)
    if after.strip(b" \t\r\n\f\0"):
        raise Unacceptable(Reason.MIXED)
