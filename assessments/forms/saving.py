"""Saving questions: what is valid and current is kept, the rest stays typed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from assessments.enums import Source
from assessments.forms.answers import AnswersForm
from assessments.forms.conflicts import Theirs
from assessments.models import Answer as Row
from assessments.models import Submission
from assessments.plausibility import is_unusual
from assessments.queries import core_answer
from assessments.records import answers_at, sheet_of
from assessments.workflow import Change, NotAllowed, Saved, WorkflowError, save_answers
from hive.banks.models import User
from hive.core.answers import Answer, canonical, canonical_json

OK, CONFLICT, INVALID = 200, 409, 422


@dataclass(frozen=True)
class Outcome:
    """What became of a page: the HTTP status it deserves, the answers saved, the unusual ones."""

    status: int
    saved: tuple[str, ...] = ()
    unusual: tuple[str, ...] = ()


def save_page(form: AnswersForm, submission: Submission, *, by: User) -> Outcome:
    """Save what can be saved and make the form ready to be shown again."""
    form.is_valid()
    changes = _changes(form, submission)
    try:
        saved = save_answers(submission, changes, by=by)
    except NotAllowed:
        raise
    except WorkflowError as error:
        form.add_error(None, str(error))
        return Outcome(CONFLICT)
    _carry_on(form, submission, saved)
    status = CONFLICT if saved.conflicts else INVALID if form.errors else OK
    return Outcome(status, tuple(saved.versions), _unusual(form, saved))


def save_question(form: AnswersForm, submission: Submission, *, by: User) -> Saved | None:
    """Save the only question of a form; None when what was typed is not an answer."""
    if not form.is_valid():
        return None
    changes = [
        Change(code, answer, form.version(code), _key(form, submission, code, answer))
        for code, answer in form.answers.items()
    ]
    saved = save_answers(submission, changes, by=by)
    form.conflicts = _conflicts(form, submission, saved)
    return saved


def _changes(form: AnswersForm, submission: Submission) -> list[Change]:
    """Return what the person changed: not what merely differs because a colleague changed it."""
    seen = {code: form.version(code) for code in form.answers if code != form.given_up}
    stale = {c: v for c, v in seen.items() if v and v != form.sheet.version(c)}
    before: dict[str, Answer | None] = {**form.sheet.answers, **answers_at(submission, stale)}
    before |= {code: None for code, version in seen.items() if version == 0}
    return [
        Change(
            code,
            form.answers[code],
            version,
            _key(form, submission, code, form.answers[code]),
            Source.PREFILL if code == form.kept else None,
        )
        for code, version in seen.items()
        if form.answers[code] != before.get(code)
    ]


def _key(form: AnswersForm, submission: Submission, code: str, answer: Answer | None) -> uuid.UUID:
    """Name one change of one page: sent twice, it is made once."""
    content = canonical({code: answer}) if answer else {code: None}
    return uuid.uuid5(form.key, canonical_json([str(submission.pk), content]))


def _carry_on(form: AnswersForm, submission: Submission, saved: Saved) -> None:
    form.carry_on(sheet_of(submission), saved.versions, _conflicts(form, submission, saved))


def _conflicts(form: AnswersForm, submission: Submission, saved: Saved) -> Mapping[str, Theirs]:
    return {
        code: _theirs(form, row) if row else _taken_back(submission, code)
        for code, row in saved.conflicts.items()
    }


def _theirs(form: AnswersForm, row: Row) -> Theirs:
    answer = core_answer(row, form.questions[row.question.code])
    return Theirs(answer, str(row.updated_by), row.updated_at)


def _taken_back(submission: Submission, code: str) -> Theirs:
    events = submission.answer_events.filter(question__code=code).select_related("by")
    last = events.latest("version")
    return Theirs(None, str(last.by), last.at)


def _unusual(form: AnswersForm, saved: Saved) -> tuple[str, ...]:
    return tuple(
        code for code in saved.versions if is_unusual(form.questions[code], form.answers[code])
    )
