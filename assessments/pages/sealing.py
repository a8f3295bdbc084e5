"""The sealed page: whether it is needed, whether it is there, and where it is attached and read."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import SealedPage, Submission
from assessments.moments import moment
from assessments.pages.dossier import Dossier
from assessments.pages.evidence import KINDS, Pictures, pictures_of
from assessments.workflow import rules
from assessments.workflow.snapshots import hash_of


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan as a page shows it."""

    row: SealedPage
    facts: str
    pictures: Pictures

    @property
    def added(self) -> str:
        """Who attached it, and when."""
        return _("%(name)s, %(time)s") % {
            "name": self.row.added_by,
            "time": moment(self.row.added_at),
        }


@dataclass(frozen=True, slots=True)
class Seal:
    """What the cycle asks for: the scan that is there, and where to attach one ("": not here)."""

    sha256: str
    scan: Scan | None
    attach_url: str

    @property
    def is_missing(self) -> bool:
        """Whether the signature waits for it."""
        return self.scan is None


def seal_of(dossier: Dossier) -> Seal | None:
    """Return what is to be sealed while the signature is awaited; None where nothing is."""
    submission = dossier.submission
    if not submission.cycle.needs_sealed_page or not submission.is_awaiting_signoff:
        return None
    sha256 = hash_of(submission, dossier.answers)
    url = reverse("assessments:sealed_page", args=[submission.pk])
    may_attach = rules.may("seal", submission, dossier.user)
    return Seal(sha256, scan_of(submission, sha256), url if may_attach else "")


def scan_of(submission: Submission, answers_sha256: str) -> Scan | None:
    """Return the scan of the page with this hash."""
    rows = submission.sealed_pages.select_related("added_by")
    row = rows.filter(answers_sha256=answers_sha256).first()
    return None if row is None else _as_shown(submission, row)


def _as_shown(submission: Submission, row: SealedPage) -> Scan:
    kind = KINDS[row.content_type]
    facts = _(", ").join((str(kind.label), filesizeformat(row.size)))
    address = [submission.pk, row.pk]
    pictures = pictures_of(
        row,
        _("Sealed page"),
        reverse("assessments:sealed_page_file", args=address),
        [
            reverse("assessments:sealed_page_preview", args=[*address, page])
            for page in range(1, row.previews + 1)
        ],
    )
    return Scan(row, facts, pictures)
