"""A new approver is asked for the signature that is awaited."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from assessments import notices
from assessments.enums import SubmissionState
from assessments.models import Submission
from hive.banks import workflow
from hive.banks.models import User
from hive.banks.roles import Role


@transaction.atomic
def name_approver(submission: Submission, person: User, *, by: User) -> None:
    """Make a colleague approver; a request that is awaited reaches them with it."""
    workflow.grant_role(person, Role.APPROVER, submission.bank, by=by)
    ask_again(submission.pk)


def ask_new_approvers(now: datetime) -> int:
    """Send every awaited request on to whoever became an approver since; returns how many wait.

    Whoever has the request already gets no second mail.
    """
    awaited = Submission.objects.filter(state=SubmissionState.AWAITING_SIGNOFF)
    return sum(map(ask_again, awaited.values_list("pk", flat=True)))


@transaction.atomic
def ask_again(key: UUID) -> bool:
    """Send one request on, if it is still awaited; ``key`` is the submission's."""
    rows = Submission.objects.select_for_update(of=("self",))
    submission = rows.select_related("cycle", "bank", "requested_by").get(pk=key)
    if not submission.is_awaiting_signoff or submission.requested_by is None:
        return False
    notices.signature_requested(submission, by=submission.requested_by)
    return True
