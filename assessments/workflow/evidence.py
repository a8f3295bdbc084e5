"""Evidence: adding, describing, removing, taking over from last year, and clearing away."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.attached import Item, signed_entries
from assessments.enums import CycleState, EvidenceKind
from assessments.models import Evidence, SealedPage, Submission
from assessments.queries import signed_snapshot
from assessments.workflow import rules
from assessments.workflow.errors import Incomplete, Locked
from assessments.workflow.keeping import check_room, kept
from hive.audit.log import record
from hive.banks.models import User
from hive.catalogue.models import Question
from hive.catalogue.queries import questions_of
from hive.core.model import Scope
from hive.documents import shelf
from hive.documents.intake import Taken

TAKEN_OVER = (
    "kind", "text", "stored_name", "content_type", "size", "sha256", "pages", "previews",
)  # fmt: skip


@transaction.atomic
def add_file(
    submission: Submission, taken: Taken, *, title: str, questions: Collection[str], by: User
) -> Evidence:
    """Keep a checked file as evidence for some questions.

    The room is counted while the submission is held, so that two uploads cannot share what is left.
    """
    submission = _open_to(by, submission)
    rows = _questions(submission, questions, by)
    check_room(submission, taken.size)
    with kept(taken) as columns:
        return _add(submission, rows, by, kind=EvidenceKind.FILE, title=title, **columns)


@transaction.atomic
def add_text(
    submission: Submission,
    kind: EvidenceKind,
    text: str,
    *,
    title: str,
    questions: Collection[str],
    by: User,
) -> Evidence:
    """Note a link or a statement as evidence; a link is never followed."""
    submission = _open_to(by, submission)
    rows = _questions(submission, questions, by)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return _add(submission, rows, by, kind=kind, title=title, text=text, sha256=sha256)


@transaction.atomic
def describe_evidence(
    item: Evidence, *, title: str, questions: Collection[str], by: User
) -> Evidence:
    """Change the title of an item, or the questions it stands behind."""
    item = _standing(item, by)
    rows = _questions(item.submission, questions, by)
    item.title = title
    item.full_clean(exclude=["submission", "added_by"])
    item.save(update_fields=["title"])
    item.questions.set(rows)
    _record("described", item, by, questions=sorted(questions))
    return item


@transaction.atomic
def remove_evidence(item: Evidence, *, by: User) -> None:
    """Take an item away; what was signed with it keeps the file until the cycle is published."""
    item = _standing(item, by)
    item.removed_at, item.removed_by = timezone.now(), by
    item.save(update_fields=["removed_at", "removed_by"])
    _record("removed", item, by)


@transaction.atomic
def take_over(submission: Submission, items: Sequence[Item], *, by: User) -> list[Evidence]:
    """Take items of an earlier cycle over, each for the questions that it names.

    The new item points to the same stored file, which stays as long as one of the two needs it.
    """
    submission = _open_to(by, submission)
    kept = Evidence.objects.select_for_update(of=("self",)).filter(
        pk__in=[item.id for item in items],
        submission__bank=submission.bank,
        purged_at__isnull=True,
    )
    rows = {row.pk: row for row in kept}
    if len(rows) != len(items):
        raise Incomplete(_("This evidence is no longer there. Reload the page."))
    check_room(submission, sum(rows[item.id].size for item in items))
    return [
        _add(
            submission,
            _questions(submission, item.codes, by),
            by,
            title=item.title,
            **{field: getattr(rows[item.id], field) for field in TAKEN_OVER},
        )
        for item in items
    ]


def clear_away(now: datetime) -> int:
    """Delete files that nobody can need any more, and say how many items lost theirs.

    Removed items of published cycles, unless they are part of what the bank signed last; and
    files that were written, but never noted.
    """
    removed = Evidence.objects.filter(
        removed_at__isnull=False,
        purged_at__isnull=True,
        submission__cycle__state=CycleState.PUBLISHED,
    )
    count = sum(_purge(item, now) for item in removed.select_related("submission"))
    kinds = (Evidence.objects.filter(purged_at__isnull=True), SealedPage.objects.all())
    names = (rows.exclude(stored_name="").values_list("stored_name", flat=True) for rows in kinds)
    shelf.sweep(set(chain.from_iterable(names)), now - shelf.ORPHANS_STAY)
    return count


@transaction.atomic
def _purge(item: Evidence, now: datetime) -> bool:
    submission = rules.locked(item.submission)
    item = Evidence.objects.select_for_update().get(pk=item.pk)
    snapshot = signed_snapshot(submission)
    if snapshot is not None and str(item.pk) in {e["id"] for e in signed_entries(snapshot)}:
        return False
    item.purged_at = now
    item.save(update_fields=["purged_at"])
    _record("purged", item, None)
    others = Evidence.objects.filter(stored_name=item.stored_name, purged_at__isnull=True)
    if item.stored_name and not others.exists():
        transaction.on_commit(lambda: shelf.discard(item.stored_name, item.previews))
    return True


def _open_to(by: User, submission: Submission) -> Submission:
    submission = rules.locked(submission)
    if not submission.bank_may_edit(timezone.now()):
        raise Locked
    return submission


def _standing(item: Evidence, by: User) -> Evidence:
    """Hold an item that is not removed and that the person may change as a whole."""
    submission = _open_to(by, item.submission)
    item = Evidence.objects.select_for_update().get(pk=item.pk)
    item.submission = submission
    if item.removed_at is not None:
        raise Incomplete(_("This evidence was removed meanwhile. Reload the page."))
    _check_owner(submission, list(item.questions.all()), by)
    return item


def _questions(submission: Submission, codes: Collection[str], by: User) -> list[Question]:
    """Find the questions, all scored, for which the person may add something."""
    rows = questions_of(submission.cycle.edition)
    chosen = [rows[code] for code in sorted(codes) if code in rows]
    if not chosen or len(chosen) != len(codes):
        raise Incomplete(_("Tick at least one question."))
    if any(row.scope != Scope.SCORED for row in chosen):
        raise Incomplete(_("Evidence stands behind scored questions only."))
    _check_owner(submission, chosen, by)
    return chosen


def _check_owner(submission: Submission, questions: Sequence[Question], by: User) -> None:
    def owns_all() -> bool:
        own = submission.assignments.filter(member=by)
        indicators = set(own.values_list("dimension__indicators", flat=True))
        return all(question.indicator_id in indicators for question in questions)

    rules.check_fills_in(submission, by, owns_all=owns_all)


def _add(
    submission: Submission, questions: Sequence[Question], by: User, **columns: object
) -> Evidence:
    item = Evidence(submission=submission, added_by=by, **columns)
    item.full_clean(exclude=["submission", "added_by"])
    item.save()
    item.questions.set(questions)
    codes = [question.code for question in questions]
    _record("added", item, by, kind=item.kind, questions=codes, sha256=item.sha256)
    return item


def _record(verb: str, item: Evidence, by: User | None, **detail: Any) -> None:
    record(f"evidence.{verb}", item, by=by, bank=item.submission.bank_id, **detail)
