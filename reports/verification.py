"""Whether a printed scorecard is genuine: told by its code, without naming a bank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assessments.queries import signed_snapshot
from reports.models import CohortMember, Publication

GROUP = 4


class Verdict(StrEnum):
    """What a code turned out to be."""

    GENUINE = "genuine"
    REPLACED = "replaced"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verification:
    """What may be said of a code; the rest is None or "" unless a scorecard carries it."""

    verdict: Verdict
    year: int | None = None
    revision: int | None = None
    edition: str = ""
    published_at: datetime | None = None
    snapshot: str = ""


def printed(code: str) -> str:
    """Write a code in groups, as people read and type it."""
    return " ".join(code[n : n + GROUP] for n in range(0, len(code), GROUP))


def verify(typed: str) -> Verification:
    """Look a code up; spaces, hyphens and capitals do not matter.

    A scorecard is replaced when its figures were revised or its bank signed again since.
    """
    code = "".join(letter for letter in typed.lower() if letter.isalnum())
    members = CohortMember.objects.filter(publication__released_at__isnull=False)
    member = (
        members.select_related("publication__cycle__edition", "submission", "snapshot")
        .filter(verification_code=code)
        .first()
    )
    if member is None:
        return Verification(Verdict.UNKNOWN)
    publication = member.publication
    return Verification(
        Verdict.GENUINE if _is_current(member) else Verdict.REPLACED,
        publication.cycle.year,
        publication.revision,
        publication.cycle.edition.code,
        publication.released_at,
        member.snapshot.short_hash,
    )


def _is_current(member: CohortMember) -> bool:
    released = Publication.objects.filter(released_at__isnull=False)
    newer = released.filter(
        cycle=member.publication.cycle_id, revision__gt=member.publication.revision
    )
    signed = signed_snapshot(member.submission)
    return not newer.exists() and signed is not None and signed.pk == member.snapshot_id
