"""A bank's submission in a cycle, who fills in what, and the letters that return it."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.enums import SectionStage, SubmissionState
from assessments.models.cycle import Cycle
from hive.banks.models import Bank, User
from hive.banks.roles import BANK_ROLES, REVIEWERS, Role
from hive.catalogue.models import Dimension, Question


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Submissions as people may see them."""

    def visible_to(self, user: User) -> SubmissionQuerySet:
        """The own banks' submissions; every one, with its state, for reviewers."""
        if user.has_role(*REVIEWERS):
            return self.all()
        banks = {m.bank_id for m in user.current_memberships if m.role in BANK_ROLES}
        return self.filter(bank__in=banks)

    def with_results_for(self, user: User) -> SubmissionQuerySet:
        """Those whose scores may be seen: signed ones, by the roles that see results."""
        signed = self.filter(signed_at__isnull=False)
        if user.has_role(*REVIEWERS):
            return signed
        banks = {
            m.bank_id
            for m in user.current_memberships
            if m.role in BANK_ROLES and Role(m.role).sees_results
        }
        return signed.filter(bank__in=banks)

    def with_edition(self) -> SubmissionQuerySet:
        """Each with bank, cycle and edition, but for the rules, which ``model_of`` keeps."""
        return self.select_related("cycle__edition", "bank").defer("cycle__edition__rules")


class Submission(models.Model):
    """One bank's self-assessment in one cycle. Every change goes through ``workflow``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey(
        Cycle, verbose_name=_("cycle"), on_delete=models.PROTECT, related_name="submissions"
    )
    bank = models.ForeignKey(
        Bank, verbose_name=_("bank"), on_delete=models.PROTECT, related_name="submissions"
    )
    state = models.CharField(
        _("state"), max_length=16, choices=SubmissionState.choices, default=SubmissionState.DRAFT
    )
    state_before_request = models.CharField(
        max_length=16, choices=SubmissionState.choices, blank=True
    )
    state_since = models.DateTimeField(_("in this state since"))
    extended_until = models.DateTimeField(_("extended until"), null=True, blank=True)
    due_at = models.DateTimeField(_("correction due"), null=True, blank=True)
    requested_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    requested_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    recommended_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recommended_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-cycle__year", "bank__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "bank"],
                name="one_submission_per_bank_and_cycle",
                violation_error_message=_("The bank already takes part in this cycle."),
            ),
            models.CheckConstraint(
                name="submission_state_is_known",
                condition=Q(state__in=SubmissionState.values),
                violation_error_message=_("This is not a state of a submission."),
            ),
            models.CheckConstraint(
                name="requester_does_not_sign",
                condition=Q(requested_by__isnull=True)
                | Q(signed_by__isnull=True)
                | ~Q(requested_by=F("signed_by")),
                violation_error_message=_("Whoever requests the signature cannot sign."),
            ),
            models.CheckConstraint(
                name="recommender_does_not_accept",
                condition=Q(recommended_by__isnull=True)
                | Q(accepted_by__isnull=True)
                | ~Q(recommended_by=F("accepted_by")),
                violation_error_message=_("Whoever recommends acceptance cannot accept."),
            ),
            models.CheckConstraint(
                name="returned_submissions_have_a_due_date",
                condition=~Q(state=SubmissionState.RETURNED) | Q(due_at__isnull=False),
                violation_error_message=_("A return needs the date by which to correct."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank} {self.cycle}"

    def get_absolute_url(self) -> str:
        """The bank's questionnaire."""
        return reverse("assessments:tasks", args=[self.pk])

    def bank_may_edit(self, moment: datetime) -> bool:
        """Answer the lock question for every write path: state and clock together."""
        return SubmissionState(self.state).bank_may_edit and self.clock_runs(moment)

    def may_read(self, question: Question, user: User) -> bool:
        """Whether somebody of the bank reads a question: all of them, or an own section's."""
        if user.has_role(Role.COORDINATOR, Role.APPROVER, bank=self.bank):
            return True
        own = self.assignments.filter(member=user, dimension__indicators=question.indicator_id)
        return user.has_role(Role.CONTRIBUTOR, bank=self.bank) and own.exists()

    def clock_runs(self, moment: datetime) -> bool:
        """Whether the bank's time is not up; a request runs on the clock of the state before it."""
        state = self.state_before_request if self.is_awaiting_signoff else self.state
        if state == SubmissionState.RETURNED:
            return self.due_at is not None and moment < self.due_at
        extended = self.extended_until is not None and moment < self.extended_until
        return extended or self.cycle.is_open_at(moment)

    @property
    def is_awaiting_signoff(self) -> bool:
        """Whether the approver is to act."""
        return self.state == SubmissionState.AWAITING_SIGNOFF

    def deadline(self) -> datetime:
        """The moment from which the bank can no longer change answers in the present state."""
        state = self.state_before_request if self.is_awaiting_signoff else self.state
        if state == SubmissionState.RETURNED and self.due_at is not None:
            return self.due_at
        return max(self.cycle.closes_at, self.extended_until or self.cycle.closes_at)

    def last_day(self) -> date:
        """The last day on which the bank can change answers, in the alliance's zone."""
        return timezone.localdate(self.deadline() - timedelta(microseconds=1))


class Assignment(models.Model):
    """Who fills in a dimension at the bank, and whether the section is closed and confirmed.

    ``remark`` is what the coordinator wrote when sending the section back; closing it clears it.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="assignments")
    dimension = models.ForeignKey(Dimension, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    assigned_at = models.DateTimeField(_("assigned"), default=timezone.now)
    due_on = models.DateField(_("due"), null=True, blank=True)
    remark = models.TextField(_("remark"), blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "dimension"], name="one_assignment_per_dimension"
            ),
            models.CheckConstraint(
                name="confirmed_sections_are_closed",
                condition=Q(confirmed_at__isnull=True) | Q(closed_at__isnull=False),
                violation_error_message=_("A section is closed before it is confirmed."),
            ),
            models.CheckConstraint(
                name="sections_with_a_remark_are_open",
                condition=Q(remark="") | Q(closed_at__isnull=True),
                violation_error_message=_("A section that was sent back is open."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dimension.code}: {self.member}"

    @property
    def mark(self) -> str:
        """What tells one closing of the section from the next."""
        return "" if self.closed_at is None else self.closed_at.isoformat()

    @property
    def stage(self) -> SectionStage:
        """How far the section is."""
        if self.confirmed_at is not None:
            return SectionStage.CONFIRMED
        return SectionStage.OPEN if self.closed_at is None else SectionStage.CLOSED


class Return(models.Model):
    """A letter of the alliance that sends a submission back, with everything to correct."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="returns")
    letter = models.TextField(_("letter"))
    questions = models.JSONField(_("questions to correct"), default=list)
    due_at = models.DateTimeField(_("due"))
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        ordering = ["-written_at"]
        constraints = [
            models.CheckConstraint(
                name="a_return_says_why",
                condition=~Q(letter=""),
                violation_error_message=_("Say what the bank should correct."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission} {self.written_at:%Y-%m-%d}"
