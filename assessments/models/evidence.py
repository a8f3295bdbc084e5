"""Evidence for answers, comments on questions, and an analyst's own view of a level."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import EvidenceKind
from assessments.models.submission import Submission
from hive.banks.models import User
from hive.banks.roles import REVIEWERS
from hive.catalogue.models import Question


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Evidence as people may reach it."""

    def visible_to(self, user: User) -> EvidenceQuerySet:
        """The own banks' items that stand; those of signed submissions for reviewers.

        Which questions a person may read, and which items were signed, narrows it further.
        """
        rows = self.filter(submission__in=Submission.objects.visible_to(user))
        if user.has_role(*REVIEWERS):
            return rows.filter(submission__signed_at__isnull=False, purged_at__isnull=True)
        return rows.filter(removed_at__isnull=True)


class Kept(models.Model):
    """What is noted of a file that is kept.

    ``sha256`` is of the stored file. ``pages`` counts a document's pages, ``previews`` the
    pictures of them that are kept beside the file.
    """

    stored_name = models.CharField(max_length=64, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, default="")
    pages = models.PositiveSmallIntegerField(default=0)
    previews = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True


class Evidence(Kept):
    """A file, a link or a statement; one item may serve several questions.

    ``sha256`` is of the stored file, or of the text. Items that were taken over
    from another year share the stored file. A removed item keeps its file until nobody can have
    signed it any more; ``purged_at`` says when the file went.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="evidence")
    questions = models.ManyToManyField(Question, related_name="+")
    kind = models.CharField(_("kind"), max_length=9, choices=EvidenceKind.choices)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("link or statement"), blank=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)
    purged_at = models.DateTimeField(_("file deleted"), null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

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
            ),
            models.CheckConstraint(
                name="links_lead_to_the_web",
                condition=~Q(kind=EvidenceKind.LINK)
                | Q(text__startswith="http://")
                | Q(text__startswith="https://"),
                violation_error_message=_("A link begins with http:// or https://."),
            ),
            models.CheckConstraint(
                name="evidence_has_a_hash",
                condition=~Q(sha256=""),
                violation_error_message=_("Evidence carries the hash of its content."),
            ),
            models.CheckConstraint(
                name="removed_evidence_says_by_whom",
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                violation_error_message=_("Removing evidence names who removed it, and when."),
            ),
            models.CheckConstraint(
                name="only_removed_evidence_is_purged",
                condition=Q(purged_at__isnull=True) | Q(removed_at__isnull=False),
                violation_error_message=_("Only removed evidence loses its file."),
            ),
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
