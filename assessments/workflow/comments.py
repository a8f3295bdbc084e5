"""Comments: written once, never changed, resolved by whoever may read them."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import notices
from assessments.models import Comment, Submission
from assessments.workflow import rules
from assessments.workflow.errors import Incomplete, NotAllowed
from hive.audit.log import record
from hive.banks.models import User
from hive.banks.roles import REVIEWERS
from hive.catalogue.models import Question

LONGEST = 4000


@transaction.atomic
def comment(
    submission: Submission, question: Question, *, by: User, text: str, to_alliance: bool = False
) -> Comment:
    """Write a comment on a question, within the bank or in the thread with the alliance."""
    submission = rules.locked(submission)
    if question.edition_id != submission.cycle.edition_id:
        raise Incomplete(_("This question is not part of the questionnaire."))
    if not may_comment(submission, question, by, to_alliance=to_alliance):
        raise NotAllowed
    text = text.strip()
    if not text:
        raise Incomplete(_("Write the comment."))
    if len(text) > LONGEST:
        raise Incomplete(_("Shorten the text to %(limit_value)d characters.") % {
            "limit_value": LONGEST
        })  # fmt: skip
    row = submission.comments.create(
        question=question, text=text, to_alliance=to_alliance, written_by=by
    )
    record(
        "comment.written", row, by=by, bank=submission.bank_id,
        question=question.code, to_alliance=to_alliance,
    )  # fmt: skip
    notices.commented(row)
    return row


@transaction.atomic
def resolve_comments(
    submission: Submission, seen: Collection[uuid.UUID], *, by: User
) -> list[Comment]:
    """Mark the open ones among the comments that the person read as resolved."""
    submission = rules.locked(submission)
    readable = Comment.objects.visible_to(by).filter(submission=submission, pk__in=seen)
    rows = list(
        readable.filter(resolved_at=None).select_related(
            "question", "written_by", "submission__bank", "submission__cycle"
        )
    )
    for row in rows:
        row.resolved_by, row.resolved_at = by, timezone.now()
        row.save(update_fields=["resolved_by", "resolved_at"])
        record("comment.resolved", row, by=by, bank=submission.bank_id, question=row.question.code)
    notices.comments_resolved(rows, by=by)
    return rows


def may_comment(submission: Submission, question: Question, by: User, *, to_alliance: bool) -> bool:
    """Whether a person may write: the bank's people where they may read, analysts once signed."""
    if by.has_role(*REVIEWERS):
        return to_alliance and submission.signed_at is not None
    return submission.may_read(question, by)
