"""The states of a scorecard that is prepared in the background."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileState(models.TextChoices):
    """How far a prepared scorecard is."""

    WAITING = "waiting", _("Waiting")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
    REPLACED = "replaced", _("Replaced by a newer publication")
