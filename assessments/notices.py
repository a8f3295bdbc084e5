"""Mail for every hand-over: who is told what, once.

People choose what they get by mail; what they do not want at once is gathered for their digest.
What asks for a signature, returns the questionnaire or proves its signing is always sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assignment, Comment, Return, Submission, SubmissionSnapshot
from hive.banks.models import User
from hive.banks.roles import Role
from hive.post.digest import gather
from hive.post.outbox import post

ALWAYS = {"signature_requested", "returned", "signed"}
MINOR = {"section_reopened", "section_unconfirmed", "section_due", "comments_resolved"}


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
    """Tell the approvers that they are asked to sign; each once, however often it is said."""
    approvers = [one for one in people_at(submission, Role.APPROVER) if one.pk != by.pk]
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
    _tell("extended", submission, people, at=until, until=until)


def published(submission: Submission) -> None:
    """Tell everybody who may see results that they are out."""
    people = people_at(submission, Role.COORDINATOR, Role.APPROVER, Role.EXECUTIVE)
    _tell("published", submission, people, page="reports:summary")


def assigned(assignment: Assignment, *, by: User) -> None:
    """Tell a member of the bank which section is theirs."""
    _tell_of("section_assigned", assignment, [assignment.member], at=assignment.assigned_at, by=by)


def section_closed(assignment: Assignment, *, by: User) -> None:
    """Ask the coordinators to confirm what its owner has finished."""
    people = people_at(assignment.submission, Role.COORDINATOR)
    _tell_of("section_closed", assignment, people, at=assignment.closed_at, by=by)


def section_confirmed(assignment: Assignment, *, by: User) -> None:
    """Tell the owner that the section is complete."""
    _tell_of(
        "section_confirmed", assignment, [assignment.member], at=assignment.confirmed_at, by=by
    )


def section_sent_back(assignment: Assignment, *, by: User, at: datetime) -> None:
    """Tell the owner what the coordinator wants changed."""
    _tell_of("section_sent_back", assignment, [assignment.member], at=at, by=by)


def section_reopened(assignment: Assignment, *, by: User, mark: str) -> None:
    """Tell the coordinators that the owner goes on with a section; ``mark`` is its last closing."""
    people = people_at(assignment.submission, Role.COORDINATOR)
    _tell_of("section_reopened", assignment, people, at=mark, by=by)


def section_unconfirmed(assignment: Assignment, *, by: User, mark: str) -> None:
    """Tell owner and coordinators that an answer changed after the confirmation ``mark``."""
    people = [*people_at(assignment.submission, Role.COORDINATOR), assignment.member]
    _tell_of("section_unconfirmed", assignment, dict.fromkeys(people), at=mark, by=by)


def section_due(assignment: Assignment, *, by: User) -> None:
    """Tell the owner about another day."""
    _tell_of("section_due", assignment, [assignment.member], at=timezone.now(), by=by)


def comments_resolved(comments: Iterable[Comment], *, by: User) -> None:
    """Tell the writers that somebody resolved what they wrote."""
    for comment in comments:
        if comment.written_by_id != by.pk:
            path = _thread_url(comment, comment.written_by)
            context = _context(comment.submission, path) | {
                "question": comment.question, "by": by
            }  # fmt: skip
            event = f"comment_resolved:{comment.pk}"
            _send(event, "comments_resolved", comment.written_by, context)


def remind(event: str, person: User, submission: Submission, path: str, **words: Any) -> None:
    """Name the one next step to somebody whose act is awaited."""
    if person.mail_reminders:
        post(event, "reminder", person, context=_context(submission, path) | words)


def commented(comment: Comment) -> None:
    """Tell everybody whom a comment concerns: the owner, the coordinators, earlier writers."""
    about = {"comment": comment, "question": comment.question}
    for person in _concerned(comment):
        context = _context(comment.submission, _thread_url(comment, person)) | about
        _send(f"comment:{comment.pk}", "comment", person, context)


def _thread_url(comment: Comment, reader: User) -> str:
    if reader.is_at_alliance:
        return reverse("admin:assessments_submission_change", args=[comment.submission_id])
    return reverse("assessments:comments", args=[comment.submission_id, comment.question.code])


def _concerned(comment: Comment) -> list[User]:
    """Whoever has to do with a thread and may still read it, but for the writer."""
    submission, question = comment.submission, comment.question
    thread = {"question": question, "to_alliance": comment.to_alliance}
    writers = submission.comments.filter(**thread).values("written_by")
    owners = submission.assignments.filter(dimension__indicators=question.indicator_id)
    letters = submission.returns.values("written_by") if comment.to_alliance else None
    known = Q(pk__in=writers) | Q(pk__in=owners.values("member"))
    if letters is not None:
        known |= Q(pk__in=letters)
    people = User.objects.filter(known, is_active=True).exclude(pk=comment.written_by_id)
    found = [*people_at(submission, Role.COORDINATOR), *people]
    return [
        person
        for person in dict.fromkeys(found)
        if person.pk != comment.written_by_id
        and Comment.objects.visible_to(person).filter(pk=comment.pk).exists()
    ]


def _tell_of(
    template: str,
    assignment: Assignment,
    people: Iterable[User],
    *,
    at: datetime | str | None,
    by: User,
) -> None:
    """Write to people about one section; the moment of the act makes the event unique."""
    submission = assignment.submission
    moment = at.isoformat() if isinstance(at, datetime) else at
    event = f"{template}:{assignment.pk}:{moment}"
    link = reverse("assessments:section", args=[submission.pk, assignment.dimension.slug])
    context = _context(submission, link) | {"assignment": assignment, "by": by}
    for person in people:
        if person.pk != by.pk:
            _send(event, template, person, context)


def workbook_entered(submission: Submission, act: UUID, *, by: User, count: int) -> None:
    """Tell the coordinators that the alliance entered a workbook they had sent."""
    context = _context(submission, reverse("assessments:check", args=[submission.pk]))
    context |= {"by": by, "count": count}
    for person in people_at(submission, Role.COORDINATOR):
        _send(f"workbook:{act}", "workbook_entered", person, context)


def _tell(
    template: str,
    submission: Submission,
    people: Iterable[User],
    *,
    page: str = "assessments:tasks",
    at: datetime | None = None,
    **more: Any,
) -> None:
    """Write one message to each person; a moment, that of the state, makes the event unique."""
    event = f"{template}:{submission.pk}:{(at or submission.state_since).isoformat()}"
    context = _context(submission, reverse(page, args=[submission.pk])) | more
    for person in people:
        _send(event, template, person, context)


def _send(event: str, template: str, person: User, context: dict[str, Any]) -> None:
    """Write at once what the person wants at once, and the rest for the digest."""
    if template in ALWAYS or (template not in MINOR and _wants(person, template)):
        post(event, template, person, context=context)
    elif person.mail_digest:
        gather(event, template, person, context=context)


def _wants(person: User, template: str) -> bool:
    return person.mail_comments if template == "comment" else person.mail_handovers


def _context(submission: Submission, path: str) -> dict[str, Any]:
    return {
        "submission": submission,
        "bank": submission.bank,
        "cycle": submission.cycle,
        "link": settings.SITE_ORIGIN + path,
    }
