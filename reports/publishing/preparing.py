"""Preparing scorecards that are due: the worker takes one under a lease, sets it, keeps it."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from time import monotonic
from traceback import extract_tb

from django.db import DatabaseError, connection, transaction
from django.db.models import Q, QuerySet

from assessments.models import Submission, SubmissionSnapshot
from hive.alarm import TookTooLong, at_most
from hive.audit.log import record
from hive.audit.models import Result
from hive.documents import shelf
from reports.enums import FileState
from reports.models import ScorecardFile
from reports.publishing.orders import renew_scorecards
from reports.scorecard import build
from reports.scorecard.inputs import inputs_of
from reports.scorecard.pdf import LANGUAGES, scorecard_pdf

# One turn of the clock goes on for this long; one scorecard may take this long.
TURN_SECONDS = 30.0
LONGEST_SECONDS = 30.0
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 5
FIRST_WAIT = timedelta(minutes=1)

# What a fault is called in its row; any other one by the name of its exception.
ENDED = "ended"
TOO_LONG = "too-long"
NO_ROOM = "no-room"


@dataclass(frozen=True)
class Made:
    """A scorecard that was set, and what it was made from."""

    pdf: bytes
    inputs: str
    snapshot: SubmissionSnapshot


def prepare_scorecards(now: datetime) -> int:
    """Set scorecards that are due, one after the other for half a minute; say how many.

    Called by the clock. What is cut short goes on when its lease ends or at the next turn.
    """
    renew_scorecards()
    count, end = 0, monotonic() + TURN_SECONDS
    while monotonic() < end and (row := lease_next(now)) is not None:
        count += prepare_scorecard(row, now)
    stored = ScorecardFile.objects.exclude(stored_name="").values_list("stored_name", flat=True)
    shelf.sweep(set(stored), now - shelf.ORPHANS_STAY, folder=shelf.SCORECARDS)
    return count


def lease_next(now: datetime) -> ScorecardFile | None:
    """Take the next scorecard that is due; a worker that dies loses it when the lease ends.

    One whose worker died in every attempt is not tried again.
    """
    while (row := _lease(now)) is not None:
        if row.attempts <= MOST_ATTEMPTS:
            return row
        put_off(row, ENDED, now)
    return None


def prepare_scorecard(row: ScorecardFile, now: datetime) -> bool:
    """Set a leased scorecard and keep it; tell whether it is ready now."""
    try:
        with at_most(LONGEST_SECONDS):
            made = set_scorecard(row)
    except DatabaseError:
        raise
    # The edge of the worker: whatever is wrong with one card is noted and keeps no other waiting.
    except Exception as error:
        put_off(row, fault_of(error), now)
        return False
    try:
        return keep_scorecard(row, made)
    except OSError:
        put_off(row, NO_ROOM, now)
        return False


def set_scorecard(row: ScorecardFile) -> Made:
    """Set the scorecard as it is now."""
    submission = Submission.objects.with_edition().get(pk=row.submission_id)
    snapshot = submission.snapshots.order_by("number").last()
    if snapshot is None:
        raise LookupError(row.submission_id)
    card = build(submission, language=LANGUAGES[row.language])
    return Made(scorecard_pdf(card), inputs_of(card), snapshot)


def keep_scorecard(row: ScorecardFile, made: Made) -> bool:
    """Store a scorecard, unless somebody else has taken it over or it is not wanted any more."""
    name = shelf.put(BytesIO(made.pdf), folder=shelf.SCORECARDS)
    try:
        kept = _finish(row, made, name)
    except BaseException:
        shelf.discard(name, 0)
        raise
    if not kept:
        shelf.discard(name, 0)
    return kept


@transaction.atomic
def put_off(row: ScorecardFile, fault: str, now: datetime) -> None:
    """Note why an attempt failed and when to try again - or, after the last one, give up."""
    is_over = row.attempts >= MOST_ATTEMPTS
    wait = FIRST_WAIT * 2 ** (row.attempts - 1)
    noted = _held(row).update(
        state=FileState.FAILED if is_over else FileState.WAITING,
        due_at=now + wait,
        fault=fault[:100],
        lease="",
        leased_until=None,
        attempts=min(row.attempts, MOST_ATTEMPTS),
    )
    if noted:
        _record(row, Result.FAILED, fault=fault[:100], is_over=is_over)


def fault_of(error: Exception) -> str:
    """Name a fault without repeating what its message may hold of a bank's answers."""
    if isinstance(error, TookTooLong):
        return TOO_LONG
    place = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} ({Path(place.filename).name}:{place.lineno})"


@transaction.atomic
def _finish(row: ScorecardFile, made: Made, name: str) -> bool:
    sha256 = hashlib.sha256(made.pdf).hexdigest()
    kept = _held(row).update(
        state=FileState.READY,
        stored_name=name,
        sha256=sha256,
        size=len(made.pdf),
        inputs=made.inputs,
        snapshot=made.snapshot,
        fault="",
        lease="",
        leased_until=None,
    )
    if kept:
        _record(row, Result.DONE, sha256=sha256)
    return bool(kept)


@transaction.atomic
def _lease(now: datetime) -> ScorecardFile | None:
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    due = ScorecardFile.objects.filter(free, state=FileState.WAITING, due_at__lte=now)
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True, of=("self",))
    newest_first = ("-publication__cycle__year", "due_at", "submission__bank__code", "language")
    row = due.select_related("submission").order_by(*newest_first).first()
    if row is None:
        return None
    row.lease, row.leased_until = secrets.token_hex(16), now + LEASE
    row.attempts += 1
    row.save(update_fields=["lease", "leased_until", "attempts"])
    return row


def _held(row: ScorecardFile) -> QuerySet[ScorecardFile]:
    """The row, as long as the lease under which it was taken is the one in force."""
    return ScorecardFile.objects.filter(pk=row.pk, state=FileState.WAITING, lease=row.lease)


def _record(row: ScorecardFile, result: Result, **detail: object) -> None:
    record(
        "scorecard.prepared", row, by=None, bank=row.submission.bank_id, result=result,
        language=row.language, attempt=row.attempts, **detail,
    )  # fmt: skip
