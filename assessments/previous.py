"""What the bank signed in the cycle before, in the words of the present edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from assessments.enums import SnapshotKind
from assessments.models import Answer as AnswerRow
from assessments.models import Submission, SubmissionSnapshot
from assessments.queries import signed_answers
from hive.catalogue.queries import model_of
from hive.core.answers import Answers
from hive.core.lineage import Carried, carry, lineage_between
from hive.core.model import Descent, HiveModel, Question


@dataclass(frozen=True, slots=True)
class Giver:
    """Who gave an answer, and when."""

    name: str
    at: datetime


@dataclass(frozen=True)
class Previous:
    """The last signed answers of an earlier cycle.

    ``given`` holds them as they were signed, by the codes of ``model``, the earlier edition;
    ``carried`` says what they mean in the present one, by its codes, and is empty where the
    editions are not linked. ``is_last_year`` is false for a bank that left out a cycle.
    """

    snapshot: SubmissionSnapshot
    model: HiveModel
    given: Answers
    carried: Mapping[str, Carried]
    is_last_year: bool

    @property
    def year(self) -> int:
        """The year of the earlier cycle."""
        return self.snapshot.submission.cycle.year

    @cached_property
    def answers(self) -> Answers:
        """The answers to questions that still mean the same, by the present codes."""
        return self._answers(Descent.SAME)

    @property
    def reworded(self) -> Answers:
        """The answers to questions that are put in other words now: not like for like."""
        return self._answers(Descent.REWORDED)

    @cached_property
    def givers(self) -> Mapping[str, Giver]:
        """Who gave the answers, by the earlier edition's codes, in one query.

        An answer that was changed once more after the signing counts as the signer's.
        """
        signer = Giver(str(self.snapshot.taken_by), self.snapshot.taken_at)
        rows = AnswerRow.objects.filter(
            submission=self.snapshot.submission_id, updated_at__lte=self.snapshot.taken_at
        ).select_related("question", "updated_by")
        known = {row.question.code: Giver(str(row.updated_by), row.updated_at) for row in rows}
        return {code: known.get(code, signer) for code in self.given}

    def questions(self, code: str) -> tuple[Question, ...]:
        """Return the answered earlier questions that a present one comes from."""
        carried = self.carried.get(code)
        return tuple(self.model.questions[s] for s in carried.sources) if carried else ()

    def _answers(self, descent: Descent) -> Answers:
        return {
            code: carried.answer
            for code, carried in self.carried.items()
            if carried.descent is descent and carried.answer is not None
        }


def previous_of(submission: Submission) -> Previous | None:
    """Return what the bank signed last before this cycle; None when it never did, in one query."""
    earlier = SubmissionSnapshot.objects.filter(
        submission__bank=submission.bank_id,
        submission__cycle__year__lt=submission.cycle.year,
        kind=SnapshotKind.SIGNED,
    ).select_related("submission__cycle__edition", "score_run", "taken_by")
    snapshot = earlier.order_by("-submission__cycle__year", "-number").first()
    if snapshot is None:
        return None
    model, present = model_of(snapshot.submission.cycle.edition), model_of(submission.cycle.edition)
    lineage = lineage_between(model, present)
    given = signed_answers(snapshot)
    carried = {} if lineage is None else carry(lineage, present.questions, given)
    is_last_year = snapshot.submission.cycle.year == submission.cycle.year - 1
    return Previous(snapshot, model, given, carried, is_last_year)
