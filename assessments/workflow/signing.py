"""The bank's own arrows: request, recall, send back, sign, withdraw."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import notices
from assessments.enums import SnapshotKind
from assessments.findings import remarks_of
from assessments.models import Submission, SubmissionSnapshot
from assessments.queries import answers_of, versions_of
from assessments.workflow import rules
from assessments.workflow.errors import FourEyes, Incomplete, Locked, need_reason
from assessments.workflow.queries import check_answered
from assessments.workflow.sealing import check_sealed
from assessments.workflow.sections import check_confirmed
from assessments.workflow.snapshots import take
from hive.audit.log import record
from hive.banks.models import User
from hive.catalogue.queries import model_of
from hive.core import checks
from hive.core.answers import Answers
from hive.core.completeness import progress, required
from hive.core.model import Severity


@transaction.atomic
def request_signoff(submission: Submission, *, by: User) -> None:
    """Ask the approver to sign: all is answered, no error stands, every section is confirmed."""
    submission = rules.locked(submission)
    rules.check("request", submission, by)
    if not submission.clock_runs(timezone.now()):
        raise Locked
    answers = answers_of(submission)
    check_complete(submission, answers)
    check_explained(submission, answers)
    check_answered(submission)
    check_confirmed(submission)
    submission.state_before_request = submission.state
    submission.requested_by, submission.requested_at = by, timezone.now()
    submission.signed_by = submission.recommended_by = submission.accepted_by = None
    fields = rules.move("request", submission, submission.requested_at)
    submission.save(
        update_fields=[
            *fields, "state_before_request", "requested_by", "requested_at", "signed_by",
            "recommended_by", "accepted_by",
        ]
    )  # fmt: skip
    _record("requested", submission, by)
    notices.signature_requested(submission, by=by)


@transaction.atomic
def recall(submission: Submission, *, by: User) -> None:
    """Take the request back; the submission returns to the state before it."""
    submission = rules.locked(submission)
    rules.check("recall", submission, by)
    submission.save(update_fields=rules.move("recall", submission, timezone.now()))
    _record("recalled", submission, by)
    notices.signature_recalled(submission, by=by)


@transaction.atomic
def send_back(submission: Submission, *, by: User, reason: str) -> None:
    """Refuse to sign and say why; the submission returns to the state before the request."""
    submission = rules.locked(submission)
    rules.check("send_back", submission, by)
    need_reason(reason)
    submission.save(update_fields=rules.move("send_back", submission, timezone.now()))
    _record("sent_back", submission, by, reason=reason)
    notices.sent_back(submission, by=by, reason=reason)


@transaction.atomic
def sign(submission: Submission, *, by: User) -> SubmissionSnapshot:
    """Sign: the answers are frozen, hashed and scored, and go to the alliance."""
    submission = rules.locked(submission)
    rules.check("sign", submission, by)
    if submission.requested_by_id == by.pk:
        raise FourEyes(_("You requested the signature; another person has to sign."))
    now = timezone.now()
    if not submission.clock_runs(now):
        raise Locked
    answers = answers_of(submission)
    check_complete(submission, answers)
    sealed = check_sealed(submission, answers)
    submission.signed_by, submission.signed_at = by, now
    submission.save(update_fields=[*rules.move("sign", submission, now), "signed_by", "signed_at"])
    snapshot = take(submission, answers, SnapshotKind.SIGNED, by=by, at=now)
    detail = {"sealed_page": sealed.sha256} if sealed else {}
    _record("signed", submission, by, snapshot=snapshot.number, sha256=snapshot.sha256, **detail)
    notices.signed(submission, snapshot)
    return snapshot


@transaction.atomic
def withdraw(submission: Submission, *, by: User, reason: str) -> None:
    """Leave the cycle, with the reason on record."""
    submission = rules.locked(submission)
    rules.check("withdraw", submission, by)
    need_reason(reason)
    submission.save(update_fields=rules.move("withdraw", submission, timezone.now()))
    _record("withdrawn", submission, by, reason=reason)
    notices.withdrawn(submission, by=by, reason=reason)


def check_complete(submission: Submission, answers: Answers) -> None:
    """Refuse while a required question is open or a check of the edition finds an error."""
    model = model_of(submission.cycle.edition)
    missing = progress(required(model), answers).missing
    if missing:
        message = ngettext(
            "%(n)s question is still to be answered.",
            "%(n)s questions are still to be answered.",
            len(missing),
        )
        raise Incomplete(message % {"n": len(missing)}, missing)
    found = checks.run(model, answers)
    errors = [finding for finding in found if finding.check.severity is Severity.ERROR]
    if errors:
        codes = [code for finding in errors for code in finding.questions]
        raise Incomplete(_("Some answers contradict each other; please correct them."), codes)


def check_explained(submission: Submission, answers: Answers) -> None:
    """Refuse while a warning stands without a note on the present answers."""
    unexplained = remarks_of(submission, answers, versions_of(submission)).unexplained
    if unexplained:
        message = ngettext(
            "%(n)s remark needs a note: correct the answers, or write why they are right.",
            "%(n)s remarks need a note: correct the answers, or write why they are right.",
            len(unexplained),
        )
        codes = [code for remark in unexplained for code in remark.finding.questions]
        raise Incomplete(message % {"n": len(unexplained)}, codes)


def _record(verb: str, submission: Submission, by: User, **detail: Any) -> None:
    record(f"submission.{verb}", submission, by=by, bank=submission.bank_id, **detail)
