"""Taking a snapshot: the answers word for word, their hash, and the score made of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from assessments import attached
from assessments.attached import Item
from assessments.enums import SnapshotKind
from assessments.findings import Remarks, remarks_of
from assessments.models import ScoreRun, Submission, SubmissionSnapshot
from assessments.queries import versions_of
from hive.banks.models import User
from hive.catalogue.queries import model_of
from hive.core.answers import Answers, canonical, canonical_json
from hive.core.scoring import score


def take(
    submission: Submission, answers: Answers, kind: SnapshotKind, *, by: User, at: datetime
) -> SubmissionSnapshot:
    """Store a snapshot and its score run; the evidence that stands is part of it."""
    remarks = remarks_of(submission, answers, versions_of(submission))
    evidence = attached.items_of(submission)
    snapshot, run = build(
        submission, answers, kind, by=by, at=at, remarks=remarks, evidence=evidence
    )
    snapshot.number = submission.snapshots.count() + 1
    snapshot.save()
    run.save()
    return snapshot


def build(
    submission: Submission,
    answers: Answers,
    kind: SnapshotKind,
    *,
    by: User,
    at: datetime,
    remarks: Remarks,
    evidence: Sequence[Item] = (),
) -> tuple[SubmissionSnapshot, ScoreRun]:
    """Make a first snapshot and its score run without storing them.

    Evidence is named only where there is some: who attached nothing signs what it always did.
    """
    edition = submission.cycle.edition
    content = _content(submission, answers, remarks, evidence)
    snapshot = SubmissionSnapshot(
        submission=submission,
        number=1,
        kind=kind,
        content=content,
        findings=_findings(remarks),
        sha256=_hash(content),
        edition_digest=edition.digest,
        taken_by=by,
        taken_at=at,
    )
    return snapshot, ScoreRun(snapshot=snapshot, tree=score(model_of(edition), answers).as_json())


def hash_of(submission: Submission, answers: Answers) -> str:
    """Return the hash that signing these answers now would give."""
    remarks = remarks_of(submission, answers, versions_of(submission))
    return _hash(_content(submission, answers, remarks, attached.items_of(submission)))


def _findings(remarks: Remarks) -> list[dict[str, object]]:
    return [remark.as_json() for remark in remarks.every]


def _content(
    submission: Submission, answers: Answers, remarks: Remarks, evidence: Sequence[Item]
) -> str:
    edition = submission.cycle.edition
    return canonical_json(
        {
            "answers": canonical(answers),
            "bank": submission.bank.code,
            "edition": edition.code,
            "edition_digest": edition.digest,
            "findings": _findings(remarks),
            "reference_date": submission.cycle.reference_date.isoformat(),
            "year": submission.cycle.year,
        }
        | ({"evidence": attached.canonical(evidence)} if evidence else {})
    )


def _hash(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
