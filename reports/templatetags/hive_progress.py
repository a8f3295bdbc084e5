"""The comb while it is filled in, in templates: ``{% progress_comb progress %}``."""

from __future__ import annotations

from typing import Any, Protocol

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.charts.parts import ProgressCell, ProgressCluster
from reports.charts.spec import ProgressComb
from reports.charts.words import words

register = template.Library()


class Cell(Protocol):
    """How far one indicator is."""

    code: str
    name: str
    answered: int
    total: int
    returned: int
    done: bool


class Group(Protocol):
    """A dimension with its indicators."""

    code: str
    name: str
    cells: tuple[Cell, ...]


class Progress(Protocol):
    """How far the whole questionnaire is."""

    groups: tuple[Group, ...]
    answered: int
    total: int


@register.inclusion_tag("components/progress_comb.html")
def progress_comb(progress: Progress) -> dict[str, Any]:
    """Draw answered questions as cells filling from below, with the same figures as a table."""
    spec = ProgressComb(
        words=words(get_language() or "zh-hans"),
        title=_("%(answered)s of %(total)s questions answered")
        % {"answered": progress.answered, "total": progress.total},
        source=_(
            "Cells fill from below with answered questions. Tick: all answered; dashed edge: "
            "not started; red edge and exclamation mark: returned by the alliance."
        ),
        clusters=tuple(_cluster(group) for group in progress.groups),
        centre=str(progress.answered),
        centre_note=_("of %(total)s") % {"total": progress.total},
    )
    return {"spec": spec, "table": spec.table()}


def _cluster(group: Group) -> ProgressCluster:
    cells = (
        ProgressCell(c.code, c.name, c.answered, c.total, done=c.done, returned=bool(c.returned))
        for c in group.cells
    )
    return ProgressCluster(group.code, group.name, tuple(cells))
