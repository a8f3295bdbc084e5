"""Keeping checked files of a submission: within its room, with their row or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Submission
from assessments.workflow.errors import WorkflowError
from hive.documents import shelf
from hive.documents.intake import Taken


class NoRoom(WorkflowError):
    """The file cannot be kept: the submission has no room for it, or the server has none."""


@contextmanager
def kept(taken: Taken) -> Iterator[Mapping[str, object]]:
    """Keep a file and hand out the columns of its row; without the row the file goes again."""
    try:
        name = shelf.put(taken.content, taken.previews)
    except OSError as error:
        raise NoRoom(
            _("The server has no room for the file at the moment. Please try again later.")
        ) from error
    try:
        with transaction.atomic():
            yield {
                "stored_name": name,
                "content_type": taken.kind.content_type,
                "size": taken.size,
                "sha256": taken.sha256,
                "pages": taken.pages,
                "previews": len(taken.previews),
            }
    except BaseException:
        shelf.discard(name, len(taken.previews))
        raise


def check_room(submission: Submission, wanted: int) -> None:
    """Refuse what the files of a submission have no room for; call it with the row held."""
    kinds = (submission.evidence.filter(removed_at__isnull=True), submission.sealed_pages)
    used = sum(rows.aggregate(used=Sum("size"))["used"] or 0 for rows in kinds)
    room = settings.HIVE_EVIDENCE_TOTAL_BYTES - used
    if wanted > room:
        left = max(room, 0) // 2**20
        message = ngettext(
            "All files of a questionnaire together may hold %(total)s MB; %(n)s MB is left. "
            "Remove a file that is not needed, or add a smaller one.",
            "All files of a questionnaire together may hold %(total)s MB; %(n)s MB are left. "
            "Remove a file that is not needed, or add a smaller one.",
            left,
        )
        total = settings.HIVE_EVIDENCE_TOTAL_BYTES // 2**20
        raise NoRoom(message % {"n": left, "total": total})
