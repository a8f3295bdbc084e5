"""What a bank signed, word for word, and the score that was made of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import SnapshotKind
from assessments.models.submission import Submission
from hive.banks.models import User


class SubmissionSnapshot(models.Model):
    """Answers and profile as canonical JSON text, with its SHA-256, at one moment.

    ``findings`` repeats from the text what the checks found and how the bank explained it, so
    that the analysts' queue can count without reading answers.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=8, choices=SnapshotKind.choices)
    content = models.TextField(_("content"))
    findings = models.JSONField(_("findings"), default=list)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    edition_digest = models.CharField(_("edition's digest"), max_length=64)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(_("taken"))

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = ["submission", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "number"], name="one_snapshot_per_number"
            ),
            models.CheckConstraint(
                name="snapshot_has_a_hash",
                condition=~Q(sha256=""),
                violation_error_message=_("A snapshot carries its hash."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} #{self.number}"

    @property
    def short_hash(self) -> str:
        """The first sixteen characters, as printed."""
        return self.sha256[:16]


class ScoreRun(models.Model):
    """The score tree of one snapshot, as ``hive.core.scoring.Score.as_json`` wrote it."""

    snapshot = models.OneToOneField(
        SubmissionSnapshot, on_delete=models.PROTECT, primary_key=True, related_name="score_run"
    )
    tree = models.JSONField(_("tree"))
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")

    def __str__(self) -> str:
        return str(self.snapshot)
