"""Evidence for answers, comments on questions, and an analyst's own view of a level."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import EvidenceKind
from assessments.models.submission import Submission
from hive.banks.models import User
from hive.catalogue.models import Question


class Evidence(models.Model):
    """A file, a link or a statement; one item may serve several questions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="evidence")
    questions = models.ManyToManyField(Question, related_name="+")
    kind = models.CharField(_("kind"), max_length=9, choices=EvidenceKind.choices)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("link or statement"), blank=True)
    stored_name = models.CharField(max_length=64, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["added_at"]
        constraints = [
            models.CheckConstraint(
                name="evidence_is_a_file_or_a_text",
                condition=Q(kind=EvidenceKind.FILE, text="") & ~Q(stored_name="")
                | (~Q(kind=EvidenceKind.FILE) & Q(stored_name="") & ~Q(text="")),
                violation_error_message=_("Evidence is a file, a link or a statement."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Suggestion(models.Model):
    """The level an analyst would give; used for nothing but statistics of inflation."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="suggestions")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(_("level"))
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"), auto_now=True)

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "question", "made_by"], name="one_suggestion_per_analyst"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.level}"
