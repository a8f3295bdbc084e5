"""Events of the audit log, the seals that chain them, and what stands for events that are gone."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Result(models.TextChoices):
    """How an attempted act ended."""

    DONE = "done", _("Done")
    DENIED = "denied", _("Denied")
    FAILED = "failed", _("Failed")


class Event(models.Model):
    """One act. People and subjects are named by value: the log outlives what it speaks of."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("time"), auto_now_add=True)
    actor = models.UUIDField(_("person"), null=True)
    actor_label = models.CharField(_("person's e-mail"), max_length=254, blank=True)
    verb = models.CharField(_("act"), max_length=64)
    subject_type = models.CharField(_("kind of subject"), max_length=64)
    subject = models.CharField(_("subject"), max_length=64, blank=True)
    bank = models.UUIDField(_("bank"), null=True)
    result = models.CharField(
        _("result"), max_length=8, choices=Result.choices, default=Result.DONE
    )
    detail = models.JSONField(_("detail"), default=dict)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_type", "subject"], name="event_by_subject"),
            models.Index(fields=["bank", "-id"], name="event_by_bank"),
            models.Index(fields=["actor_label", "-id"], name="event_by_person"),
            models.Index(fields=["verb", "-id"], name="event_by_act"),
            models.Index(fields=["at"], name="event_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                name="event_result_is_known",
                condition=models.Q(result__in=Result.values),
                violation_error_message=_("An event ends as done, denied or failed."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.verb} {self.subject_type} {self.subject}"


class AuditSeal(models.Model):
    """A keyed hash over one event and the seal before it. Numbers have no gaps.

    The database does not tie it to its event, so that it stands when somebody takes the event.
    """

    number = models.PositiveBigIntegerField(_("number"), primary_key=True)
    event = models.OneToOneField(
        Event, on_delete=models.PROTECT, related_name="seal", db_constraint=False
    )
    previous = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(_("sealed"))
    mac = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.mac}"


class AuditCheckpoint(models.Model):
    """Stands for the events up to a seal that were purged; the chain goes on from its hash."""

    number = models.PositiveBigIntegerField(_("number"), primary_key=True)
    mac = models.CharField(max_length=64)
    older_than = models.DateTimeField(_("purged what was older than"))
    made_at = models.DateTimeField(_("purged"))
    signature = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.mac}"
