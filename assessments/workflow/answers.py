"""Saving answers: versioned, one event for every change, nothing overwritten silently."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from assessments.enums import Source
from assessments.models import Answer, AnswerEvent, Submission
from assessments.workflow import rules
from assessments.workflow.errors import Locked, NotAllowed
from assessments.workflow.sections import open_changed
from assessments.workflow.standing import Standing, standing_of
from hive.banks.models import User
from hive.banks.roles import REVIEWERS
from hive.catalogue.queries import model_of
from hive.core.answers import Answer as CoreAnswer
from hive.core.answers import dump_value, verify


@dataclass(frozen=True)
class Change:
    """A wished change: ``answer`` None takes the answer back.

    ``version`` is the one the page was made with, 0 for a question never answered; ``key`` makes
    a request that is repeated, before anybody changed the answer again, one event. ``source`` is
    that of the whole call unless it is given.
    """

    code: str
    answer: CoreAnswer | None
    version: int
    key: uuid.UUID
    source: Source | None = None


@dataclass
class Saved:
    """What became of the changes: new versions, and stale ones with what is stored instead.

    ``present`` holds the versions of what is stored instead, ``at`` says when each saved answer
    was given.
    """

    versions: dict[str, int] = field(default_factory=dict)
    conflicts: dict[str, Answer | None] = field(default_factory=dict)
    present: dict[str, int] = field(default_factory=dict)
    at: dict[str, datetime] = field(default_factory=dict)


@transaction.atomic
def save_answers(
    submission: Submission, changes: Sequence[Change], *, by: User, source: Source = Source.WEB
) -> Saved:
    """Save every current change; stale ones are returned with the stored answer.

    InvalidAnswer when a value is no answer to its question, Locked when the bank may not write,
    NotAllowed when the person may not answer one of the questions: then nothing is saved.
    """
    submission = rules.locked(submission)
    if not submission.bank_may_edit(timezone.now()):
        raise Locked
    standing = standing_of(submission, {change.code: change.key for change in changes}, by)
    if source is Source.ANALYST:
        _check_reviewer(by)
    else:
        rules.check_fills_in(
            submission, by, owns_all=lambda: all(standing[c.code].is_assigned for c in changes)
        )
    model = model_of(submission.cycle.edition)
    for change in changes:
        if change.answer is not None:
            verify(model.questions[change.code], change.answer)
    saving = _Saving(submission, standing, by, source)
    saved = saving.save(changes)
    open_changed(submission, saving.in_closed_sections, by=by)
    return saved


class _Saving:
    """One call's saving, with everything stored read once."""

    def __init__(
        self, submission: Submission, standing: Mapping[str, Standing], by: User, source: Source
    ) -> None:
        self.submission = submission
        self.standing = standing
        self.by = by
        self.source = source
        self.now = timezone.now()
        self.saved = Saved()
        self.in_closed_sections: list[int] = []
        self.events: list[AnswerEvent] = []
        self.first_answers: list[Answer] = []

    def save(self, changes: Sequence[Change]) -> Saved:
        for change in changes:
            present = self.standing[change.code]
            if present.repeated == present.version or _says_the_same(change, present):
                self._keep(change, present)
            # Where nobody ever answered, there is nothing that could be overwritten.
            elif present.version and change.version != present.version:
                self.saved.conflicts[change.code] = self._stored(present)
                self.saved.present[change.code] = present.version
            else:
                self._write(change, present)
        AnswerEvent.objects.bulk_create(self.events)
        Answer.objects.bulk_create(self.first_answers)
        return self.saved

    def _keep(self, change: Change, present: Standing) -> None:
        """Tell of an answer that is on record already: which change it was, and when."""
        self.saved.versions[change.code] = present.version
        self.saved.at[change.code] = present.at or self.now

    def _stored(self, present: Standing) -> Answer | None:
        rows = self.submission.answers.select_related("question", "updated_by")
        return rows.filter(question=present.question).first()

    def _write(self, change: Change, present: Standing) -> None:
        version = present.version + 1
        if present.is_closed:
            self.in_closed_sections.append(present.question)
        columns: dict[str, object] = _columns(change.answer) if change.answer else {"state": ""}
        event = AnswerEvent(
            submission=self.submission,
            question_id=present.question,
            version=version,
            source=change.source or self.source,
            # A page that came back from the browser's memory may use its key for a second change.
            key=change.key if present.repeated is None else uuid.uuid4(),
            by=self.by,
            at=self.now,
            **columns,
        )
        self.events.append(event)
        self._store(change, present, columns, version)
        self.saved.versions[change.code] = version
        self.saved.at[change.code] = self.now

    def _store(
        self, change: Change, present: Standing, columns: dict[str, object], version: int
    ) -> None:
        row = self.submission.answers.filter(question=present.question)
        if change.answer is None:
            row.delete()
            return
        written = {
            **columns, "version": version, "updated_by": self.by, "updated_at": self.now
        }  # fmt: skip
        if present.columns:
            row.update(**written)
        else:
            answer = Answer(submission=self.submission, question_id=present.question, **written)
            self.first_answers.append(answer)


def _says_the_same(change: Change, present: Standing) -> bool:
    return present.columns == (None if change.answer is None else _columns(change.answer))


def _columns(answer: CoreAnswer) -> dict[str, object]:
    value = None if answer.value is None else dump_value(answer.value)
    return {"state": answer.state.value, "value": value, "reason": answer.reason}


def _check_reviewer(by: User) -> None:
    """On behalf of the bank, from a workbook that it sent, only reviewers write answers."""
    if not by.has_role(*REVIEWERS):
        raise NotAllowed
