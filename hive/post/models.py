"""Mail that is to be sent, sent, or waiting for the next try."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxMail(models.Model):
    """One message to one person about one event; written in the transaction of the event."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.CharField(_("event"), max_length=200)
    template = models.CharField(_("template"), max_length=100)
    recipient = models.EmailField(_("recipient"))
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    due_at = models.DateTimeField(_("next try"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    leased_until = models.DateTimeField(_("being sent until"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["due_at"], name="mail_to_send", condition=models.Q(sent_at__isnull=True)
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "template", "recipient"], name="one_mail_per_event_and_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} to {self.recipient}"


class DigestLine(models.Model):
    """One thing that happened, for the next digest of one person; ``mail`` once it was written."""

    id = models.BigAutoField(primary_key=True)
    event = models.CharField(_("event"), max_length=200)
    recipient = models.EmailField(_("recipient"))
    language = models.CharField(_("language"), max_length=10)
    text = models.CharField(_("text"), max_length=250)
    link = models.CharField(_("link"), max_length=300)
    written_at = models.DateTimeField(_("written"))
    mail = models.ForeignKey(
        OutboxMail, on_delete=models.PROTECT, null=True, blank=True, related_name="lines"
    )

    class Meta:
        verbose_name = _("line of a digest")
        verbose_name_plural = _("lines of digests")
        ordering = ["written_at"]
        indexes = [
            models.Index(
                fields=["written_at"], name="digest_to_write", condition=models.Q(mail__isnull=True)
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "recipient"], name="one_line_per_event_and_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} for {self.recipient}"
