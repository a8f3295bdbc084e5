"""What a bank plans to lift: one step for each question, with an owner and a quarter."""

from __future__ import annotations

import uuid
from typing import NamedTuple

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.submission import Submission
from hive.banks.models import User
from hive.catalogue.models import Question


class YearQuarter(NamedTuple):
    """A quarter of a year; quarters count from 1."""

    year: int
    quarter: int

    @property
    def code(self) -> str:
        """The quarter as forms name it: ``2026-3``."""
        return f"{self.year}-{self.quarter}"


class PlanStepQuerySet(models.QuerySet["PlanStep"]):
    """Steps of plans as people may see them."""

    def visible_to(self, user: User) -> PlanStepQuerySet:
        """The steps beside results that the person may see."""
        return self.filter(submission__in=Submission.objects.with_results_for(user))


class PlanStep(models.Model):
    """A question that the bank plans to lift to an answer; ``version`` counts changes from 1.

    ``target`` is the key of a rung of ``hive.core.rungs``. A step is a plan and never an answer:
    nothing is scored from it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="plan_steps")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    target = models.CharField(_("target"), max_length=20)
    owner = models.CharField(_("owner"), max_length=80)
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    version = models.PositiveIntegerField(_("version"), default=1)
    updated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(_("changed"))

    objects = PlanStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a plan")
        verbose_name_plural = _("steps of plans")
        ordering = ["year", "quarter", "question"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "question"],
                name="one_plan_step_per_question",
                violation_error_message=_("The question is in the plan already."),
            ),
            models.CheckConstraint(
                name="plan_steps_have_an_owner",
                condition=~Q(owner=""),
                violation_error_message=_("Say who takes the step."),
            ),
            models.CheckConstraint(
                name="a_year_has_four_quarters",
                condition=Q(quarter__gte=1, quarter__lte=4),
                violation_error_message=_("A year has four quarters."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.question_id}: {self.target}"

    @property
    def due(self) -> YearQuarter:
        """The quarter in which the step is to be done."""
        return YearQuarter(self.year, self.quarter)
