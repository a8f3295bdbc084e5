"""How far the questionnaire is, for the comb, the table of dimensions and the task list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.enums import SectionStage
from assessments.moments import day
from assessments.pages.dossier import Dossier
from assessments.wording import localized
from hive.core.completeness import progress
from hive.core.model import Dimension, Indicator, Question


@dataclass(frozen=True, slots=True)
class Status:
    """A status as a word, and the class that colours it."""

    label: str
    look: str


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator (or a part without indicators) with what is answered of it.

    ``stage`` is that of the indicator's section; the parts without a section have none.
    """

    code: str
    name: str
    answered: int
    total: int
    returned: int
    owner: str
    url: str
    asked: tuple[Question, ...]
    stage: SectionStage | None = None
    comments: int = 0

    @property
    def open_comments(self) -> str:
        """How many comments on its questions are open."""
        return ngettext("%(n)s open comment", "%(n)s open comments", self.comments) % {
            "n": self.comments
        }

    @property
    def done(self) -> bool:
        """Whether nothing is left and nothing was sent back."""
        return self.answered == self.total and not self.returned

    @property
    def status(self) -> Status:
        """The status of the row in a word."""
        return _status(self)


@dataclass(frozen=True, slots=True)
class Group:
    """A dimension with its rows; ``url`` is empty where the person may not open it."""

    code: str
    name: str
    owner: str
    url: str
    is_own: bool
    stage: SectionStage
    due: str
    cells: tuple[Row, ...]

    @property
    def answered(self) -> int:
        """Answered questions of all rows."""
        return sum(cell.answered for cell in self.cells)

    @property
    def total(self) -> int:
        """Questions of all rows."""
        return sum(cell.total for cell in self.cells)

    @property
    def returned(self) -> int:
        """Questions of all rows that are to be corrected."""
        return sum(cell.returned for cell in self.cells)

    @property
    def status(self) -> Status:
        """The status of the dimension in a word."""
        return _status(self)


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress counts scored questions only."""

    groups: tuple[Group, ...]

    @property
    def answered(self) -> int:
        """Scored questions with an answer in any state."""
        return sum(group.answered for group in self.groups)

    @property
    def total(self) -> int:
        """Scored questions of the edition."""
        return sum(group.total for group in self.groups)


def progress_of(dossier: Dossier) -> Progress:
    """Count every indicator of the edition."""
    return Progress(tuple(_group(dossier, dimension) for dimension in dossier.model.dimensions))


def further_parts(dossier: Dossier) -> tuple[Row, ...]:
    """Count the profile and the questions without a score."""
    parts = (
        (_("Bank profile"), dossier.model.profile, "profile"),
        (_("Further questions"), dossier.model.unscored, "unscored"),
    )
    return tuple(
        _row(dossier, "", name, questions, "", reverse(f"assessments:{page}", args=[_pk(dossier)]))
        for name, questions, page in parts
        if questions
    )


def counted(title: str, answered: int, total: int) -> str:
    """Say how much of a section is answered, as its heading beside the questions does."""
    words = {"title": title, "answered": answered, "total": total}
    return _("%(title)s: %(answered)s of %(total)s answered") % words


def section_url(dossier: Dossier, dimension: Dimension, anchor: str = "") -> str:
    """Return the page of a dimension, at a question or an indicator when one is named."""
    url = reverse("assessments:section", args=[_pk(dossier), dimension.slug])
    return f"{url}#{anchor}" if anchor else url


def _group(dossier: Dossier, dimension: Dimension) -> Group:
    owner = dossier.owners.get(dimension.code)
    is_open = dimension in dossier.dimensions
    return Group(
        code=dimension.code,
        name=localized(dimension.name),
        owner=str(owner or ""),
        url=section_url(dossier, dimension) if is_open else "",
        is_own=owner == dossier.user,
        stage=dossier.stage(dimension),
        due=_due(dossier, dimension),
        cells=tuple(_cell(dossier, dimension, i, str(owner or "")) for i in dimension.indicators),
    )


def _cell(dossier: Dossier, dimension: Dimension, indicator: Indicator, owner: str) -> Row:
    url = section_url(dossier, dimension, f"i-{indicator.code}")
    name = localized(indicator.name)
    row = _row(dossier, indicator.code, name, indicator.questions, owner, url)
    return replace(row, stage=dossier.stage(dimension))


def _row(
    dossier: Dossier, code: str, name: str, questions: Iterable[Question], owner: str, url: str
) -> Row:
    asked = tuple(questions)
    count = progress(asked, dossier.answers)
    returned = sum(question in asked for question in dossier.to_correct)
    comments = sum(dossier.comments.get(question.code, 0) for question in asked)
    return Row(
        code, name, count.answered, count.total, returned, owner, url, asked, comments=comments
    )


def _status(part: Row | Group) -> Status:
    if part.returned:
        label = ngettext("%(n)s to correct", "%(n)s to correct", part.returned)
        return Status(label % {"n": part.returned}, "returned")
    if part.stage is SectionStage.CONFIRMED:
        return Status(_("Complete"), "done")
    if part.stage is SectionStage.CLOSED:
        return Status(_("To confirm"), "warn")
    if part.answered == 0:
        return Status(_("Not started"), "todo")
    if part.answered < part.total or part.stage is SectionStage.OPEN:
        return Status(_("In progress"), "progress")
    return Status(_("All answered"), "done")


def _due(dossier: Dossier, dimension: Dimension) -> str:
    section = dossier.sections.get(dimension.code)
    if section is None or section.due_on is None:
        return ""
    return _("due %(day)s") % {"day": day(section.due_on)}


def _pk(dossier: Dossier) -> str:
    return str(dossier.submission.pk)
