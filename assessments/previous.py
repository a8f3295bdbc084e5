"""What the bank signed in the cycle before, in the words of the present edition."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.enums import SnapshotKind
from assessments.models import Submission, SubmissionSnapshot
from assessments.queries import signed_answers
from hive.core.answers import Answers


@dataclass(frozen=True)
class Previous:
    """The last signed answers of an earlier cycle, by the codes of the present edition."""

    snapshot: SubmissionSnapshot
    answers: Answers

    @property
    def year(self) -> int:
        """The year of the earlier cycle."""
        return self.snapshot.submission.cycle.year


def previous_of(submission: Submission) -> Previous | None:
    """Return what the bank signed last before this cycle; None when it never did, in one query.

    Answers count only where the edition is the same: a question means what it meant.
    """
    earlier = SubmissionSnapshot.objects.filter(
        submission__bank=submission.bank_id,
        submission__cycle__year__lt=submission.cycle.year,
        kind=SnapshotKind.SIGNED,
    ).select_related("submission__cycle__edition", "score_run", "taken_by")
    snapshot = earlier.order_by("-submission__cycle__year", "-number").first()
    if snapshot is None:
        return None
    same = snapshot.submission.cycle.edition_id == submission.cycle.edition_id
    return Previous(snapshot, signed_answers(snapshot) if same else {})
