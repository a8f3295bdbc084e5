"""Answers in words, by dimension, as checked before signing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.pages.dossier import Dossier
from assessments.pages.evidence import AtQuestion, at_questions
from assessments.pages.next_step import question_url
from assessments.plausibility import is_unusual
from assessments.wording import answer_in_words, localized
from hive.core.completeness import required
from hive.core.model import Question, Scope


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question with its answer in words; ``url`` leads to where it is answered."""

    code: str
    anchor: str
    text: str
    answer: str
    is_missing: bool
    is_required: bool
    is_unusual: bool
    given: str
    url: str
    attached: AtQuestion | None


@dataclass(frozen=True, slots=True)
class Card:
    """A part of the questionnaire with all its answers."""

    name: str
    rows: tuple[AnswerRow, ...]

    @property
    def answered(self) -> int:
        """Questions that have an answer."""
        return sum(not row.is_missing for row in self.rows)

    @property
    def missing(self) -> int:
        """Questions that the request waits for."""
        return sum(row.is_missing and row.is_required for row in self.rows)


def cards(dossier: Dossier) -> tuple[Card, ...]:
    """Return every part of the questionnaire in order."""
    model = dossier.model
    parts = [(localized(d.name), d.questions) for d in model.dimensions]
    parts += [(_("Bank profile"), model.profile), (_("Further questions"), model.unscored)]
    return tuple(Card(name, answer_rows(dossier, qs)) for name, qs in parts if qs)


def answer_rows(dossier: Dossier, questions: Iterable[Question]) -> tuple[AnswerRow, ...]:
    """Write some questions with their answers."""
    asked = {question.code for question in required(dossier.model)}
    rows = tuple(questions)
    attached = at_questions(dossier, rows)
    return tuple(_row(dossier, q, q.code in asked, attached.get(q.code)) for q in rows)


def _row(
    dossier: Dossier, question: Question, is_required: bool, attached: AtQuestion | None
) -> AnswerRow:
    record = dossier.sheet.records.get(question.code)
    return AnswerRow(
        code="" if question.scope is Scope.PROFILE else question.code,
        anchor=f"q-{question.code}",
        text=localized(question.text),
        answer=answer_in_words(question, record.answer) if record else "",
        is_missing=record is None,
        is_required=is_required,
        is_unusual=record is not None and is_unusual(question, record.answer),
        given=record.by if record else "",
        url=question_url(dossier, question),
        attached=attached,
    )
