"""What the alliance asks about an answer, and the bank's right of reply."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.submission import Return, Submission
from hive.banks.models import User
from hive.catalogue.models import Question


class Query(models.Model):
    """One question of an analyst; it reaches the bank when a letter gathers it.

    ``question`` None means the letter as a whole. ``version`` is that of the answer when the
    letter was sent: a later one is a change that the letter led to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="queries")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField(_("query"))
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"), auto_now=True)
    letter = models.ForeignKey(Return, on_delete=models.PROTECT, null=True, related_name="queries")
    version = models.PositiveIntegerField(_("version"), default=0)
    reply = models.TextField(_("reply"), blank=True)
    replied_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField(_("replied"), null=True, blank=True)

    class Meta:
        verbose_name = _("query")
        verbose_name_plural = _("queries")
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "question"],
                name="one_open_query_per_question",
                condition=Q(letter__isnull=True),
                violation_error_message=_("This question already has a query."),
            ),
            models.CheckConstraint(
                name="a_query_asks_something",
                condition=~Q(text=""),
                violation_error_message=_("Say what is unclear."),
            ),
            models.CheckConstraint(
                name="a_reply_has_an_author",
                condition=Q(reply="", replied_by__isnull=True, replied_at__isnull=True)
                | (~Q(reply="") & Q(replied_by__isnull=False, replied_at__isnull=False)),
                violation_error_message=_("A reply says who wrote it, and when."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.text[:60]}"
