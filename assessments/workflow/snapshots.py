"""Taking a snapshot: the answers word for word, their hash, and the score made of them."""

from __future__ import annotations

import hashlib
from datetime import datetime

from assessments.enums import SnapshotKind
from assessments.models import ScoreRun, Submission, SubmissionSnapshot
from hive.banks.models import User
from hive.catalogue.queries import model_of
from hive.core.answers import Answers, canonical, canonical_json
from hive.core.scoring import score


def take(
    submission: Submission, answers: Answers, kind: SnapshotKind, *, by: User, at: datetime
) -> SubmissionSnapshot:
    """Store a snapshot and its score run."""
    snapshot, run = build(submission, answers, kind, by=by, at=at)
    snapshot.number = submission.snapshots.count() + 1
    snapshot.save()
    run.save()
    return snapshot


def build(
    submission: Submission, answers: Answers, kind: SnapshotKind, *, by: User, at: datetime
) -> tuple[SubmissionSnapshot, ScoreRun]:
    """Make a first snapshot and its score run without storing them."""
    edition = submission.cycle.edition
    content = _content(submission, answers)
    snapshot = SubmissionSnapshot(
        submission=submission,
        number=1,
        kind=kind,
        content=content,
        sha256=_hash(content),
        edition_digest=edition.digest,
        taken_by=by,
        taken_at=at,
    )
    return snapshot, ScoreRun(snapshot=snapshot, tree=score(model_of(edition), answers).as_json())


def hash_of(submission: Submission, answers: Answers) -> str:
    """Return the hash that signing these answers would give."""
    return _hash(_content(submission, answers))


def _content(submission: Submission, answers: Answers) -> str:
    edition = submission.cycle.edition
    return canonical_json(
        {
            "answers": canonical(answers),
            "bank": submission.bank.code,
            "edition": edition.code,
            "edition_digest": edition.digest,
            "reference_date": submission.cycle.reference_date.isoformat(),
            "year": submission.cycle.year,
        }
    )


def _hash(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
