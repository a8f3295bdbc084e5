"""Why a remark of the edition's checks may stand, in the words of the bank."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.submission import Submission
from hive.banks.models import User


class FindingNote(models.Model):
    """One explanation; nothing is overwritten, the last one about the present answers counts.

    ``versions`` holds the version of every answer that it was written about: when one of them
    changes, the note has nothing more to say.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="notes")
    check_code = models.CharField(_("check"), max_length=20)
    questions = models.JSONField(_("questions"))
    versions = models.JSONField(_("versions of the answers"))
    text = models.TextField(_("text"))
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        verbose_name = _("note on a remark")
        verbose_name_plural = _("notes on remarks")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="a_note_says_something",
                condition=~Q(text=""),
                violation_error_message=_("Say why the answers are right."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.check_code} {', '.join(self.questions)}"
