"""How many of last year's answers can be kept, and what has become of them so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import ngettext

from assessments.pages.dossier import Dossier
from hive.core.model import Question


@dataclass(frozen=True, slots=True)
class Keepable:
    """Answers of an earlier year to questions that mean the same; confirmed ones are the same."""

    year: int
    total: int
    confirmed: int
    changed: int

    @property
    def sentence(self) -> str:
        """How many there are, and how many of them the bank has dealt with."""
        return ngettext(
            "%(n)s answer of %(year)s can be kept: %(confirmed)s confirmed, %(changed)s changed, "
            "%(pending)s to confirm (unanswered until then).",
            "%(n)s answers of %(year)s can be kept: %(confirmed)s confirmed, %(changed)s changed, "
            "%(pending)s to confirm (unanswered until then).",
            self.total,
        ) % {
            "n": self.total,
            "year": self.year,
            "confirmed": self.confirmed,
            "changed": self.changed,
            "pending": self.pending,
        }

    @property
    def pending(self) -> int:
        """Those that wait to be kept or changed."""
        return self.total - self.confirmed - self.changed


def keepable(dossier: Dossier, questions: Iterable[Question]) -> Keepable | None:
    """Count over some questions; None when nothing can be kept, or nothing can be written now."""
    previous = dossier.previous
    if previous is None or not dossier.is_editable:
        return None
    before = {q.code: previous.answers[q.code] for q in questions if q.code in previous.answers}
    given = [code for code in before if code in dossier.answers]
    confirmed = sum(dossier.answers[code] == before[code] for code in given)
    if not before:
        return None
    return Keepable(previous.year, len(before), confirmed, len(given) - confirmed)


def pending(dossier: Dossier, questions: Iterable[Question]) -> int:
    """Count the questions whose answer of last year waits to be kept or changed."""
    count = keepable(dossier, questions)
    return 0 if count is None else count.pending
