"""The scan of the page that carries a bank's seal."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from assessments.models.evidence import Kept
from assessments.models.snapshot import SubmissionSnapshot
from assessments.models.submission import Submission
from hive.banks.models import User
from hive.banks.roles import REVIEWERS


class SealedPageQuerySet(models.QuerySet["SealedPage"]):
    """Scans as people may reach them."""

    def visible_to(self, user: User) -> SealedPageQuerySet:
        """The own banks' scans; those that something was signed with for reviewers."""
        rows = self.filter(submission__in=Submission.objects.visible_to(user))
        return rows.signed() if user.has_role(*REVIEWERS) else rows

    def signed(self) -> SealedPageQuerySet:
        """Those whose answers were signed."""
        same = {"submission": OuterRef("submission"), "sha256": OuterRef("answers_sha256")}
        return self.filter(Exists(SubmissionSnapshot.objects.filter(**same)))


class SealedPage(Kept):
    """A scan, and the hash of the answers that stands on the page."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="sealed_pages"
    )
    answers_sha256 = models.CharField(_("hash of the answers"), max_length=64)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = SealedPageQuerySet.as_manager()

    class Meta:
        verbose_name = _("sealed page")
        verbose_name_plural = _("sealed pages")
        ordering = ["added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "answers_sha256"],
                name="one_sealed_page_per_answers",
                violation_error_message=_("The sealed page of these answers is attached already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.answers_sha256[:16]}"
