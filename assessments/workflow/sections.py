"""Sections: the owner closes and opens, the coordinator confirms or sends back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import notices
from assessments.enums import SectionStage
from assessments.models import Assignment, Submission
from assessments.queries import answers_of
from assessments.sections import contradictions_in, may_be_confirmed, missing_in
from assessments.workflow import rules
from assessments.workflow.errors import Incomplete, Locked, NotAllowed, need_reason
from hive.audit.log import record
from hive.banks.models import User
from hive.banks.roles import Role
from hive.catalogue.models import Dimension
from hive.catalogue.queries import model_of


@transaction.atomic
def close_section(submission: Submission, dimension: Dimension, *, by: User) -> Assignment:
    """Let the owner say that the section is finished; the coordinators are asked to confirm it."""
    submission = rules.locked(submission)
    section = _own(submission, dimension, by)
    if section.stage is not SectionStage.OPEN:
        return section
    _check_sound(submission, dimension)
    section.closed_at, section.remark = timezone.now(), ""
    section.save(update_fields=["closed_at", "remark"])
    _record("closed", section, by)
    notices.section_closed(section, by=by)
    return section


@transaction.atomic
def reopen_section(submission: Submission, dimension: Dimension, *, by: User) -> Assignment:
    """Let the owner go on with a section that was closed or confirmed."""
    section = _own(rules.locked(submission), dimension, by)
    if section.stage is not SectionStage.OPEN:
        _reopen(section, by)
    return section


@transaction.atomic
def confirm_section(
    submission: Submission, dimension: Dimension, *, by: User, seen: str | None = None
) -> Assignment:
    """Confirm a closed section as it stands; ``seen`` is the mark of the closing that was read.

    A coordinator closes and confirms an own section in one act, and one that nobody owns:
    it is the coordinator's from then on.
    """
    submission = rules.locked(submission)
    _check_coordinator(submission, by)
    section = submission.assignments.filter(dimension=dimension).first()
    if section is not None and section.stage is SectionStage.CONFIRMED:
        return section
    if not may_be_confirmed(section, by):
        raise Incomplete(_("The owner of this section has not finished it yet."))
    if section is not None and seen is not None and section.mark != seen:
        raise Incomplete(_("This section was changed meanwhile: read it again, then confirm it."))
    _check_sound(submission, dimension)
    section = section or Assignment(submission=submission, dimension=dimension, member=by)
    section.confirmed_at, section.confirmed_by = timezone.now(), by
    section.closed_at, section.remark = section.closed_at or section.confirmed_at, ""
    section.save()
    _record("confirmed", section, by)
    notices.section_confirmed(section, by=by)
    return section


@transaction.atomic
def confirm_sections(submission: Submission, *, by: User, seen: Mapping[str, str]) -> None:
    """Confirm several sections, all or none, by the code and the mark that was read of each."""
    for dimension in submission.cycle.edition.dimensions.filter(code__in=seen):
        confirm_section(submission, dimension, by=by, seen=seen[dimension.code])


@transaction.atomic
def send_section_back(
    submission: Submission, dimension: Dimension, *, by: User, remark: str
) -> Assignment:
    """Open a colleague's closed section again and say what to change."""
    submission = rules.locked(submission)
    _check_coordinator(submission, by)
    need_reason(remark)
    section = submission.assignments.filter(dimension=dimension).first()
    if section is None or section.member_id == by.pk or section.stage is SectionStage.OPEN:
        raise Incomplete(_("This section is not closed, so it cannot be sent back."))
    _open(section, remark=remark.strip())
    _record("sent_back", section, by)
    notices.section_sent_back(section, by=by, at=timezone.now())
    return section


def open_changed(submission: Submission, questions: Collection[int], *, by: User) -> None:
    """Take back what was said of sections whose answers change, in the transaction of the change.

    ``questions`` are the keys of changed ones. A confirmation never outlives a change; what the
    owner changes opens the section as well.
    """
    if not questions:
        return
    closed = submission.assignments.filter(
        dimension__indicators__questions__in=questions, closed_at__isnull=False
    )
    for section in closed.select_related("dimension").distinct():
        if section.member_id == by.pk:
            _reopen(section, by)
        elif section.confirmed_at is not None:
            mark = section.confirmed_at.isoformat()
            section.confirmed_at = section.confirmed_by = None
            section.save(update_fields=["confirmed_at", "confirmed_by"])
            _record("unconfirmed", section, by)
            notices.section_unconfirmed(section, by=by, mark=mark)


def open_returned(submission: Submission, codes: Iterable[str], *, by: User) -> None:
    """Open the sections of the questions that the alliance returns, and no others."""
    sections: QuerySet[Assignment] = submission.assignments.filter(
        dimension__indicators__questions__code__in=list(codes), closed_at__isnull=False
    )
    for section in sections.select_related("dimension").distinct():
        _open(section)
        _record("reopened", section, by)


def check_confirmed(submission: Submission) -> None:
    """Refuse while a section is not confirmed."""
    model = model_of(submission.cycle.edition)
    confirmed = set(
        submission.assignments.filter(confirmed_at__isnull=False).values_list(
            "dimension__code", flat=True
        )
    )
    waiting = [d.code for d in model.dimensions if d.code not in confirmed]
    if waiting:
        message = ngettext(
            "%(n)s section is still to be confirmed.",
            "%(n)s sections are still to be confirmed.",
            len(waiting),
        )
        raise Incomplete(message % {"n": len(waiting)})


def _own(submission: Submission, dimension: Dimension, by: User) -> Assignment:
    """Find a section of the person's own, while the bank may write."""
    section = submission.assignments.filter(dimension=dimension, member=by).first()
    if section is None or not by.has_role(Role.COORDINATOR, Role.CONTRIBUTOR, bank=submission.bank):
        raise NotAllowed
    _check_clock(submission, timezone.now())
    return section


def _check_coordinator(submission: Submission, by: User) -> None:
    if not by.has_role(Role.COORDINATOR, bank=submission.bank):
        raise NotAllowed
    _check_clock(submission, timezone.now())


def _check_clock(submission: Submission, now: datetime) -> None:
    if not submission.bank_may_edit(now):
        raise Locked


def _check_sound(submission: Submission, dimension: Dimension) -> None:
    model, answers = model_of(submission.cycle.edition), answers_of(submission)
    section = next(d for d in model.dimensions if d.code == dimension.code)
    missing = missing_in(section, answers)
    if missing:
        message = ngettext(
            "%(n)s question of this section is still to be answered.",
            "%(n)s questions of this section are still to be answered.",
            len(missing),
        )
        raise Incomplete(message % {"n": len(missing)}, missing)
    found = contradictions_in(model, section, answers)
    if found:
        codes = [code for finding in found for code in finding.questions]
        raise Incomplete(
            _("Some answers of this section contradict each other; please correct them."), codes
        )


def _reopen(section: Assignment, by: User) -> None:
    """Open a section of the owner's own, and let the coordinators know with their digest."""
    mark = section.mark
    _open(section)
    _record("reopened", section, by)
    notices.section_reopened(section, by=by, mark=mark)


def _open(section: Assignment, *, remark: str = "") -> None:
    section.closed_at = section.confirmed_at = section.confirmed_by = None
    section.remark = remark
    section.save(update_fields=["closed_at", "confirmed_at", "confirmed_by", "remark"])


def _record(act: str, section: Assignment, by: User) -> None:
    record(
        f"section.{act}", section, by=by, bank=section.submission.bank_id,
        dimension=section.dimension.code,
    )  # fmt: skip
