"""The analysts' queue: what may be counted of submissions without reading an answer."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assessments.enums import AnswerState, SnapshotKind, SubmissionState
from assessments.models import Answer, Submission, SubmissionSnapshot
from hive.catalogue.models import Question
from hive.catalogue.queries import model_of
from hive.core.model import Scope


def with_counts(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Add ``scored``, ``answered``, ``not_applicable`` and ``dont_know``: scored questions only.

    ``findings`` are those of the last signing; None before the first.
    """
    signed = SubmissionSnapshot.objects.filter(submission=OuterRef("pk"), kind=SnapshotKind.SIGNED)
    scored = Question.objects.filter(
        edition=OuterRef("cycle__edition"), scope=Scope.SCORED
    ).order_by()
    return submissions.annotate(
        findings=Subquery(signed.order_by("-number").values("findings")[:1]),
        scored=_count(scored, "edition"),
        answered=_count(_answers(Q()), "submission"),
        not_applicable=_count(_answers(Q(state=AnswerState.NOT_APPLICABLE)), "submission"),
        dont_know=_count(_answers(Q(state=AnswerState.DONT_KNOW)), "submission"),
    )


def shows_answers(submission: Submission) -> bool:
    """Whether the present answers are the ones that the bank signed last."""
    return SubmissionState(submission.state).is_with_alliance


def findings_of(submission: Submission, findings: list[dict[str, Any]] | None, *kinds: str) -> int:
    """Count the findings of some severities."""
    checks = model_of(submission.cycle.edition).checks
    wanted = {check.code for check in checks if check.severity in kinds}
    return sum(entry["check"] in wanted for entry in findings or ())


def _answers(condition: Q) -> QuerySet[Answer]:
    rows = Answer.objects.filter(condition, submission=OuterRef("pk"))
    return rows.filter(question__scope=Scope.SCORED).order_by()


def _count(rows: QuerySet[Answer] | QuerySet[Question], by: str) -> Coalesce:
    return Coalesce(Subquery(rows.values(by).annotate(n=Count("pk")).values("n")), 0)
