"""Reading prepared scorecards: how far they are, one of them, all of them in a ZIP file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from assessments.models import Submission
from hive.banks.models import User
from hive.documents import press, shelf
from reports.enums import FileState
from reports.models import Publication, ScorecardFile
from reports.publishing.preparing import ENDED, NO_ROOM, TOO_LONG
from reports.scorecard import Scorecard
from reports.scorecard.inputs import inputs_of
from reports.scorecard.pdf import file_name, scorecard_pdf

# The first moment that a ZIP file can name.
NO_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Progress:
    """How many scorecards of a publication there are to be, and how far they are."""

    total: int
    ready: int
    failed: int

    @property
    def text(self) -> str:
        """``112 of 146 ready, 1 failed``."""
        text = _("%(ready)s of %(total)s ready")
        if self.failed:
            text = _("%(ready)s of %(total)s ready, %(failed)s failed")
        return text % {"ready": self.ready, "total": self.total, "failed": self.failed}


@dataclass(frozen=True)
class Failure:
    """A scorecard that could not be prepared, and why."""

    bank: str
    language: str
    attempts: int
    reason: str


def progress_of(publication: Publication) -> Progress:
    """Count the scorecards of a publication by how far they are."""
    rows = publication.files.exclude(state=FileState.REPLACED)
    counts = rows.aggregate(
        total=Count("pk"),
        ready=Count("pk", filter=Q(state=FileState.READY)),
        failed=Count("pk", filter=Q(state=FileState.FAILED)),
    )
    return Progress(**counts)


def failures_of(publication: Publication) -> list[Failure]:
    """List what was given up, in the order of the banks' codes."""
    rows = publication.files.filter(state=FileState.FAILED).select_related("submission__bank")
    return [
        Failure(
            row.submission.bank.name, row.get_language_display(), row.attempts, reason_of(row.fault)
        )
        for row in rows.order_by("submission__bank__code", "language")
    ]


def reason_of(fault: str) -> str:
    """Say why a scorecard could not be prepared."""
    reasons = {
        ENDED: _("The worker ended each time before the scorecard was finished."),
        TOO_LONG: _("It took too long to set."),
        NO_ROOM: _("The server could not store the file."),
    }
    return reasons.get(fault) or _("A fault in the program: %(fault)s.") % {"fault": fault}


def ready_files(publication: Publication, user: User) -> QuerySet[ScorecardFile]:
    """Return the scorecards that are ready and that the person may read."""
    readable = Submission.objects.with_results_for(user)
    rows = publication.files.filter(state=FileState.READY, submission__in=readable)
    rows = rows.select_related("submission__bank", "submission__cycle")
    return rows.order_by("submission__bank__code", "language")


def pdf_of(submission: Submission, card: Scorecard, language: str) -> bytes:
    """Return a scorecard's file: the prepared one if it says just this, else set by the press."""
    rows = ScorecardFile.objects.filter(submission=submission, language=language)
    row = rows.filter(state=FileState.READY, inputs=inputs_of(card)).first()
    return (row and content_of(row)) or scorecard_pdf(card, setter=press.render)


def content_of(row: ScorecardFile) -> bytes | None:
    """Read a prepared scorecard; None when it is gone or is not what was kept."""
    try:
        with shelf.open_file(row.stored_name) as file:
            content: bytes = file.read()
    except FileNotFoundError:
        return None
    return content if hashlib.sha256(content).hexdigest() == row.sha256 else None


def pack(rows: Iterable[ScorecardFile], target: IO[bytes]) -> int:
    """Write scorecards into a ZIP file, the same bytes each time; say how many are in it."""
    count = 0
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for row in rows:
            content = content_of(row)
            if content is not None:
                archive.writestr(ZipInfo(file_name(row.submission, row.language), NO_TIME), content)
                count += 1
    return count
