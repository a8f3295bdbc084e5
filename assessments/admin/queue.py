"""The analysts' queue: what may be counted of submissions without reading an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from assessments.attached import signed_entries
from assessments.enums import AnswerState, SnapshotKind, SubmissionState
from assessments.models import Answer, Submission, SubmissionSnapshot
from assessments.queries import signed_answers
from hive.catalogue.models import Question
from hive.catalogue.queries import model_of
from hive.core import evidence as rule
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


class Queue(ChangeList):
    """The rows of one page; ``evidence_missing`` is read from what each bank signed last."""

    def get_results(self, request: HttpRequest) -> None:
        """Add the number of signed answers without evidence, in one query for all rows."""
        super().get_results(request)
        missing = missing_evidence(self.result_list)
        for submission in self.result_list:
            submission.evidence_missing = missing.get(submission.pk)


def missing_evidence(submissions: Iterable[Submission]) -> Mapping[UUID, int]:
    """Count, for every submission that was signed, the answers that lack evidence."""
    rows = {submission.pk: submission for submission in submissions}
    signed = SubmissionSnapshot.objects.filter(submission__in=rows, kind=SnapshotKind.SIGNED)
    last = {snapshot.submission_id: snapshot for snapshot in signed.order_by("number")}
    found = {}
    for pk, snapshot in last.items():
        snapshot.submission = rows[pk]
        covered = {code for entry in signed_entries(snapshot) for code in entry["questions"]}
        model = model_of(rows[pk].cycle.edition)
        found[pk] = len(rule.missing(model, signed_answers(snapshot), covered))
    return found


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
