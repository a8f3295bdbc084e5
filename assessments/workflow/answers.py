"""Saving answers: versioned, one event for every change, nothing overwritten silently."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from assessments.enums import Source
from assessments.models import Answer, AnswerEvent, Assignment, Submission
from assessments.queries import versions_of
from assessments.workflow.errors import Locked, NotAllowed
from assessments.workflow.rules import locked
from hive.banks.models import User
from hive.banks.roles import REVIEWERS, Role
from hive.catalogue.models import Question
from hive.catalogue.queries import model_of, questions_of
from hive.core.answers import Answer as CoreAnswer
from hive.core.answers import dump_value, verify


@dataclass(frozen=True)
class Change:
    """A wished change: ``answer`` None takes the answer back.

    ``version`` is the one the page was made with, 0 for a question never answered; ``key`` makes
    a repeated request one event.
    """

    code: str
    answer: CoreAnswer | None
    version: int
    key: uuid.UUID


@dataclass
class Saved:
    """What became of the changes: new versions, and stale ones with what is stored instead."""

    versions: dict[str, int] = field(default_factory=dict)
    conflicts: dict[str, Answer | None] = field(default_factory=dict)


@transaction.atomic
def save_answers(
    submission: Submission, changes: Sequence[Change], *, by: User, source: Source = Source.WEB
) -> Saved:
    """Save every current change; stale ones are returned with the stored answer.

    InvalidAnswer when a value is no answer to its question, Locked when the bank may not write,
    NotAllowed when the person may not answer one of the questions: then nothing is saved.
    """
    submission = locked(submission)
    if not submission.bank_may_edit(timezone.now()):
        raise Locked
    questions = questions_of(submission.cycle.edition)
    if source is Source.ANALYST:
        _check_reviewer(by)
    else:
        _check_people(submission, [questions[change.code] for change in changes], by)
    model = model_of(submission.cycle.edition)
    for change in changes:
        if change.answer is not None:
            verify(model.questions[change.code], change.answer)
    return _Saving(submission, questions, by, source).save(changes)


class _Saving:
    """One call's saving, with the stored answers read once."""

    def __init__(
        self, submission: Submission, questions: Mapping[str, Question], by: User, source: Source
    ) -> None:
        self.submission = submission
        self.questions = questions
        self.by = by
        self.source = source
        self.at = timezone.now()
        rows = submission.answers.select_related("question", "updated_by")
        self.stored = {row.question.code: row for row in rows}
        self.versions = versions_of(submission)

    def save(self, changes: Sequence[Change]) -> Saved:
        saved = Saved()
        known = AnswerEvent.objects.filter(key__in=[change.key for change in changes])
        repeated = {event.key: event.version for event in known}
        for change in changes:
            present = self.versions.get(change.code, 0)
            if change.key in repeated:
                saved.versions[change.code] = repeated[change.key]
            elif self._says_the_same(change):
                saved.versions[change.code] = present
            elif change.version != present:
                saved.conflicts[change.code] = self.stored.get(change.code)
            else:
                saved.versions[change.code] = self._write(change, present + 1)
        return saved

    def _says_the_same(self, change: Change) -> bool:
        row = self.stored.get(change.code)
        if row is None or change.answer is None:
            return row is None and change.answer is None
        return _columns(change.answer) == {
            "state": row.state, "value": row.value, "reason": row.reason
        }  # fmt: skip

    def _write(self, change: Change, version: int) -> int:
        question = self.questions[change.code]
        columns = _columns(change.answer) if change.answer else {"state": ""}
        AnswerEvent.objects.create(
            submission=self.submission,
            question=question,
            version=version,
            source=self.source,
            key=change.key,
            by=self.by,
            at=self.at,
            **columns,
        )
        if change.answer is None:
            self.submission.answers.filter(question=question).delete()
        else:
            Answer.objects.update_or_create(
                submission=self.submission,
                question=question,
                defaults={
                    **columns, "version": version, "updated_by": self.by, "updated_at": self.at
                },
            )  # fmt: skip
        return version


def _columns(answer: CoreAnswer) -> dict[str, object]:
    value = None if answer.value is None else dump_value(answer.value)
    return {"state": answer.state.value, "value": value, "reason": answer.reason}


def _check_people(submission: Submission, questions: Sequence[Question], by: User) -> None:
    """Coordinators answer everything, contributors the dimensions assigned to them."""
    if by.has_role(Role.COORDINATOR, bank=submission.bank):
        return
    if not by.has_role(Role.CONTRIBUTOR, bank=submission.bank):
        raise NotAllowed
    assigned = Assignment.objects.filter(submission=submission, member=by)
    indicators = set(assigned.values_list("dimension__indicators", flat=True))
    if any(question.indicator_id not in indicators for question in questions):
        raise NotAllowed


def _check_reviewer(by: User) -> None:
    """On behalf of the bank, from a workbook that it sent, only reviewers write answers."""
    if not by.has_role(*REVIEWERS):
        raise NotAllowed
