"""Which reminders were sent, so that each is sent once."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.enums import Occasion
from assessments.models.submission import Submission


class Reminder(models.Model):
    """One reminder of one day; ``days`` before it, 0 for the one that it has passed."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="reminders")
    occasion = models.CharField(_("occasion"), max_length=10, choices=Occasion.choices)
    due_on = models.DateField(_("due"))
    days = models.PositiveSmallIntegerField(_("days before"))
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "occasion", "due_on", "days"],
                name="one_reminder_per_day_and_distance",
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.occasion} {self.due_on} -{self.days}"
