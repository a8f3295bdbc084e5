"""Answers as they stand, and every change they ever had."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import AnswerState, Source
from assessments.models.submission import Submission
from hive.banks.models import User
from hive.catalogue.models import Question


class Answer(models.Model):
    """The present answer to one question; ``version`` counts its changes from 1.

    ``value`` is the canonical JSON value of ``hive.core.answers.dump_value``.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    state = models.CharField(_("state"), max_length=14, choices=AnswerState.choices)
    value = models.JSONField(_("value"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    updated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(_("changed"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "question"], name="one_answer_per_question"
            ),
            models.CheckConstraint(
                name="only_answered_questions_have_a_value",
                condition=Q(state=AnswerState.ANSWERED, value__isnull=False)
                | (~Q(state=AnswerState.ANSWERED) & Q(value__isnull=True)),
                violation_error_message=_("An answer has a value, other states have none."),
            ),
            models.CheckConstraint(
                name="not_applicable_says_why",
                condition=~Q(state=AnswerState.NOT_APPLICABLE) | ~Q(reason=""),
                violation_error_message=_("Say why the question does not apply to the bank."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.question_id} v{self.version}"


class AnswerEvent(models.Model):
    """One change of an answer; folding the events in order gives the answers.

    ``state`` is empty when the answer was taken back. ``key`` makes a repeated request one event.
    """

    id = models.BigAutoField(primary_key=True)
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="answer_events"
    )
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=14, choices=AnswerState.choices, blank=True)
    value = models.JSONField(_("value"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    version = models.PositiveIntegerField(_("version"))
    source = models.CharField(_("source"), max_length=8, choices=Source.choices)
    key = models.UUIDField(_("idempotency key"), default=uuid.uuid4, unique=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("change of an answer")
        verbose_name_plural = _("changes of answers")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "question", "version"], name="one_event_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_id} v{self.version}"
