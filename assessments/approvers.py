"""A new approver is asked for the signature that is awaited, at once."""

from __future__ import annotations

from typing import Any

from assessments import notices
from assessments.enums import SubmissionState
from assessments.models import Submission
from hive.banks.models import Membership
from hive.banks.roles import Role


def ask_new_approver(*, membership: Membership, **_signal: Any) -> None:
    """Send the request on; whoever has it already gets no second mail."""
    if membership.role != Role.APPROVER:
        return
    awaited = Submission.objects.filter(
        bank=membership.bank, state=SubmissionState.AWAITING_SIGNOFF
    )
    for submission in awaited.select_related("cycle", "bank", "requested_by"):
        if submission.requested_by is not None:
            notices.signature_requested(submission, by=submission.requested_by)
