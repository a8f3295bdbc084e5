"""Comments on questions: within a bank, or between a bank and the alliance."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.submission import Submission
from hive.banks.models import User
from hive.banks.roles import REVIEWERS, Role
from hive.catalogue.models import Question


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments as people may see them."""

    def visible_to(self, user: User) -> CommentQuerySet:
        """Reviewers read the thread with them, from signing on; a bank reads its own comments.

        Coordinators and approvers read all of them, contributors those of their sections.
        """
        if user.has_role(*REVIEWERS):
            return self.filter(to_alliance=True, submission__signed_at__isnull=False)
        held = user.current_memberships
        whole = {m.bank_id for m in held if m.role in (Role.COORDINATOR, Role.APPROVER)}
        part = {m.bank_id for m in held if m.role == Role.CONTRIBUTOR}
        in_own_sections = Q(
            submission__bank__in=part,
            submission__assignments__member=user,
            submission__assignments__dimension=F("question__indicator__dimension"),
        )
        return self.filter(Q(submission__bank__in=whole) | in_own_sections).distinct()


class Comment(models.Model):
    """A remark on a question: within the bank, or in the separate thread with the alliance."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="comments")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    to_alliance = models.BooleanField(_("to the alliance"), default=False)
    text = models.TextField(_("text"))
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["written_at"]
        constraints = [
            models.CheckConstraint(
                name="a_comment_says_something",
                condition=~Q(text=""),
                violation_error_message=_("Write the comment."),
            ),
            models.CheckConstraint(
                name="resolved_comments_say_by_whom",
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                violation_error_message=_("A resolved comment says when and by whom."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
