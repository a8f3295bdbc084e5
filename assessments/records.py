"""Answers with who gave them and when, as they stand and as they once stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, Q

from assessments.models import Answer as AnswerRow
from assessments.models import Submission
from assessments.queries import core_answer, versions_of
from hive.catalogue.queries import model_of
from hive.core.answers import Answer, Answers
from hive.core.model import Question


@dataclass(frozen=True, slots=True)
class Record:
    """An answer on record: its version, and who gave it when."""

    answer: Answer
    version: int
    by: str
    at: datetime


@dataclass(frozen=True)
class Sheet:
    """All answers of a submission; ``versions`` counts those taken back as well."""

    records: Mapping[str, Record] = field(default_factory=dict)
    versions: Mapping[str, int] = field(default_factory=dict)

    @property
    def answers(self) -> Answers:
        """The answers alone, as the core takes them."""
        return {code: record.answer for code, record in self.records.items()}

    def version(self, code: str) -> int:
        """The number of changes that a question has seen."""
        return self.versions.get(code, 0)


def sheet_of(submission: Submission) -> Sheet:
    """Read a submission's answers, in two queries."""
    questions = model_of(submission.cycle.edition).questions
    rows = submission.answers.annotate(code=F("question__code")).select_related("updated_by")
    records = {row.code: record_of(questions[row.code], row) for row in rows}
    return Sheet(records, versions_of(submission))


def record_of(question: Question, row: AnswerRow) -> Record:
    """Return one stored answer as a record."""
    return Record(core_answer(row, question), row.version, str(row.updated_by), row.updated_at)


def records_at(submission: Submission, moment: datetime) -> Mapping[str, Record]:
    """Fold the changes up to a moment into the answers as they then stood, in one query."""
    questions = model_of(submission.cycle.edition).questions
    changes = submission.answer_events.filter(at__lte=moment).select_related("question", "by")
    records: dict[str, Record] = {}
    for event in changes.order_by("id"):
        code = event.question.code
        if event.state:
            answer = core_answer(event, questions[code])
            records[code] = Record(answer, event.version, str(event.by), event.at)
        else:
            records.pop(code, None)
    return records


def answers_at(submission: Submission, versions: Mapping[str, int]) -> Mapping[str, Answer | None]:
    """Return answers as they stood at earlier versions; None where they were taken back."""
    if not versions:
        return {}
    wanted = Q()
    for code, version in versions.items():
        wanted |= Q(question__code=code, version=version)
    questions = model_of(submission.cycle.edition).questions
    events = submission.answer_events.filter(wanted).select_related("question")
    return {
        event.question.code: core_answer(event, questions[event.question.code])
        if event.state
        else None
        for event in events
    }
