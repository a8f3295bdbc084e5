"""Workbooks: kept for the preview, entered in one go, given up, forgotten after a day."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import notices
from assessments.enums import Source
from assessments.models import Submission, UploadedWorkbook
from assessments.workflow.answers import Change, save_answers
from assessments.workflow.errors import Locked, NotAllowed, WorkflowError
from assessments.workflow.rules import locked
from hive.audit.log import record
from hive.banks.models import User
from hive.banks.roles import Role
from hive.core.answers import Answer, canonical, canonical_json

KEPT = timedelta(days=1)


class Overtaken(WorkflowError):
    """Answers changed since the preview was shown; nothing was saved."""

    def __init__(self) -> None:
        super().__init__(
            _("Answers were changed online meanwhile, so nothing was saved. Please look again.")
        )


@transaction.atomic
def keep_workbook(
    submission: Submission,
    *,
    by: User,
    answers: Mapping[str, Answer | None],
    versions: Mapping[str, int],
    sha256: str,
) -> UploadedWorkbook:
    """Keep what a workbook says until its uploader confirms; saving asks for each right."""
    submission = locked(submission)
    now = timezone.now()
    if not by.has_role(Role.COORDINATOR, Role.CONTRIBUTOR, bank=submission.bank):
        raise NotAllowed
    if not submission.bank_may_edit(now):
        raise Locked
    stored = canonical({code: answer for code, answer in answers.items() if answer is not None})
    uploaded, _made = UploadedWorkbook.objects.update_or_create(
        submission=submission,
        by=by,
        defaults={
            "answers": {code: stored.get(code) for code in answers},
            "versions": {code: versions.get(code, 0) for code in answers},
            "sha256": sha256,
            "created_at": now,
            "expires_at": now + KEPT,
        },
    )
    record("workbook.uploaded", uploaded, by=by, bank=submission.bank_id, sha256=sha256)
    return uploaded


@transaction.atomic
def enter_workbook(
    uploaded: UploadedWorkbook, wishes: Sequence[tuple[str, Answer, int]], *, by: User
) -> int:
    """Save what the person confirmed - code, answer, version seen - or nothing; counts answers."""
    submission = locked(uploaded.submission)
    waiting = UploadedWorkbook.objects.select_for_update().filter(pk=uploaded.pk, by=by)
    if waiting.first() is None:
        raise Overtaken
    changes = _changes(uploaded.pk, wishes)
    saved = save_answers(submission, changes, by=by, source=Source.WORKBOOK)
    if saved.conflicts:
        raise Overtaken
    record(
        "workbook.entered", uploaded, by=by, bank=submission.bank_id,
        sha256=uploaded.sha256, answers=len(changes),
    )  # fmt: skip
    waiting.delete()
    return len(changes)


@transaction.atomic
def enter_for_bank(
    submission: Submission,
    wishes: Sequence[tuple[str, Answer, int]],
    *,
    by: User,
    sha256: str,
) -> int:
    """Enter a bank's workbook on its behalf; the bank is told and still has to sign."""
    submission = locked(submission)
    act = uuid.uuid4()
    saved = save_answers(submission, _changes(act, wishes), by=by, source=Source.ANALYST)
    if saved.conflicts:
        raise Overtaken
    record(
        "workbook.entered_for_bank", submission, by=by, bank=submission.bank_id,
        sha256=sha256, answers=len(wishes),
    )  # fmt: skip
    if wishes:
        notices.workbook_entered(submission, act, by=by, count=len(wishes))
    return len(wishes)


@transaction.atomic
def discard_workbook(uploaded: UploadedWorkbook, *, by: User) -> None:
    """Give an upload up; only its uploader can."""
    if uploaded.by_id != by.pk:
        raise NotAllowed
    bank = uploaded.submission.bank_id
    record("workbook.discarded", uploaded, by=by, bank=bank, sha256=uploaded.sha256)
    uploaded.delete()


def purge_workbooks(now: datetime) -> int:
    """Forget uploads that nobody confirmed; tells how many."""
    old = UploadedWorkbook.objects.filter(expires_at__lte=now)
    return old.delete()[0]


def _changes(act: uuid.UUID, wishes: Sequence[tuple[str, Answer, int]]) -> list[Change]:
    """Name each change by the upload it comes from: confirmed twice, it is made once."""
    return [
        Change(
            code, answer, version, uuid.uuid5(act, canonical_json(canonical({code: answer})))
        )
        for code, answer, version in wishes
    ]  # fmt: skip
