"""An uploaded workbook between its preview and the confirmation."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.submission import Submission
from hive.banks.models import User


class UploadedWorkbook(models.Model):
    """What one person's workbook says, kept for a day; a later upload takes its place.

    ``answers`` is canonical JSON, null where a question was left empty; ``versions`` are those of
    the answers that the workbook was made with.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="workbooks")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(_("answers"))
    versions = models.JSONField(_("versions"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    created_at = models.DateTimeField(_("uploaded"))
    expires_at = models.DateTimeField(_("kept until"))

    class Meta:
        verbose_name = _("uploaded workbook")
        verbose_name_plural = _("uploaded workbooks")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "by"],
                name="one_workbook_per_person",
                violation_error_message=_("Your earlier workbook is still waiting."),
            ),
            models.CheckConstraint(
                name="workbooks_are_kept_for_a_while",
                condition=Q(created_at__lt=F("expires_at")),
                violation_error_message=_("A workbook is kept for some time after its upload."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} {self.sha256[:16]}"
