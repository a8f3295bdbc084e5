"""Reading submissions: answers as the core knows them, snapshots, the current cycle."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any, Protocol

from django.db.models import Max

from assessments.enums import AnswerState, CycleState, SnapshotKind
from assessments.models import Answer as AnswerRow
from assessments.models import Submission, SubmissionSnapshot
from hive.banks.models import Bank
from hive.catalogue.queries import model_of
from hive.core import scoring
from hive.core.answers import Answer as CoreAnswer
from hive.core.answers import Answers, State, load_value, restore
from hive.core.model import Question
from hive.prepared import Given, Prepared


def answers_of(submission: Submission) -> Answers:
    """Return the present answers of a submission by question code."""
    questions = model_of(submission.cycle.edition).questions
    rows = submission.answers.values_list("question__code", "state", "value", "reason", named=True)
    return {row.question__code: core_answer(row, questions[row.question__code]) for row in rows}


_ANSWERED = Prepared(
    lambda: (
        AnswerRow.objects.filter(submission=Given("submission", Submission._meta.pk))
        .order_by()
        .values_list("question__code", flat=True)
    )
)


def answered_in(submission: Submission) -> Collection[str]:
    """Return the codes of the questions that have an answer in any state."""
    return frozenset(_ANSWERED.rows(submission=submission.pk))


class Stored(Protocol):
    """The columns of an answer or of an event."""

    state: str
    value: Any
    reason: str


def core_answer(row: Stored, question: Question) -> CoreAnswer:
    """Turn a stored answer into the core's."""
    if row.state != AnswerState.ANSWERED:
        return CoreAnswer(State(row.state), None, row.reason)
    return CoreAnswer(State.ANSWERED, load_value(question, row.value))


def versions_of(submission: Submission) -> Mapping[str, int]:
    """Return the last version of every question that was ever answered, taken back or not."""
    latest = submission.answer_events.values("question__code").annotate(last=Max("version"))
    return {row["question__code"]: row["last"] for row in latest}


def signed_snapshot(submission: Submission) -> SubmissionSnapshot | None:
    """Return what the bank signed last, with its score."""
    signed = submission.snapshots.filter(kind=SnapshotKind.SIGNED).select_related("score_run")
    return signed.order_by("-number").first()


def signed_answers(snapshot: SubmissionSnapshot) -> Answers:
    """Return the answers that a snapshot holds."""
    model = model_of(snapshot.submission.cycle.edition)
    return restore(model.questions, json.loads(snapshot.content)["answers"])


def stored_score(snapshot: SubmissionSnapshot) -> scoring.Score:
    """Return the score tree stored with a snapshot."""
    return scoring.from_json(snapshot.score_run.tree)


def current_submission(bank: Bank) -> Submission | None:
    """Return a bank's submission in the newest cycle that it takes part in."""
    own = bank.submissions.exclude(cycle__state=CycleState.DRAFT)
    return own.with_edition().order_by("-cycle__year").first()
