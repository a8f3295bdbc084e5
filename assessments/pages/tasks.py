"""The task list: every indicator as a row, in groups, with filters."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from assessments.pages.dossier import Dossier
from assessments.pages.evidence import MissingEvidence, missing_evidence
from assessments.pages.last_year import Keepable, keepable, pending
from assessments.pages.next_step import Act, to_correct
from assessments.pages.progress import Group, Progress, Row, further_parts, progress_of
from assessments.wording import localized

FILTERS = ("mine", "unanswered", "returned", "last-year")


@dataclass(frozen=True, slots=True)
class Filter:
    """A link that narrows the list, with how many rows it leaves."""

    label: str
    query: str
    count: int
    is_current: bool


@dataclass(frozen=True)
class TaskList:
    """The groups that are left after filtering, and everything around them."""

    dossier: Dossier
    progress: Progress
    groups: tuple[Group, ...]
    parts: tuple[Row, ...]
    filters: tuple[Filter, ...]
    keepable: Keepable | None

    @property
    def rule(self) -> str:
        """How to answer, in the words of the edition."""
        return localized(self.dossier.model.answering_rule)

    @property
    def evidence(self) -> MissingEvidence:
        """For how many answers evidence is missing."""
        return missing_evidence(self.dossier)

    @property
    def to_correct(self) -> tuple[Act, ...]:
        """The questions that the alliance's letter is still about."""
        return to_correct(self.dossier)

    @property
    def may_check(self) -> bool:
        """Whether the page on which answers are checked is open to the person."""
        return self.dossier.sees_everything

    @property
    def is_empty(self) -> bool:
        """Whether the filter leaves nothing."""
        return not self.groups and not self.parts


def task_list(dossier: Dossier, chosen: str) -> TaskList:
    """List what the person may open; ``chosen`` is a filter or anything else for all."""
    progress = progress_of(dossier)
    groups = tuple(group for group in progress.groups if group.url)
    parts = further_parts(dossier) if dossier.sees_everything else ()
    rows = [*(cell for group in groups for cell in group.cells), *parts]
    kept = keepable(dossier, [question for row in rows for question in row.asked])
    known = FILTERS if kept else FILTERS[:-1]
    narrowing = _Narrowing(dossier, chosen if chosen in known else "")
    return TaskList(
        dossier=dossier,
        progress=Progress(groups),
        groups=narrowing.groups(groups),
        parts=tuple(part for part in parts if narrowing.passes(part, dossier.is_coordinator)),
        filters=tuple(_filter(dossier, groups, q, q == narrowing.query) for q in ("", *known)),
        keepable=kept,
    )


def _filter(dossier: Dossier, groups: tuple[Group, ...], query: str, is_current: bool) -> Filter:
    labels = {
        "": _("All"),
        "mine": _("Mine"),
        "unanswered": _("Incomplete"),
        "returned": _("Returned"),
        "last-year": _("To confirm"),
    }
    count = sum(len(group.cells) for group in _Narrowing(dossier, query).groups(groups))
    return Filter(labels[query], query, count, is_current)


@dataclass(frozen=True, slots=True)
class _Narrowing:
    """One filter over the rows."""

    dossier: Dossier
    query: str

    def groups(self, groups: tuple[Group, ...]) -> tuple[Group, ...]:
        kept = (
            replace(group, cells=tuple(c for c in group.cells if self.passes(c, group.is_own)))
            for group in groups
        )
        return tuple(group for group in kept if group.cells)

    def passes(self, row: Row, is_own: bool) -> bool:
        match self.query:
            case "mine":
                return is_own
            case "unanswered":
                return row.answered < row.total
            case "returned":
                return row.returned > 0
            case "last-year":
                return pending(self.dossier, row.asked) > 0
            case _:
                return True
