"""Reading a foreign workbook: in a capped child, into plain cells, without following anything."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from io import BytesIO
from typing import Any

from hive.documents import capped
from hive.documents.sheets.archive import LARGEST_FILE, Fault, Unreadable, check
from hive.documents.sheets.names import unescape

TASK = "hive.documents.sheets.reading:as_json"


class Holds(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    DATE = "date"
    ERROR = "error"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell that is not empty; ``text`` is the figure as a person would type it."""

    holds: Holds
    text: str


@dataclass(frozen=True)
class ReadSheet:
    """A sheet with its cells by coordinate; ``merged`` are ranges, rows count from 1."""

    is_hidden: bool
    cells: Mapping[str, ReadCell]
    merged: tuple[str, ...]
    hidden_columns: tuple[str, ...]
    hidden_rows: tuple[int, ...]


def read_book(content: bytes) -> Mapping[str, ReadSheet]:
    """Read a foreign workbook by the names of its sheets; Unreadable says why not."""
    if len(content) > LARGEST_FILE:
        raise Unreadable(Fault.TOO_LARGE)
    try:
        found = json.loads(capped.run(TASK, content))
    except capped.Refused as refusal:
        raise Unreadable(Fault(str(refusal))) from refusal
    except capped.BrokeDown as error:
        raise Unreadable(Fault.BREAKS_DOWN) from error
    return from_plain(found)


def as_json(content: bytes) -> bytes:
    """The child's part: check the file, open it, write down what its cells hold."""
    check(content)
    # openpyxl loads both where it can: half of the child's time, for nothing that a cell needs.
    sys.modules.update({"numpy": None, "PIL": None})  # type: ignore[dict-item]  # None forbids it
    return json.dumps(described(content)).encode()


def described(content: bytes) -> dict[str, Any]:
    """Open a workbook that was checked and describe its sheets as plain values."""
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(content), keep_links=False)
    return {sheet.title: _described(sheet) for sheet in book.worksheets}


def from_plain(found: Mapping[str, Any]) -> Mapping[str, ReadSheet]:
    """Return the sheets that ``described`` described."""
    return {name: _sheet(entry) for name, entry in found.items()}


def _described(sheet: Any) -> dict[str, Any]:
    from openpyxl.utils import get_column_letter

    return {
        "is_hidden": sheet.sheet_state != "visible",
        "cells": {
            cell.coordinate: _content(cell)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        },
        "merged": [str(area) for area in sheet.merged_cells.ranges],
        "hidden_columns": [
            get_column_letter(number)
            for column in sheet.column_dimensions.values()
            if column.hidden
            for number in range(column.min, column.max + 1)
        ],
        "hidden_rows": [number for number, row in sheet.row_dimensions.items() if row.hidden],
    }


def _content(cell: Any) -> tuple[str, str]:
    match cell.data_type:
        case "f":
            return Holds.FORMULA, ""
        case "e":
            return Holds.ERROR, str(cell.value)
        case "b":
            return Holds.FLAG, "1" if cell.value else "0"
        case "d":
            return Holds.DATE, str(cell.value)
        case "n":
            return Holds.NUMBER, _figure(cell)
        case _:
            return Holds.TEXT, unescape(str(cell.value))


def _figure(cell: Any) -> str:
    """Write a figure as it is shown: what is formatted as 63 % is stored as 0.63."""
    figure = Decimal(repr(cell.value))
    if "%" in str(cell.number_format):
        return f"{(figure * 100).normalize():f}%"
    return f"{figure:f}".removesuffix(".0")


def _sheet(entry: Mapping[str, Any]) -> ReadSheet:
    return ReadSheet(
        entry["is_hidden"],
        {place: ReadCell(Holds(holds), text) for place, (holds, text) in entry["cells"].items()},
        tuple(entry["merged"]),
        tuple(entry["hidden_columns"]),
        tuple(entry["hidden_rows"]),
    )
