"""Spreadsheets: no cell is ever a formula, the same bytes each time, strangers' files capped."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from hive.documents.sheets.archive import MOST_BYTES, Fault, Unreadable, check
from hive.documents.sheets.book import Book, Cell, Look, OneOf, Sheet, Within
from hive.documents.sheets.heights import height_of
from hive.documents.sheets.names import escape, sheet_names, unescape
from hive.documents.sheets.reading import Holds, ReadCell, read_book
from hive.documents.sheets.writing import write
from tests.assessments.faulty_files import bomb, lying_directory
from tests.assessments.workbooks import plain_workbook, resaved
from tests.formulas import PAYLOADS

CHINESE = "数字化转型战略：第一题（%）「甲」"


def book_of(*sheets: Sheet) -> Book:
    return Book("=1+1", sheets)


def payload_book() -> Book:
    """Every payload as a value, a header, an option and the name of a sheet."""
    rows = [[Cell(text, look) for look in (Look.HEAD, Look.TEXT, Look.WORDS)] for text in PAYLOADS]
    rows.append([Cell(CHINESE), Cell(None, rule=OneOf(PAYLOADS, "=1+1"))])
    return book_of(*(Sheet(text, rows[-3:]) for text in PAYLOADS), Sheet("All", rows))


def opened(content: bytes) -> Any:
    return load_workbook(BytesIO(content))


def cells(book: Any) -> Iterator[Any]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from (cell for cell in row if cell.value is not None)


def test_no_text_becomes_a_formula():
    book = opened(write(payload_book()))

    assert {cell.data_type for cell in cells(book)} == {"s"}
    found = {unescape(cell.value) for cell in book["All"]["B"] if cell.value}
    assert found == {text.replace("\x00", "").replace("\r", "\n") for text in PAYLOADS}


def test_no_file_holds_a_formula():
    with ZipFile(BytesIO(write(payload_book()))) as archive:
        inside = b"".join(archive.read(n) for n in archive.namelist() if "worksheets" in n)

    assert (b"<f>" in inside, b"<f " in inside) == (False, False)


def test_libreoffice_computes_nothing_and_keeps_every_text(tmp_path: Path):
    (content,) = resaved([write(payload_book())], tmp_path)
    book = opened(content)

    assert {cell.data_type for cell in cells(book)} == {"s"}
    assert [c.value for c in book["All"]["B"]][:3] == ["=1+1", "=SUM(A1:A9)", PAYLOADS[2]]
    assert CHINESE in [cell.value for cell in book["All"]["A"]]


def test_the_same_description_gives_the_same_bytes():
    first, second = write(payload_book()), write(payload_book())

    with ZipFile(BytesIO(first)) as archive:
        times = {entry.date_time for entry in archive.infolist()}
        core = archive.read("docProps/core.xml")
    assert first == second
    assert times == {(1980, 1, 1, 0, 0, 0)}
    assert b"20" not in core.split(b"<dc:creator>")[1]


def test_only_open_cells_can_be_changed():
    sheet = Sheet("S", [[Cell("a"), Cell(1, Look.ANSWER, is_open=True)]], widths=(0, 9))

    page = opened(write(book_of(sheet)))["S"]

    assert page.protection.sheet is True
    assert (page["A1"].protection.locked, page["B1"].protection.locked) == (True, False)
    assert (page.column_dimensions["A"].hidden, page.column_dimensions["B"].width) == (True, 9)


def test_rules_are_written_with_what_they_say():
    figure = Within(Decimal("0.5"), Decimal(100), False, "From 0.5 to 100.")
    people = Within(Decimal(10), Decimal(60000), True, "A whole number.")
    listed = OneOf(("是 / Yes", "否, No"), "Choose.")
    row = [Cell(None, rule=rule) for rule in (figure, people, listed, listed)]

    book = opened(write(book_of(Sheet("S", [row]))))

    rules = book["S"].data_validations.dataValidation
    assert [(r.type, r.formula1, r.formula2, str(r.sqref), r.error) for r in rules] == [
        ("decimal", "0.5", "100", "A1", "From 0.5 to 100."),
        ("whole", "10", "60000", "B1", "A whole number."),
        ("list", "'_lists'!$A$1:$A$2", None, "C1 D1", "Choose."),
    ]
    assert [c.value for c in book["_lists"]["A"]] == ["是 / Yes", "否, No"]
    assert book["_lists"].sheet_state == "hidden"


def test_names_of_sheets_are_cleaned_and_told_apart():
    wanted = ["a/b", "A B", "[x]", "'quoted'", "", "很" * 40, "很" * 41, "?*:"]

    assert sheet_names(wanted) == [
        "a b", "A B 2", "x", "quoted", "-", "很" * 31, f"{'很' * 29} 2", "- 2"
    ]  # fmt: skip


def test_a_text_that_looks_like_an_escape_survives():
    texts = ["_x000D_", "_x005F_x000D_", "a_x0041_b", "plain"]

    assert [unescape(escape(text)) for text in texts] == texts


def test_signs_that_xml_cannot_hold_are_left_out():
    assert escape("a\x00\x0b\ud800\ufffeb") == "ab"


def test_what_cells_hold_is_told_apart():
    row = [Cell("text"), Cell(3), Cell(Decimal("63.1")), Cell("第一行\n第二行"), Cell("_x0041_")]
    content = write(book_of(Sheet("甲", [row], widths=(0, 5))))

    sheet = read_book(content)["甲"]

    assert dict(sheet.cells) == {
        "A1": ReadCell(Holds.TEXT, "text"),
        "B1": ReadCell(Holds.NUMBER, "3"),
        "C1": ReadCell(Holds.NUMBER, "63.1"),
        "D1": ReadCell(Holds.TEXT, "第一行\n第二行"),
        "E1": ReadCell(Holds.TEXT, "_x0041_"),
    }
    assert (sheet.hidden_columns, sheet.merged, sheet.is_hidden) == (("A",), (), False)


def test_a_formatted_percentage_is_read_as_it_is_shown():
    book = opened(plain_workbook())
    book.active["A1"].value, book.active["A1"].number_format = 0.635, "0.0%"
    packed = BytesIO()
    book.save(packed)

    assert read_book(packed.getvalue())["Sheet"].cells["A1"].text == "63.5%"


def test_the_child_names_the_fault():
    with pytest.raises(Unreadable) as refused:
        read_book(lying_directory(plain_workbook()))

    assert refused.value.fault is Fault.BLOWN_UP


@pytest.mark.parametrize("spoil", [bomb, lying_directory])
def test_a_bomb_is_refused_at_once_and_takes_no_room(spoil):
    content = spoil(plain_workbook())
    took = []
    for _ in range(5):
        began = time.perf_counter()
        with pytest.raises(Unreadable):
            check(content)
        took.append(time.perf_counter() - began)

    tracemalloc.start()
    with pytest.raises(Unreadable):
        check(content)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert min(took) <= 0.05
    assert most <= 30 * 2**20


def test_what_is_inflated_is_within_the_promise():
    assert MOST_BYTES == 20 * 2**20


def test_a_row_is_as_high_as_its_longest_text():
    assert height_of([Cell("a"), None], (10, 10)) == 19.0
    assert height_of([Cell("a"), Cell("很" * 40)], (10, 20)) == 14.0 * 4 + 5
    assert height_of([Cell("一" * 500, Look.TITLE)], (10,)) == 27.0
    assert height_of([Cell("一\n" * 100)], (10,)) == 409.0
