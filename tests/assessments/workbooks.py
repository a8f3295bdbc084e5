"""Workbooks as people and accidents change them: filled in, spoilt in sixty ways, re-saved."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from assessments.models import Submission
from assessments.records import sheet_of
from assessments.workbook.export import workbook_of
from assessments.workbook.layout import Column, parts_of
from assessments.workbook.upload import Upload, understand
from hive.catalogue.queries import model_of
from hive.core.answers import Answers, Selection
from hive.core.model import HiveModel
from hive.documents.sheets.archive import check
from hive.documents.sheets.reading import described, from_plain
from tests.draws import answers_from, draw_complete
from tests.submissions import World

# In seconds, for LibreOffice on a machine that has much else to do.
LONGEST_START, LONGEST_FILE = 60, 20


def fresh(world: World) -> World:
    """The same world with its submission read anew, for a test of its own."""
    rows = Submission.objects.select_related("cycle__edition", "bank")
    return replace(world, submission=rows.get(pk=world.submission.pk))


def understood(content: bytes, submission: Submission) -> Upload:
    """What an upload is understood as, without the child that reads strangers' files."""
    check(content)
    return understand(from_plain(described(content)), submission, "0" * 64)


def exported(submission: Submission, *, parts: str = "", language: str = "en") -> bytes:
    """The submission's workbook; ``parts`` are codes of parts, all of them when empty."""
    chosen = parts_of(model_of(submission.cycle.edition))
    if parts:
        chosen = tuple(part for part in chosen if part.code in parts.split())
    return workbook_of(submission, sheet_of(submission), chosen, language=language)


# What a bank may write into a reason or beside "other".
TEXTS = (
    "本行没有这项业务。", "=1+1", "第一行\r\n第二行", "“quoted”, _x000D_ & <b>", "+86 10", "-", "0",
    "'apostrophe", "63%", "TRUE", "2026-03-01", "x" * 200, "  inner   spaces",
)  # fmt: skip


def drawn_answers(model: HiveModel, rng: Random) -> Answers:
    """Draw some of the answers, with every sort of text."""
    raw = draw_complete(model, rng, unanswered=0.3, not_applicable=0.4)
    kept = {code: value for code, value in raw.items() if rng.random() < 0.9}
    answers = dict(answers_from(model, kept))
    for code, answer in answers.items():
        if answer.reason:
            answers[code] = replace(answer, reason=rng.choice(TEXTS).strip())
        options = getattr(answer.value, "options", ())
        if any(model.questions[code].choice(option).free_text for option in options):
            answers[code] = replace(answer, value=Selection(options, rng.choice(TEXTS).strip()))
    return answers


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


def resaved(contents: Sequence[bytes], folder: Path) -> list[bytes]:
    """The files as LibreOffice writes them after opening them, with a profile of its own."""
    sources = [folder / f"{number}.xlsx" for number in range(len(contents))]
    for source, content in zip(sources, contents, strict=True):
        source.write_bytes(content)
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--convert-to", "xlsx", "--outdir", str(folder / "resaved"), *map(str, sources),
        ],
        check=True,
        capture_output=True,
        timeout=LONGEST_START + LONGEST_FILE * len(sources),
    )  # fmt: skip
    return [(folder / "resaved" / source.name).read_bytes() for source in sources]


def plain_workbook() -> bytes:
    """An ordinary workbook of somebody else's."""
    packed = BytesIO()
    book = Workbook()
    book.active["A1"] = "Sales"
    book.save(packed)
    return packed.getvalue()
