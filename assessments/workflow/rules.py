"""Which state leads where and by whom: the one table behind every verb."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from assessments.enums import SubmissionState
from assessments.models import Submission
from assessments.workflow.errors import NotAllowed, WrongState
from hive.banks.models import User
from hive.banks.roles import REVIEWERS, Role
from hive.prepared import Given, Prepared

S = SubmissionState


@dataclass(frozen=True)
class Arrow:
    """From which states, to which (None: the one before the request), by whom."""

    sources: Collection[SubmissionState]
    target: SubmissionState | None
    roles: Collection[Role]


ARROWS = {
    "request": Arrow([S.DRAFT, S.RETURNED], S.AWAITING_SIGNOFF, [Role.COORDINATOR]),
    "recall": Arrow([S.AWAITING_SIGNOFF], None, [Role.COORDINATOR]),
    "send_back": Arrow([S.AWAITING_SIGNOFF], None, [Role.APPROVER]),
    "seal": Arrow([S.AWAITING_SIGNOFF], S.AWAITING_SIGNOFF, [Role.COORDINATOR, Role.APPROVER]),
    "sign": Arrow([S.AWAITING_SIGNOFF], S.SUBMITTED, [Role.APPROVER]),
    "withdraw": Arrow([S.DRAFT, S.RETURNED, S.AWAITING_SIGNOFF], S.WITHDRAWN, [Role.APPROVER]),
    "start_review": Arrow([S.SUBMITTED], S.IN_REVIEW, REVIEWERS),
    "recommend": Arrow([S.IN_REVIEW], S.IN_REVIEW, REVIEWERS),
    "accept": Arrow([S.IN_REVIEW], S.ACCEPTED, REVIEWERS),
    "return": Arrow([S.IN_REVIEW], S.RETURNED, REVIEWERS),
    "ask": Arrow([S.IN_REVIEW], S.IN_REVIEW, REVIEWERS),
    "reply": Arrow([S.RETURNED], S.RETURNED, [Role.COORDINATOR, Role.CONTRIBUTOR]),
    "reopen": Arrow(
        [S.SUBMITTED, S.IN_REVIEW, S.ACCEPTED, S.PUBLISHED], S.RETURNED, [Role.LEAD_ANALYST]
    ),
    "restore": Arrow([S.WITHDRAWN], S.DRAFT, [Role.LEAD_ANALYST]),
    "publish": Arrow([S.ACCEPTED], S.PUBLISHED, [Role.LEAD_ANALYST]),
}


_HELD = Prepared(
    lambda: (
        Submission.objects.select_for_update(of=("self",))
        .with_edition()
        .filter(pk=Given("pk", Submission._meta.pk))
    )
)


def locked(submission: Submission) -> Submission:
    """Read the row again and hold it until the transaction ends."""
    (row,) = _HELD.rows(pk=submission.pk)
    return row


def may(verb: str, submission: Submission, by: User) -> bool:
    """Whether a person's role and the state let the verb through; clock and content come later."""
    arrow = ARROWS[verb]
    return submission.state in arrow.sources and _has_role(arrow, submission, by)


def check(verb: str, submission: Submission, by: User) -> None:
    """Refuse a verb that role or state forbid."""
    arrow = ARROWS[verb]
    if not _has_role(arrow, submission, by):
        raise NotAllowed
    if submission.state not in arrow.sources:
        raise WrongState(submission.get_state_display())


def check_fills_in(submission: Submission, by: User, *, owns_all: Callable[[], bool]) -> None:
    """Coordinators fill in everything, contributors the dimensions assigned to them.

    ``owns_all`` is asked of a contributor: whether all that is written is in such dimensions.
    """
    if by.has_role(Role.COORDINATOR, bank=submission.bank):
        return
    if not by.has_role(Role.CONTRIBUTOR, bank=submission.bank) or not owns_all():
        raise NotAllowed


def move(verb: str, submission: Submission, at: datetime) -> list[str]:
    """Move to the verb's target state; returns the fields to save."""
    submission.state = ARROWS[verb].target or submission.state_before_request
    submission.state_since = at
    return ["state", "state_since"]


def _has_role(arrow: Arrow, submission: Submission, by: User) -> bool:
    at_bank = [role for role in arrow.roles if role.is_at_bank]
    if at_bank and by.has_role(*at_bank, bank=submission.bank):
        return True
    at_alliance = [role for role in arrow.roles if not role.is_at_bank]
    return bool(at_alliance) and by.has_role(*at_alliance)
