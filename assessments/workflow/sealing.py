"""The scan of the sealed page, which some cycles ask for while the signature is awaited."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import SealedPage, Submission
from assessments.queries import answers_of
from assessments.workflow import rules
from assessments.workflow.errors import Incomplete, Locked
from assessments.workflow.keeping import check_room, kept
from assessments.workflow.snapshots import hash_of
from hive.audit.log import record
from hive.banks.models import User
from hive.core.answers import Answers
from hive.documents import shelf
from hive.documents.intake import Taken


@transaction.atomic
def attach_sealed_page(submission: Submission, taken: Taken, *, by: User) -> SealedPage:
    """Keep a checked scan for the answers as they stand; it takes the place of an earlier one.

    A scan with which the bank has signed stays: the same answers need no other one.
    """
    submission = rules.locked(submission)
    rules.check("seal", submission, by)
    if not submission.clock_runs(timezone.now()):
        raise Locked
    answers_sha256 = hash_of(submission, answers_of(submission))
    signed = submission.sealed_pages.signed()
    if signed.filter(answers_sha256=answers_sha256).exists():
        raise Incomplete(_("The bank has signed these answers with a sealed page already."))
    for earlier in submission.sealed_pages.exclude(pk__in=signed.values("pk")):
        _drop(earlier)
    check_room(submission, taken.size)
    with kept(taken) as columns:
        page = submission.sealed_pages.create(answers_sha256=answers_sha256, added_by=by, **columns)
        record(
            "submission.sealed_page_attached",
            submission,
            by=by,
            bank=submission.bank_id,
            sha256=page.sha256,
            answers_sha256=answers_sha256,
        )
        return page


def check_sealed(submission: Submission, answers: Answers) -> SealedPage | None:
    """Refuse while the cycle asks for a sealed page and none carries the hash of these answers."""
    if not submission.cycle.needs_sealed_page:
        return None
    page = submission.sealed_pages.filter(answers_sha256=hash_of(submission, answers)).first()
    if page is None:
        raise Incomplete(_("Attach a scan of the sealed page first; then sign."))
    return page


def _drop(page: SealedPage) -> None:
    """Forget a scan that nothing was signed with; the record of it stays."""
    name, previews = page.stored_name, page.previews
    page.delete()
    transaction.on_commit(lambda: shelf.discard(name, previews))
