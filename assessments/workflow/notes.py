"""Explaining a remark of the edition's checks."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.findings import remarks_of
from assessments.models import Assignment, FindingNote, Submission
from assessments.queries import answers_of, versions_of
from assessments.workflow import rules
from assessments.workflow.errors import Incomplete, Locked, NotAllowed
from hive.audit.log import record
from hive.banks.models import User
from hive.banks.roles import Role
from hive.core.model import Severity


@transaction.atomic
def explain(
    submission: Submission, *, check: str, questions: Sequence[str], text: str, by: User
) -> FindingNote:
    """Say why a warning may stand; it holds until one of the answers changes."""
    submission = rules.locked(submission)
    need_writer(submission, questions, by)
    if not submission.bank_may_edit(timezone.now()):
        raise Locked
    if not text.strip():
        raise Incomplete(_("Say why the answers are right."))
    versions = versions_of(submission)
    remark = remarks_of(submission, answers_of(submission), versions).find(check, questions)
    if remark is None or remark.severity is not Severity.WARNING:
        raise Incomplete(_("The answers have changed and this remark is gone. Reload the page."))
    note = FindingNote.objects.create(
        submission=submission,
        check_code=check,
        questions=list(questions),
        versions={code: versions.get(code, 0) for code in questions},
        text=text.strip(),
        written_by=by,
    )
    record(
        "submission.explained", submission, by=by, bank=submission.bank_id,
        check=check, questions=list(questions),
    )  # fmt: skip
    return note


def need_writer(submission: Submission, questions: Sequence[str], by: User) -> None:
    """Let pass the coordinator, and whoever fills in a section with one of the questions."""
    if by.has_role(Role.COORDINATOR, bank=submission.bank):
        return
    if not by.has_role(Role.CONTRIBUTOR, bank=submission.bank):
        raise NotAllowed
    own = Assignment.objects.filter(submission=submission, member=by)
    codes = own.values_list("dimension__indicators__questions__code", flat=True)
    if not set(codes) & set(questions):
        raise NotAllowed
