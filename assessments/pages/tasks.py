"""The task list: every indicator as a row, in groups, with filters."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from assessments.pages.dossier import Dossier
from assessments.pages.evidence import MissingEvidence, missing_evidence
from assessments.pages.next_step import Act, to_correct
from assessments.pages.progress import Group, Progress, Row, further_parts, progress_of
from assessments.wording import localized

FILTERS = ("mine", "unanswered", "returned")


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
    chosen = chosen if chosen in FILTERS else ""
    return TaskList(
        dossier=dossier,
        progress=Progress(groups),
        groups=_narrowed(groups, chosen),
        parts=tuple(part for part in parts if _passes(chosen, dossier.is_coordinator, part)),
        filters=tuple(_filter(groups, query, query == chosen) for query in ("", *FILTERS)),
    )


def _filter(groups: tuple[Group, ...], query: str, is_current: bool) -> Filter:
    labels = {
        "": _("All"),
        "mine": _("Mine"),
        "unanswered": _("Incomplete"),
        "returned": _("Returned"),
    }
    count = sum(len(group.cells) for group in _narrowed(groups, query))
    return Filter(labels[query], query, count, is_current)


def _narrowed(groups: tuple[Group, ...], chosen: str) -> tuple[Group, ...]:
    kept = (
        replace(group, cells=tuple(c for c in group.cells if _passes(chosen, group.is_own, c)))
        for group in groups
    )
    return tuple(group for group in kept if group.cells)


def _passes(chosen: str, is_own: bool, row: Row) -> bool:
    match chosen:
        case "mine":
            return is_own
        case "unanswered":
            return row.answered < row.total
        case "returned":
            return row.returned > 0
        case _:
            return True
