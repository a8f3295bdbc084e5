"""Whatever a bank calls itself and writes into its texts: no workbook holds a formula."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from assessments.records import Record, Sheet
from assessments.workbook.export import workbook_of
from assessments.workbook.guidance import guidance
from assessments.workbook.layout import parts_of
from hive.catalogue.queries import model_of
from hive.core.answers import Answer, Selection, State
from hive.core.model import HiveModel
from hive.documents.sheets.book import Book
from hive.documents.sheets.names import unescape
from hive.documents.sheets.writing import write
from tests.formulas import PAYLOADS

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def kinds_and_texts(content: bytes) -> tuple[set[str], set[str]]:
    """What the cells of a workbook are, and what they say."""
    cells = [
        cell
        for sheet in load_workbook(BytesIO(content)).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    return {cell.data_type for cell in cells}, {unescape(str(cell.value)) for cell in cells}


def written(text: str) -> str:
    """A text as a workbook can hold it."""
    return text.replace("\x00", "").replace("\r", "\n")


def test_no_name_of_a_bank_becomes_a_formula(world):
    submission = world.submission
    sheets = []
    for payload in PAYLOADS:
        submission.bank.name_en = submission.bank.name_zh = payload
        sheets.append(guidance(submission, payload))

    kinds, texts = kinds_and_texts(write(Book(PAYLOADS[0], sheets)))

    assert kinds == {"s"}
    assert {written(payload) for payload in PAYLOADS} - texts == set()


def test_no_text_of_a_bank_becomes_a_formula(world):
    model = model_of(world.cycle.edition)
    left = list(PAYLOADS)
    while left:
        answers = texts_of(model, left)
        content = workbook_of(
            world.submission, on_record(answers), parts_of(model), language="both"
        )
        kinds, texts = kinds_and_texts(content)

        assert kinds == {"s", "n"}
        assert {written(payload) for payload in left[: len(answers)]} - texts == set()
        left = left[len(answers) :]


def texts_of(model: HiveModel, payloads: list[str]) -> dict[str, Answer]:
    """Write payloads into reasons and beside "other", as many as there are places."""
    answers: dict[str, Answer] = {}
    waiting = iter(payloads)
    for code, question in model.questions.items():
        free = [choice.code for choice in question.choices if choice.free_text]
        if not free and not question.na_allowed:
            continue
        payload = next(waiting, None)
        if payload is None:
            break
        if free:
            answers[code] = Answer(State.ANSWERED, Selection((free[0],), payload))
        else:
            answers[code] = Answer(State.NOT_APPLICABLE, None, payload)
    return answers


def on_record(answers: dict[str, Answer]) -> Sheet:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    return Sheet({code: Record(a, 1, "=1+1", at) for code, a in answers.items()}, {})
