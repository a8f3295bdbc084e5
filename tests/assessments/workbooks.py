"""Workbooks as people and accidents change them: filled in, spoilt in sixty ways, re-saved."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from assessments.models import Submission
from assessments.records import sheet_of
from assessments.workbook.export import workbook_of
from assessments.workbook.layout import Column, parts_of
from hive.catalogue.queries import model_of

EMPTY = None


def exported(submission: Submission, *, parts: str = "", language: str = "en") -> bytes:
    """The submission's workbook; ``parts`` are codes of parts, all of them when empty."""
    chosen = parts_of(model_of(submission.cycle.edition))
    if parts:
        chosen = tuple(part for part in chosen if part.code in parts.split())
    return workbook_of(submission, sheet_of(submission), chosen, language=language)


class Desk:
    """A workbook opened to be filled in, its cells found by the key of their row."""

    def __init__(self, content: bytes) -> None:
        self.book: Any = load_workbook(BytesIO(content))

    def place(self, key: str, column: Column = Column.ANSWER) -> tuple[Worksheet, str]:
        """The sheet and the coordinate of a row's cell."""
        for sheet in self.book.worksheets:
            for row in range(1, sheet.max_row + 1):
                if sheet.cell(row, Column.KEY).value == key:
                    return sheet, column.at(row)
        raise KeyError(key)

    def put(self, key: str, value: object, column: Column = Column.ANSWER) -> str:
        """Type into a row's cell; returns the place as a mistake names it."""
        sheet, coordinate = self.place(key, column)
        sheet[coordinate].value = value
        return f"{sheet.title}!{coordinate}"

    def read(self, key: str, column: Column = Column.ANSWER) -> object:
        """What stands in a row's cell."""
        sheet, coordinate = self.place(key, column)
        return sheet[coordinate].value

    def meta(self, name: str) -> Any:
        """The cell of the hidden sheet that holds a value."""
        sheet = self.book["_meta"]
        return next(sheet.cell(row[0].row, 2) for row in sheet.iter_rows() if row[0].value == name)

    def saved(self) -> bytes:
        """The file."""
        packed = BytesIO()
        self.book.save(packed)
        return packed.getvalue()


def repacked(
    content: bytes,
    *,
    change: Mapping[str, Callable[[bytes], bytes]] | None = None,
    add: Mapping[str, bytes] | None = None,
    leave_out: str = "",
) -> bytes:
    """Change, add or leave out entries of the file itself."""
    packed = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != leave_out:
                inside = old.read(name)
                new.writestr(name, (change or {}).get(name, bytes)(inside))
        for name, inside in (add or {}).items():
            new.writestr(name, inside)
    return packed.getvalue()


def resaved(content: bytes, folder: Path, extension: str = "xlsx") -> bytes:
    """The file as LibreOffice writes it after opening it."""
    source, target = folder / "source.xlsx", folder / "resaved"
    source.write_bytes(content)
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--convert-to", extension, "--outdir", str(target), str(source),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )  # fmt: skip
    return (target / f"source.{extension.partition(':')[0]}").read_bytes()


@dataclass(frozen=True)
class Spoilt:
    """A faulty file, with the places and beginnings of sentences that must be told."""

    content: bytes
    mistakes: Mapping[str, str] = field(default_factory=dict)


def plain_workbook() -> bytes:
    """An ordinary workbook of somebody else's."""
    packed = BytesIO()
    book = Workbook()
    book.active["A1"] = "Sales"
    book.save(packed)
    return packed.getvalue()
