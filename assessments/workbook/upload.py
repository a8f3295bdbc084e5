"""From an uploaded workbook to answers: all of it is understood, or every mistake is listed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.models import Submission
from assessments.workbook.faults import UNREADABLE, Faulty, Mistake
from assessments.workbook.layout import META, Part, names_of, parts_of
from assessments.workbook.meta import Meta, WrongWorkbook, read_meta
from assessments.workbook.rows import Found, read_rows
from assessments.workbook.tongue import Tongue
from hive.catalogue.queries import model_of
from hive.core.answers import Answer
from hive.documents.sheets.archive import Unreadable
from hive.documents.sheets.reading import ReadSheet, read_book

# What the writer adds of its own.
BESIDES = {"_lists"}


@dataclass(frozen=True)
class Upload:
    """What a workbook says: an answer or None for each question, and where it stands."""

    answers: Mapping[str, Answer | None]
    places: Mapping[str, Mistake]
    versions: Mapping[str, int]
    sha256: str


def read_upload(content: bytes, submission: Submission) -> Upload:
    """Read a workbook for a submission; Faulty lists everything that is wrong with it."""
    try:
        sheets = read_book(content)
    except Unreadable as error:
        raise Faulty([Mistake(str(UNREADABLE[error.fault]))]) from error
    return understand(sheets, submission, hashlib.sha256(content).hexdigest())


def understand(sheets: Mapping[str, ReadSheet], submission: Submission, sha256: str) -> Upload:
    """Turn the cells of a workbook into answers."""
    try:
        meta = read_meta(_entries(sheets), submission)
    except WrongWorkbook as error:
        raise Faulty([Mistake(str(error))]) from error
    parts = _parts(meta, submission)
    first, *names = names_of(parts, Tongue(meta.language))
    mistakes = list(_strangers(sheets, {first, *names, META}))
    found: dict[str, Found] = {}
    for name, part in zip(names, parts, strict=True):
        if name not in sheets:
            mistakes.append(Mistake(_missing(), sheet=name))
            continue
        rows = read_rows(sheets[name], name, part, Tongue(meta.language))
        mistakes += rows.mistakes
        found |= rows.found
    if mistakes:
        raise Faulty(mistakes)
    return Upload(
        answers={code: entry.answer for code, entry in found.items()},
        places={code: entry.place for code, entry in found.items()},
        versions=meta.versions,
        sha256=sha256,
    )


def _entries(sheets: Mapping[str, ReadSheet]) -> Mapping[str, str]:
    """Return names and values of the hidden sheet."""
    if META not in sheets:
        raise WrongWorkbook(
            _(
                "This is not the workbook of the questionnaire: its hidden sheet is missing. "
                "Download a new one and copy your answers into it."
            )
        )
    cells = sheets[META].cells
    names = {place[1:]: cell.text for place, cell in cells.items() if place.startswith("A")}
    return {
        name: cells[f"B{row}"].text if f"B{row}" in cells else "" for row, name in names.items()
    }


def _parts(meta: Meta, submission: Submission) -> Sequence[Part]:
    return [
        part for part in parts_of(model_of(submission.cycle.edition)) if part.code in meta.parts
    ]


def _strangers(sheets: Mapping[str, ReadSheet], known: set[str]) -> Iterator[Mistake]:
    """Refuse sheets of other names: what was typed there would be lost without a word."""
    for name in sheets:
        if name not in known | BESIDES:
            yield Mistake(
                _(
                    "This sheet does not belong to the questionnaire. Give it its old name, or "
                    "delete it."
                ),
                sheet=name,
            )


def _missing() -> str:
    return _(
        "This sheet is missing. Give it its old name, or download a new workbook and copy your "
        "answers into it."
    )
