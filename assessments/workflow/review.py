"""The alliance's arrows: review, recommend, accept, return, reopen, restore, publish."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import notices
from assessments.enums import SnapshotKind, SubmissionState
from assessments.models import Return, Submission
from assessments.queries import answers_of
from assessments.workflow import rules
from assessments.workflow.errors import FourEyes, Incomplete, need_reason
from assessments.workflow.queries import gather
from assessments.workflow.sections import open_returned
from assessments.workflow.snapshots import take
from hive.audit.log import record
from hive.banks.models import User
from hive.catalogue.queries import questions_of


@transaction.atomic
def start_review(submission: Submission, *, by: User) -> None:
    """Take a submitted self-assessment into review."""
    submission = rules.locked(submission)
    rules.check("start_review", submission, by)
    submission.save(update_fields=rules.move("start_review", submission, timezone.now()))
    _record("review_started", submission, by)


@transaction.atomic
def recommend(submission: Submission, *, by: User) -> None:
    """Recommend acceptance; another person then accepts."""
    submission = rules.locked(submission)
    rules.check("recommend", submission, by)
    _need_no_query(submission)
    submission.recommended_by, submission.recommended_at = by, timezone.now()
    submission.save(update_fields=["recommended_by", "recommended_at"])
    _record("recommended", submission, by)


@transaction.atomic
def accept(submission: Submission, *, by: User) -> None:
    """Accept what another analyst recommended; a second snapshot is taken."""
    submission = rules.locked(submission)
    if submission.state == SubmissionState.ACCEPTED and submission.accepted_by_id == by.pk:
        # A second press of the same button: it is done already.
        return
    rules.check("accept", submission, by)
    if submission.recommended_by_id is None:
        raise Incomplete(_("An analyst has to recommend acceptance first."))
    if submission.recommended_by_id == by.pk:
        raise FourEyes(_("You recommended acceptance; another person has to accept."))
    _need_no_query(submission)
    now = timezone.now()
    submission.accepted_by, submission.accepted_at = by, now
    fields = rules.move("accept", submission, now)
    submission.save(update_fields=[*fields, "accepted_by", "accepted_at"])
    take(submission, answers_of(submission), SnapshotKind.ACCEPTED, by=by, at=now)
    _record("accepted", submission, by)
    notices.accepted(submission)


@transaction.atomic
def return_to_bank(
    submission: Submission,
    *,
    by: User,
    letter: str,
    due_at: datetime,
    questions: Sequence[str] = (),
) -> Return:
    """Send a submission back with one letter and a due date.

    The letter gathers every query; ``questions`` adds some that have no text of their own.
    """
    submission = rules.locked(submission)
    rules.check("return", submission, by)
    return _give_back("return", submission, by, letter, due_at, questions)


@transaction.atomic
def reopen(submission: Submission, *, by: User, reason: str, due_at: datetime) -> Return:
    """Open a signed submission again; published figures of the peers never move."""
    submission = rules.locked(submission)
    rules.check("reopen", submission, by)
    return _give_back("reopen", submission, by, reason, due_at, ())


@transaction.atomic
def restore(submission: Submission, *, by: User) -> None:
    """Let a withdrawn bank take part again."""
    submission = rules.locked(submission)
    rules.check("restore", submission, by)
    submission.save(update_fields=rules.move("restore", submission, timezone.now()))
    _record("restored", submission, by)


@transaction.atomic
def publish(submissions: Iterable[Submission], *, by: User) -> None:
    """Mark accepted submissions as published; called by the release of a publication."""
    for row in submissions:
        submission = rules.locked(row)
        rules.check("publish", submission, by)
        submission.save(update_fields=rules.move("publish", submission, timezone.now()))
        _record("published", submission, by)
        notices.published(submission)


def _need_no_query(submission: Submission) -> None:
    if submission.queries.filter(letter=None).exists():
        raise Incomplete(_("Queries are waiting: return them to the bank, or take them back."))


def _give_back(
    verb: str,
    submission: Submission,
    by: User,
    letter: str,
    due_at: datetime,
    questions: Sequence[str],
) -> Return:
    need_reason(letter)
    if due_at <= timezone.now():
        raise Incomplete(_("The due date must lie in the future."))
    waiting = submission.queries.filter(letter=None, question__isnull=False)
    codes = list(waiting.values_list("question__code", flat=True))
    questions = [*codes, *(code for code in questions if code not in codes)]
    unknown = set(questions) - questions_of(submission.cycle.edition).keys()
    if unknown:
        raise Incomplete(_("No such question: %(codes)s.") % {"codes": ", ".join(sorted(unknown))})
    submission.due_at = due_at
    fields = rules.move(verb, submission, timezone.now())
    submission.save(update_fields=[*fields, "due_at"])
    letter_row = Return.objects.create(
        submission=submission,
        letter=letter,
        questions=list(questions),
        due_at=due_at,
        written_by=by,
    )
    gather(letter_row, by=by)
    open_returned(submission, letter_row.questions, by=by)
    act = "returned" if verb == "return" else "reopened"
    _record(act, submission, by, due_at=due_at.isoformat(), questions=list(questions))
    notices.returned(submission, letter_row)
    return letter_row


def _record(verb: str, submission: Submission, by: User, **detail: Any) -> None:
    record(f"submission.{verb}", submission, by=by, bank=submission.bank_id, **detail)
