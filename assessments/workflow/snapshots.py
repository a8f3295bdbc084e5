"""Taking a snapshot: the answers word for word, their hash, and the score made of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from assessments import attached
from assessments.attached import Item
from assessments.enums import SnapshotKind
from assessments.models import ScoreRun, Submission, SubmissionSnapshot
from hive.banks.models import User
from hive.catalogue.queries import model_of
from hive.core.answers import Answers, canonical, canonical_json
from hive.core.scoring import score


def take(
    submission: Submission, answers: Answers, kind: SnapshotKind, *, by: User, at: datetime
) -> SubmissionSnapshot:
    """Store a snapshot and its score run; the evidence that stands is part of it."""
    evidence = attached.items_of(submission)
    snapshot, run = build(submission, answers, kind, by=by, at=at, evidence=evidence)
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
    evidence: Sequence[Item] = (),
) -> tuple[SubmissionSnapshot, ScoreRun]:
    """Make a first snapshot and its score run without storing them.

    Evidence is named only where there is some: who attached nothing signs what it always did.
    """
    edition = submission.cycle.edition
    content = canonical_json(
        {
            "answers": canonical(answers),
            "bank": submission.bank.code,
            "edition": edition.code,
            "edition_digest": edition.digest,
            "reference_date": submission.cycle.reference_date.isoformat(),
            "year": submission.cycle.year,
        }
        | ({"evidence": attached.canonical(evidence)} if evidence else {})
    )
    snapshot = SubmissionSnapshot(
        submission=submission,
        number=1,
        kind=kind,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        edition_digest=edition.digest,
        taken_by=by,
        taken_at=at,
    )
    return snapshot, ScoreRun(snapshot=snapshot, tree=score(model_of(edition), answers).as_json())
