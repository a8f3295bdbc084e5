"""Mail for every hand-over: who is told what, once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from assessments.models import Assignment, Return, Submission, SubmissionSnapshot
from hive.banks.models import User
from hive.banks.roles import Role
from hive.post.outbox import post


def people_at(submission: Submission, *roles: Role) -> list[User]:
    """The active people of the bank in some roles, each once."""
    people = User.objects.filter(
        is_active=True,
        memberships__bank=submission.bank_id,
        memberships__role__in=roles,
        memberships__is_active=True,
    )
    return list(people.distinct())


def signature_requested(submission: Submission, *, by: User) -> None:
    """Tell the approvers that their signature is asked for."""
    approvers = people_at(submission, Role.APPROVER)
    _tell("signature_requested", submission, approvers, page="assessments:sign", by=by)


def signature_recalled(submission: Submission, *, by: User) -> None:
    """Tell the approvers that the request was taken back."""
    _tell("signature_recalled", submission, people_at(submission, Role.APPROVER), by=by)


def sent_back(submission: Submission, *, by: User, reason: str) -> None:
    """Tell the coordinators why the approver did not sign."""
    people = people_at(submission, Role.COORDINATOR)
    _tell("sent_back", submission, people, by=by, reason=reason)


def signed(submission: Submission, snapshot: SubmissionSnapshot) -> None:
    """Send the receipt to the approver and the coordinators."""
    people = people_at(submission, Role.COORDINATOR, Role.APPROVER)
    _tell("signed", submission, people, page="assessments:receipt", snapshot=snapshot)


def withdrawn(submission: Submission, *, by: User, reason: str) -> None:
    """Tell the coordinators that the bank leaves the cycle."""
    people = people_at(submission, Role.COORDINATOR)
    _tell("withdrawn", submission, people, by=by, reason=reason)


def returned(submission: Submission, letter: Return) -> None:
    """Send the alliance's letter to the coordinators and the approver."""
    people = people_at(submission, Role.COORDINATOR, Role.APPROVER)
    asked = letter.queries.filter(question__isnull=False).select_related("question")
    _tell("returned", submission, people, letter=letter, queries=list(asked))


def accepted(submission: Submission) -> None:
    """Tell the bank that its self-assessment is accepted."""
    _tell("accepted", submission, people_at(submission, Role.COORDINATOR, Role.APPROVER))


def extended(submission: Submission) -> None:
    """Tell the coordinators about the new deadline."""
    people = people_at(submission, Role.COORDINATOR)
    until = submission.extended_until
    event = f"extended:{submission.pk}:{until.isoformat() if until else ''}"
    _tell("extended", submission, people, event=event, until=until)


def published(submission: Submission) -> None:
    """Tell everybody who may see results that they are out."""
    people = people_at(submission, Role.COORDINATOR, Role.APPROVER, Role.EXECUTIVE)
    _tell("published", submission, people, page="reports:results")


def assigned(assignment: Assignment) -> None:
    """Tell a member of the bank which section is theirs."""
    _tell_of("section_assigned", assignment, [assignment.member], at=assignment.assigned_at)


def section_closed(assignment: Assignment, *, by: User) -> None:
    """Ask the coordinators to confirm what its owner has finished."""
    coordinators = people_at(assignment.submission, Role.COORDINATOR)
    people = [person for person in coordinators if person.pk != by.pk]
    _tell_of("section_closed", assignment, people, at=assignment.closed_at, by=by)


def section_confirmed(assignment: Assignment, *, by: User) -> None:
    """Tell the owner that the section is complete."""
    people = [assignment.member] if assignment.member_id != by.pk else []
    _tell_of("section_confirmed", assignment, people, at=assignment.confirmed_at, by=by)


def section_sent_back(assignment: Assignment, *, by: User, at: datetime) -> None:
    """Tell the owner what the coordinator wants changed."""
    _tell_of("section_sent_back", assignment, [assignment.member], at=at, by=by)


def _tell_of(
    template: str,
    assignment: Assignment,
    people: Iterable[User],
    *,
    at: datetime | None,
    **more: Any,
) -> None:
    """Write to people about one section; the moment of the act makes the event unique."""
    submission = assignment.submission
    event = f"{template}:{assignment.pk}:{at.isoformat() if at else ''}"
    link = reverse("assessments:section", args=[submission.pk, assignment.dimension.slug])
    context = _context(submission, link) | {"assignment": assignment} | more
    for person in people:
        post(event, template, person, context=context)


def workbook_entered(submission: Submission, act: UUID, *, by: User, count: int) -> None:
    """Tell the coordinators that the alliance entered a workbook they had sent."""
    context = _context(submission, reverse("assessments:check", args=[submission.pk]))
    context |= {"by": by, "count": count}
    for person in people_at(submission, Role.COORDINATOR):
        post(f"workbook:{act}", "workbook_entered", person, context=context)


def _tell(
    template: str,
    submission: Submission,
    people: Iterable[User],
    *,
    page: str = "assessments:tasks",
    event: str = "",
    **more: Any,
) -> None:
    """Write one message to each person; the moment of the state makes the event unique."""
    event = event or f"{template}:{submission.pk}:{submission.state_since.isoformat()}"
    context = _context(submission, reverse(page, args=[submission.pk])) | more
    for person in people:
        post(event, template, person, context=context)


def _context(submission: Submission, path: str) -> dict[str, Any]:
    return {
        "submission": submission,
        "bank": submission.bank,
        "cycle": submission.cycle,
        "link": settings.SITE_ORIGIN + path,
    }
