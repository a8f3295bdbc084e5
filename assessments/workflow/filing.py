"""Filing many complete submissions at once: the bulk verb of demonstrations and tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from assessments.enums import SnapshotKind, Source, SubmissionState
from assessments.findings import Remark, Remarks, found_in
from assessments.models import (
    Answer,
    AnswerEvent,
    Assignment,
    Cycle,
    FindingNote,
    ScoreRun,
    Submission,
    SubmissionSnapshot,
)
from assessments.workflow.errors import NotAllowed
from assessments.workflow.snapshots import build
from hive.audit.log import record
from hive.banks.models import Bank, User
from hive.banks.roles import Role
from hive.catalogue.queries import model_of, questions_of
from hive.core.answers import Answers, dump_value, verify

# The states that a filed submission can have reached, in the order of the way.
WAY = (
    SubmissionState.DRAFT,
    SubmissionState.AWAITING_SIGNOFF,
    SubmissionState.SUBMITTED,
    SubmissionState.IN_REVIEW,
    SubmissionState.ACCEPTED,
)


@dataclass(frozen=True)
class Filing:
    """One bank's answers, the people who handled them, and how far they got.

    ``note`` is what the bank writes on every warning of the edition's checks, "" for nothing.
    """

    bank: Bank
    answers: Answers
    coordinator: User
    approver: User
    state: SubmissionState = SubmissionState.ACCEPTED
    note: str = ""


@transaction.atomic
def file_submissions(
    cycle: Cycle,
    filings: Sequence[Filing],
    *,
    by: User,
    recommender: User,
    acceptor: User,
    at: datetime,
) -> list[Submission]:
    """Store submissions as if each had gone its way by the single verbs, at one moment.

    The banks must not take part yet. Every answer is checked, has its event, and every signed
    submission its snapshot and score; four eyes hold as everywhere.
    """
    if not by.has_role(Role.LEAD_ANALYST):
        raise NotAllowed
    batch = _Batch(cycle, recommender, acceptor, at)
    submissions = [batch.submission(filing) for filing in filings]
    Submission.objects.bulk_create(submissions)
    pairs = list(zip(submissions, filings, strict=True))
    batch.store_answers(pairs)
    batch.store_sections(pairs)
    batch.store_snapshots(pairs, batch.store_notes(pairs))
    for submission in submissions:
        record(
            "submission.filed", submission, by=by, bank=submission.bank_id, state=submission.state
        )
    return submissions


class _Batch:
    """What all filings of one call have in common."""

    def __init__(self, cycle: Cycle, recommender: User, acceptor: User, at: datetime) -> None:
        self.cycle = cycle
        self.recommender = recommender
        self.acceptor = acceptor
        self.at = at
        self.model = model_of(cycle.edition)
        self.questions = questions_of(cycle.edition)

    def submission(self, filing: Filing) -> Submission:
        step = WAY.index(filing.state)
        submission = Submission(
            cycle=self.cycle, bank=filing.bank, state=filing.state, state_since=self.at
        )
        if step >= 1:
            submission.state_before_request = SubmissionState.DRAFT
            submission.requested_by = filing.coordinator
            submission.requested_at = self.at - timedelta(hours=3)
        if step >= 2:
            submission.signed_by = filing.approver
            submission.signed_at = self.at - timedelta(hours=2)
        if step >= 4:
            submission.recommended_by = self.recommender
            submission.recommended_at = self.at - timedelta(hours=1)
            submission.accepted_by = self.acceptor
            submission.accepted_at = self.at
        return submission

    def store_answers(self, pairs: Iterable[tuple[Submission, Filing]]) -> None:
        answers: list[Answer] = []
        events: list[AnswerEvent] = []
        for submission, filing in pairs:
            for code, answer in filing.answers.items():
                verify(self.model.questions[code], answer)
                columns = {
                    "submission": submission,
                    "question": self.questions[code],
                    "state": answer.state.value,
                    "value": None if answer.value is None else dump_value(answer.value),
                    "reason": answer.reason,
                    "version": 1,
                }
                by, at = filing.coordinator, self.at - timedelta(days=1)
                answers.append(Answer(**columns, updated_by=by, updated_at=at))
                events.append(AnswerEvent(**columns, source=Source.WEB, by=by, at=at))
        Answer.objects.bulk_create(answers, batch_size=2000)
        AnswerEvent.objects.bulk_create(events, batch_size=2000)

    def store_sections(self, pairs: Iterable[tuple[Submission, Filing]]) -> None:
        """Whatever reached the request has every section closed and confirmed."""
        at = self.at - timedelta(hours=4)
        dimensions = list(self.cycle.edition.dimensions.all())
        Assignment.objects.bulk_create(
            Assignment(
                submission=submission,
                dimension=dimension,
                member=filing.coordinator,
                assigned_at=at,
                closed_at=at,
                confirmed_at=at,
                confirmed_by=filing.coordinator,
            )
            for submission, filing in pairs
            if filing.state is not SubmissionState.DRAFT
            for dimension in dimensions
        )

    def store_notes(self, pairs: Iterable[tuple[Submission, Filing]]) -> Mapping[UUID, Remarks]:
        """Write the bank's note on every warning of whatever reached the request."""
        remarks = {
            submission.pk: self._explained(submission, filing)
            for submission, filing in pairs
            if filing.state is not SubmissionState.DRAFT
        }
        FindingNote.objects.bulk_create(
            remark.note for found in remarks.values() for remark in found.every if remark.note
        )
        return remarks

    def _explained(self, submission: Submission, filing: Filing) -> Remarks:
        found = found_in(submission, filing.answers)
        explained = tuple(
            self._noted(remark, submission, filing) if filing.note and remark.needs_note else remark
            for remark in found.every
        )
        return replace(found, every=explained)

    def _noted(self, remark: Remark, submission: Submission, filing: Filing) -> Remark:
        note = FindingNote(
            submission=submission,
            check_code=remark.finding.check.code,
            questions=list(remark.finding.questions),
            versions=dict.fromkeys(remark.finding.questions, 1),
            text=filing.note,
            written_by=filing.coordinator,
        )
        return replace(remark, note=note, notes=(note,))

    def store_snapshots(
        self, pairs: Iterable[tuple[Submission, Filing]], remarks: Mapping[UUID, Remarks]
    ) -> None:
        snapshots: list[SubmissionSnapshot] = []
        runs: list[ScoreRun] = []
        for submission, filing in pairs:
            for number, (kind, by, at) in enumerate(self._moments(submission, filing), start=1):
                snapshot, run = build(
                    submission, filing.answers, kind, by=by, at=at, remarks=remarks[submission.pk]
                )
                snapshot.number = number
                snapshots.append(snapshot)
                runs.append(run)
        SubmissionSnapshot.objects.bulk_create(snapshots)
        ScoreRun.objects.bulk_create(runs)

    def _moments(
        self, submission: Submission, filing: Filing
    ) -> list[tuple[SnapshotKind, User, datetime]]:
        moments = []
        if submission.signed_at is not None:
            moments.append((SnapshotKind.SIGNED, filing.approver, submission.signed_at))
        if submission.accepted_at is not None:
            moments.append((SnapshotKind.ACCEPTED, self.acceptor, submission.accepted_at))
        return moments
