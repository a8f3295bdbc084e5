"""Writing a workbook: the same description gives the same bytes, and no cell is ever a formula."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from hive.documents.sheets.book import Book, Cell, Look, OneOf, Sheet, Within
from hive.documents.sheets.heights import height_of
from hive.documents.sheets.names import escape, sheet_names

# On every Windows sold in China since 2009; the others have it or take their own.
FONT = "Microsoft YaHei"
LISTS = "_lists"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The first moment that a ZIP file can name.
NO_TIME = (1980, 1, 1, 0, 0, 0)
MOMENTS = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
INK, QUIET, PAPER, WAX, LINE, BLUE, TINT = (
    "1E1B16", "565146", "FFFFFF", "FAF6EC", "DBD4C5", "114B8C", "EDF2F8"
)  # fmt: skip

Styles = Mapping[tuple[Look, bool], Any]


def write(book: Book) -> bytes:
    """Return the XLSX file of a description."""
    from openpyxl import Workbook

    made = Workbook()
    styles = _styles(made.active.cell(1, 1))
    made.remove(made.active)
    made.properties.creator = "Hive"
    made.properties.title = escape(book.title)
    lists = _Lists(made, _option_lists(book))
    for name, sheet in zip(sheet_names(s.name for s in book.sheets), book.sheets, strict=True):
        _Page(made.create_sheet(name), sheet, lists, styles).fill()
    lists.fill()
    packed = BytesIO()
    made.save(packed)
    return _without_times(packed.getvalue())


def _option_lists(book: Book) -> list[tuple[str | int, ...]]:
    rules = (c.rule for s in book.sheets for row in s.rows for c in row if c is not None)
    return list(dict.fromkeys(rule.options for rule in rules if isinstance(rule, OneOf)))


@dataclass
class _Lists:
    """The hidden sheet of everything that can be chosen: one column for each list."""

    book: Any
    lists: Sequence[tuple[str | int, ...]]

    def area(self, options: tuple[str | int, ...]) -> str:
        """Where a list stands, as a validation names it."""
        from openpyxl.utils import get_column_letter

        letter = get_column_letter(self.lists.index(options) + 1)
        return f"'{LISTS}'!${letter}$1:${letter}${len(options)}"

    def fill(self) -> None:
        """Write the sheet, if anything can be chosen."""
        if not self.lists:
            return
        page = self.book.create_sheet(LISTS)
        page.sheet_state = "hidden"
        for column, options in enumerate(self.lists, start=1):
            for row, option in enumerate(options, start=1):
                _put(page.cell(row, column), option)


@dataclass
class _Page:
    """One sheet on its way into the workbook."""

    page: Any
    sheet: Sheet
    lists: _Lists
    styles: Styles

    def fill(self) -> None:
        """Write cells, widths, rules and how the sheet is printed."""
        for number, row in enumerate(self.sheet.rows, start=1):
            self.page.row_dimensions[number].height = height_of(row, self.sheet.widths)
            for column, cell in enumerate(row, start=1):
                if cell is not None:
                    self._write(self.page.cell(number, column), cell)
        self._add_rules()
        self._set_widths()
        if self.sheet.is_hidden:
            self.page.sheet_state = "hidden"
        self._lock()
        self._prepare_print()

    def _write(self, place: Any, cell: Cell) -> None:
        _put(place, cell.value)
        place._style = self.styles[cell.look, cell.is_open]

    def _add_rules(self) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        made: dict[OneOf | Within, Any] = {}
        for number, row in enumerate(self.sheet.rows, start=1):
            for column, cell in enumerate(row, start=1):
                if cell is None or cell.rule is None:
                    continue
                if cell.rule not in made:
                    made[cell.rule] = DataValidation(**self._terms(cell.rule))
                    self.page.add_data_validation(made[cell.rule])
                made[cell.rule].add(self.page.cell(number, column))

    def _terms(self, rule: OneOf | Within) -> dict[str, Any]:
        # Excel shows at most 225 signs of an error and 32 of its title.
        terms: dict[str, Any] = {"allow_blank": True, "showErrorMessage": True}
        terms |= {"error": rule.message[:225], "errorTitle": self.page.title[:32]}
        if isinstance(rule, OneOf):
            return terms | {"type": "list", "formula1": self.lists.area(rule.options)}
        kind = "whole" if rule.is_whole else "decimal"
        bounds = {"formula1": f"{rule.low:f}", "formula2": f"{rule.high:f}"}
        return terms | {"type": kind, "operator": "between", **bounds}

    def _set_widths(self) -> None:
        from openpyxl.utils import get_column_letter

        for column, width in enumerate(self.sheet.widths, start=1):
            dimension = self.page.column_dimensions[get_column_letter(column)]
            dimension.width = width or 1
            dimension.hidden = not width

    def _lock(self) -> None:
        """Keep all but open cells as they are; there is no password, and nothing is secret."""
        protection = self.page.protection
        protection.sheet = True
        protection.formatColumns = protection.formatRows = False

    def _prepare_print(self) -> None:
        page = self.page
        page.sheet_view.showGridLines = False
        page.page_setup.orientation = "landscape"
        page.page_setup.paperSize = page.PAPERSIZE_A4
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.page_margins.left = page.page_margins.right = 0.4
        page.page_margins.top, page.page_margins.bottom = 0.5, 0.75
        page.page_margins.header = page.page_margins.footer = 0.35
        page.oddFooter.left.text = "&A"
        page.oddFooter.right.text = "&P / &N"
        if self.sheet.head:
            page.freeze_panes = f"A{self.sheet.head + 1}"
            page.print_title_rows = f"{self.sheet.head}:{self.sheet.head}"


def _put(place: Any, value: str | int | Any | None) -> None:
    """Write a value; the type of a text is set by hand, for openpyxl takes "=1" for a formula."""
    if isinstance(value, str):
        place._value = escape(value)
        place.data_type = "s"
    else:
        place.value = value


def _styles(spare: Any) -> Styles:
    """Make the style of each look once for a workbook: openpyxl is slow at making them."""
    from copy import copy

    from openpyxl.styles import Protection

    styles = {}
    untouched = copy(spare._style)
    for look in Look:
        for is_open in (False, True):
            spare._style = copy(untouched)
            _dress(spare, look)
            spare.protection = Protection(locked=not is_open)
            styles[look, is_open] = copy(spare._style)
    return styles


def _dress(place: Any, look: Look) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    place.font = Font(name=FONT, size=10, color=INK)
    place.alignment = Alignment(vertical="top", wrap_text=True)
    match look:
        case Look.TITLE:
            place.font = Font(name=FONT, size=15, bold=True, color=INK)
            place.alignment = Alignment(vertical="center")
        case Look.NOTE:
            place.font = Font(name=FONT, size=10, color=QUIET)
            place.alignment = Alignment(vertical="center")
        case Look.HEAD:
            place.font = Font(name=FONT, size=10, bold=True, color=PAPER)
            place.fill = PatternFill("solid", fgColor=INK)
            place.alignment = Alignment(vertical="center", wrap_text=True)
        case Look.GROUP:
            place.font = Font(name=FONT, size=11, bold=True, color=INK)
            place.fill = PatternFill("solid", fgColor="F1EADB")
            place.alignment = Alignment(vertical="center")
        case Look.STRONG:
            place.font = Font(name=FONT, size=10, bold=True, color=INK)
        case Look.QUIET:
            place.font = Font(name=FONT, size=9, color=QUIET)
        case Look.SCORE:
            place.font = Font(name=FONT, size=10, bold=True, color=BLUE)
            place.alignment = Alignment(horizontal="right", vertical="top", indent=1)
            place.number_format = "0.00"
        case Look.ANSWER | Look.WORDS:
            place.font = Font(name=FONT, size=10, bold=look is Look.ANSWER, color=BLUE)
            place.fill = PatternFill("solid", fgColor=TINT)
            place.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
            edge = Side("thin", color=BLUE)
            place.border = Border(edge, edge, edge, edge)
            if look is Look.WORDS:
                # In a cell of text, Excel does not take "=1" or "1-2" for something else.
                place.number_format = "@"
            return
        case Look.SHUT:
            place.fill = PatternFill("solid", fgColor=WAX)
        case Look.FIGURE:
            place.number_format = "0.00"
    if look not in (Look.TITLE, Look.NOTE):
        place.border = Border(bottom=Side("hair", color=LINE))


def _without_times(packed: bytes) -> bytes:
    """Pack again without the moment of the making."""
    steady = BytesIO()
    with ZipFile(BytesIO(packed)) as old, ZipFile(steady, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "docProps/core.xml":
                content = MOMENTS.sub(b"", content)
            fixed = ZipInfo(entry.filename, NO_TIME)
            fixed.compress_type = ZIP_DEFLATED
            new.writestr(fixed, content)
    return steady.getvalue()
