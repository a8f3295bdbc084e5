"""Cycles and who fills in what: make, open, close, extend, assign."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import notices
from assessments.enums import CycleState, SubmissionState
from assessments.models import Assignment, Cycle, Submission
from assessments.moments import day
from assessments.workflow import rules
from assessments.workflow.errors import Incomplete, Locked, NotAllowed, WrongState
from hive.audit.log import record
from hive.banks.models import Bank, User
from hive.banks.roles import Role
from hive.catalogue import workflow as catalogue
from hive.catalogue.models import Dimension, Edition


@transaction.atomic
def make_cycle(
    *,
    year: int,
    edition: Edition,
    opens_at: datetime,
    closes_at: datetime,
    by: User,
    reference_date: date | None = None,
    needs_sealed_page: bool = False,
) -> Cycle:
    """Prepare a year's cycle as a draft."""
    _need_lead_analyst(by)
    cycle = Cycle(
        year=year,
        edition=edition,
        opens_at=opens_at,
        closes_at=closes_at,
        needs_sealed_page=needs_sealed_page,
    )
    cycle.reference_date = reference_date or date(year - 1, 12, 31)
    cycle.full_clean()
    cycle.save()
    record(
        "cycle.made", cycle, by=by, year=year, edition=edition.code,
        needs_sealed_page=needs_sealed_page,
    )  # fmt: skip
    return cycle


@transaction.atomic
def open_cycle(cycle: Cycle, *, by: User) -> None:
    """Open a cycle: its edition is locked and every active bank gets a submission."""
    _need_lead_analyst(by)
    cycle = _moved(cycle, CycleState.DRAFT, CycleState.OPEN)
    catalogue.lock(cycle.edition, by=by)
    now = timezone.now()
    Submission.objects.bulk_create(
        Submission(cycle=cycle, bank=bank, state=SubmissionState.DRAFT, state_since=now)
        for bank in Bank.objects.filter(is_active=True)
    )
    record("cycle.opened", cycle, by=by, year=cycle.year)


@transaction.atomic
def close_cycle(cycle: Cycle, *, by: User) -> None:
    """Close a cycle: from now on only returned or extended submissions can change."""
    _need_lead_analyst(by)
    cycle = _moved(cycle, CycleState.OPEN, CycleState.CLOSED)
    record("cycle.closed", cycle, by=by, year=cycle.year)


@transaction.atomic
def extend(submission: Submission, *, by: User, until: datetime) -> None:
    """Give one bank more time than the cycle does."""
    _need_lead_analyst(by)
    submission = rules.locked(submission)
    if until <= timezone.now():
        raise Incomplete(_("The extension must end in the future."))
    submission.extended_until = until
    submission.save(update_fields=["extended_until"])
    record(
        "submission.extended", submission, by=by, bank=submission.bank_id, until=until.isoformat()
    )
    notices.extended(submission)


@transaction.atomic
def extend_all(cycle: Cycle, *, by: User, until: datetime) -> int:
    """Give every bank that has not submitted more time, in one act; returns how many got it.

    A bank that already has until then or longer keeps what it has and gets no mail.
    """
    _need_lead_analyst(by)
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if cycle.state == CycleState.DRAFT:
        raise WrongState(cycle.get_state_display())
    if until <= timezone.now():
        raise Incomplete(_("The extension must end in the future."))
    if until <= cycle.closes_at:
        raise Incomplete(_("Choose a day after the end of the cycle."))
    given = 0
    for row in cycle.submissions.filter(_still_filling(), _ends_before(until)):
        extend(row, by=by, until=until)
        given += 1
    record("cycle.extended", cycle, by=by, year=cycle.year, until=until.isoformat(), banks=given)
    return given


def _still_filling() -> Q:
    waiting = Q(state=SubmissionState.AWAITING_SIGNOFF, state_before_request=SubmissionState.DRAFT)
    return Q(state=SubmissionState.DRAFT) | waiting


def _ends_before(until: datetime) -> Q:
    return Q(extended_until__isnull=True) | Q(extended_until__lt=until)


@transaction.atomic
def assign(
    submission: Submission,
    dimension: Dimension,
    member: User,
    *,
    by: User,
    due_on: date | None = None,
) -> Assignment:
    """Give a dimension to a coordinator or contributor of the bank."""
    submission = rules.locked(submission)
    if not by.has_role(Role.COORDINATOR, bank=submission.bank):
        raise NotAllowed
    if not submission.bank_may_edit(timezone.now()):
        raise Locked
    if dimension.edition_id != submission.cycle.edition_id:
        raise Incomplete(_("This section is not part of the questionnaire."))
    if not member.has_role(Role.COORDINATOR, Role.CONTRIBUTOR, bank=submission.bank):
        raise Incomplete(
            _("%(name)s is neither coordinator nor contributor of the bank.")
            % {"name": member.name}
        )
    before = submission.assignments.filter(dimension=dimension).first()
    if due_on is not None and (before is None or due_on != before.due_on):
        _check_due(submission, due_on)
    if before is not None and before.member_id == member.pk:
        return _due(before, due_on, by)
    assignment, _made = submission.assignments.update_or_create(
        dimension=dimension,
        defaults={
            "member": member, "assigned_at": timezone.now(), "due_on": due_on, "remark": "",
            "closed_at": None, "confirmed_at": None, "confirmed_by": None,
        },
    )  # fmt: skip
    record(
        "section.assigned", assignment, by=by, bank=submission.bank_id,
        dimension=dimension.code, member=str(member.pk),
    )  # fmt: skip
    notices.assigned(assignment, by=by)
    return assignment


def _check_due(submission: Submission, due_on: date) -> None:
    """A section is due from today on, and not after the bank's own deadline."""
    last = submission.last_day()
    if not timezone.localdate() <= due_on <= last:
        raise Incomplete(
            _("Choose a day from today to %(last)s, the last day of the bank.")
            % {"last": day(last)}
        )


def _due(assignment: Assignment, due_on: date | None, by: User) -> Assignment:
    """Move the day by which a section is due; its owner goes on where they were."""
    if assignment.due_on != due_on:
        assignment.due_on = due_on
        assignment.save(update_fields=["due_on"])
        record(
            "section.due", assignment, by=by, bank=assignment.submission.bank_id,
            dimension=assignment.dimension.code, due_on=due_on.isoformat() if due_on else "",
        )  # fmt: skip
        notices.section_due(assignment, by=by)
    return assignment


def _need_lead_analyst(by: User) -> None:
    if not by.has_role(Role.LEAD_ANALYST):
        raise NotAllowed


def _moved(cycle: Cycle, source: CycleState, target: CycleState) -> Cycle:
    cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if cycle.state != source:
        raise WrongState(cycle.get_state_display())
    cycle.state = target
    cycle.save(update_fields=["state"])
    return cycle
