"""Mail for every hand-over: who is told what, once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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
    submission = assignment.submission
    event = f"assignment:{assignment.pk}:{assignment.member_id}"
    link = reverse("assessments:section", args=[submission.pk, assignment.dimension.slug])
    context = _context(submission, link) | {"assignment": assignment}
    post(event, "section_assigned", assignment.member, context=context)


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
