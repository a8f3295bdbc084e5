"""Reminders: two weeks, one week, three days, one day before a day that matters, and once after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments import notices
from assessments.enums import CycleState, Occasion, SectionStage, SubmissionState
from assessments.models import Assignment, Reminder, Submission
from assessments.pages.dossier import dossier_of
from assessments.pages.next_step import next_step
from assessments.pages.team import team_of
from hive.banks.models import User
from hive.banks.roles import Role

DAYS_BEFORE = (14, 7, 3, 1)
OVERDUE = 0
HOUR = time(8)
# A day that passed longer ago is no news; a new installation does not remind of old years.
LATEST = timedelta(days=14)
WORKED_ON = (SubmissionState.DRAFT, SubmissionState.RETURNED, SubmissionState.AWAITING_SIGNOFF)


@dataclass(frozen=True)
class Due:
    """A day that matters to a submission, and since when it is known."""

    submission: Submission
    occasion: Occasion
    on: date
    since: datetime

    def days_at(self, now: datetime) -> int | None:
        """Which reminder is due; None for none.

        One that the worker slept through is sent late, until the next one is due.
        """
        latest = None
        for days in (*DAYS_BEFORE, OVERDUE):
            moment = self._moment(days)
            if self.since < moment <= now:
                latest = days
        if latest == OVERDUE and now - self._moment(OVERDUE) > LATEST:
            return None
        return latest

    def _moment(self, days: int) -> datetime:
        day = self.on - timedelta(days=days) if days else self.on + timedelta(days=1)
        return datetime.combine(day, HOUR, settings.HIVE_ZONE)


def remind_due(now: datetime) -> int:
    """Send every reminder that is due and was not sent; harmless to repeat."""
    found = [(due, days) for due in _dates() if (days := due.days_at(now)) is not None]
    submissions = {due.submission.pk for due, _days in found}
    rows = Reminder.objects.filter(submission__in=submissions)
    done = set(rows.values_list("submission", "occasion", "due_on", "days"))
    waiting = [
        (due, days)
        for due, days in found
        if (due.submission.pk, due.occasion.value, due.on, days) not in done
    ]
    return sum(_remind(due, days) for due, days in waiting)


def _dates() -> Iterator[Due]:
    """The days of every submission that a bank is working on."""
    worked_on = Submission.objects.filter(state__in=WORKED_ON).exclude(
        cycle__state=CycleState.DRAFT
    )
    rows: QuerySet[Submission] = worked_on.with_edition().select_related("requested_by")
    for submission in rows.prefetch_related("assignments"):
        is_correction = SubmissionState.RETURNED in (
            submission.state,
            submission.state_before_request if submission.is_awaiting_signoff else "",
        )
        occasion = Occasion.CORRECTION if is_correction else Occasion.DEADLINE
        since = max(submission.cycle.opens_at, submission.state_since)
        yield Due(submission, occasion, submission.last_day(), since)
        if not submission.is_awaiting_signoff:
            yield from _sections(submission)


def _sections(submission: Submission) -> Iterator[Due]:
    open_ones = [row for row in submission.assignments.all() if row.stage is SectionStage.OPEN]
    for due_on in sorted({row.due_on for row in open_ones if row.due_on}):
        since = min(row.assigned_at for row in open_ones if row.due_on == due_on)
        yield Due(submission, Occasion.SECTION, due_on, since)


@transaction.atomic
def _remind(due: Due, days: int) -> bool:
    """Write one reminder to all whose act is awaited; the row makes it once for ever."""
    submission = due.submission
    _row, is_new = Reminder.objects.get_or_create(
        submission=submission, occasion=due.occasion, due_on=due.on, days=days
    )
    if not is_new:
        return False
    event = f"reminder:{submission.pk}:{due.occasion}:{due.on}:{days}"
    team = team_of(submission.bank)
    for person in _awaited(due, days):
        with override(person.language):
            step = next_step(dossier_of(submission, person), team)
            path = step.first.url if step.first else reverse("assessments:dashboard")
            words = {"what": _what(due), "sentence": step.sentence, "days": days, "due": due.on}
            notices.remind(event, person, submission, path, **words)
    return True


def _awaited(due: Due, days: int) -> Iterable[User]:
    """The people who have to act now, and nobody else."""
    submission = due.submission
    if submission.is_awaiting_signoff:
        approvers = notices.people_at(submission, Role.APPROVER)
        return [person for person in approvers if person != submission.requested_by]
    fillers = set(notices.people_at(submission, Role.COORDINATOR, Role.CONTRIBUTOR))
    if due.occasion is Occasion.SECTION:
        return _owners(submission, due.on) & fillers
    coordinators = set(notices.people_at(submission, Role.COORDINATOR))
    if days == OVERDUE:
        return coordinators
    return coordinators | (_owners(submission, None) & fillers)


def _owners(submission: Submission, due_on: date | None) -> set[User]:
    rows: QuerySet[Assignment] = submission.assignments.filter(due_on=due_on, closed_at=None)
    return {row.member for row in rows.select_related("member")}


def _what(due: Due) -> str:
    words = {
        Occasion.DEADLINE: _("self-assessment %(year)s"),
        Occasion.CORRECTION: _("correction of the self-assessment %(year)s"),
        Occasion.SECTION: _("your sections of the self-assessment %(year)s"),
    }
    return words[due.occasion] % {"year": due.submission.cycle.year}
