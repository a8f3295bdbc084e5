"""Remarks of the edition's checks as pages show them, and the page on which one is explained."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import findings
from assessments.moments import moment
from assessments.pages.dossier import Dossier
from assessments.pages.next_step import Act, question_url
from assessments.wording import answer_in_words, localized
from hive.banks.roles import Role
from hive.core.model import Question, Severity


@dataclass(frozen=True, slots=True)
class Note:
    """An explanation with who wrote it when."""

    text: str
    by: str
    when: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A rule that some answers break, with links to them; ``explain_url`` is "" for readers."""

    text: str
    look: str
    label: str
    questions: tuple[Act, ...]
    note: Note | None
    needs_note: bool
    explain_url: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A question with its answer of this year and of the year before."""

    code: str
    text: str
    now: str
    before: str
    url: str


@dataclass(frozen=True)
class RemarkPage:
    """One warning, the answers it is about, and everything written on it."""

    dossier: Dossier
    remark: findings.Remark

    @property
    def text(self) -> str:
        """What the check says."""
        return localized(self.remark.finding.check.text)

    @property
    def year_before(self) -> str:
        """The year of the earlier answers; "" where there are none."""
        previous = self.dossier.remarks.previous
        return str(previous.year) if previous and previous.answers else ""

    @property
    def answers(self) -> tuple[Compared, ...]:
        """The answers that the remark is about."""
        questions = self.dossier.model.questions
        return tuple(self._compared(questions[code]) for code in self.remark.finding.questions)

    @property
    def holding(self) -> str:
        """The text that holds now."""
        return self.remark.note.text if self.remark.note else ""

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """Everything ever written on the remark, the last first."""
        return tuple(_note(note) for note in reversed(self.remark.notes))

    @property
    def may_write(self) -> bool:
        """Whether the person may write a note now."""
        return self.dossier.is_editable and _may_explain(self.dossier, self.remark)

    @property
    def back(self) -> str:
        """Where the person came from: the page that checks, or the first question."""
        if self.dossier.sees_everything:
            return reverse("assessments:check", args=[self.dossier.submission.pk])
        return next(row.url for row in self.answers if row.url)

    def _compared(self, question: Question) -> Compared:
        previous = self.dossier.remarks.previous
        link = _link(self.dossier, question)
        now = self.dossier.answers.get(question.code) if link.url else None
        before = previous.answers.get(question.code) if previous and link.url else None
        return Compared(
            code=question.code if question.code in self.dossier.model.homes else "",
            text=localized(question.text),
            now=answer_in_words(question, now) if now else "",
            before=answer_in_words(question, before) if before else "",
            url=link.url,
        )


def remark_page(dossier: Dossier, check: str, about: str) -> RemarkPage:
    """Find a warning that stands and that the person may see; 404 otherwise."""
    remark = dossier.remarks.find(check, about.split(","))
    if remark is None or remark.severity is not Severity.WARNING or not _concerns(dossier, remark):
        raise Http404
    return RemarkPage(dossier, remark)


def remarks_on(dossier: Dossier, found: Iterable[findings.Remark]) -> tuple[Remark, ...]:
    """Write remarks for a page."""
    return tuple(_written(dossier, remark) for remark in found)


def remarks_by_question(dossier: Dossier) -> Mapping[str, tuple[Remark, ...]]:
    """Return errors and warnings by the codes of the questions that they are about."""
    beside: dict[str, tuple[Remark, ...]] = {}
    for remark in dossier.remarks.of(Severity.ERROR, Severity.WARNING):
        for code in remark.finding.questions:
            others = _written(dossier, remark, apart_from=code)
            beside[code] = (*beside.get(code, ()), others)
    return beside


def to_look_at(dossier: Dossier, saved: Iterable[str]) -> tuple[str, ...]:
    """Return which of the answers just saved are part of an error or of an unexplained warning."""
    open_ones = (*dossier.remarks.errors, *dossier.remarks.unexplained)
    concerned = {code for remark in open_ones for code in remark.finding.questions}
    return tuple(code for code in saved if code in concerned)


def _written(dossier: Dossier, remark: findings.Remark, apart_from: str = "") -> Remark:
    questions = [dossier.model.questions[code] for code in remark.finding.questions]
    is_error = remark.severity is Severity.ERROR
    may_explain = remark.severity is Severity.WARNING and _may_explain(dossier, remark)
    return Remark(
        text=localized(remark.finding.check.text),
        look="returned" if is_error else "warn",
        label=_("Error") if is_error else _("Please check"),
        questions=tuple(_link(dossier, q) for q in questions if q.code != apart_from),
        note=_note(remark.note) if remark.note else None,
        needs_note=remark.needs_note,
        explain_url=_explain_url(dossier, remark) if may_explain and dossier.is_editable else "",
    )


def _note(note: findings.FindingNote) -> Note:
    return Note(note.text, str(note.written_by), moment(note.written_at))


def _link(dossier: Dossier, question: Question) -> Act:
    """Name a question, with its address where the person may open it."""
    home = dossier.model.homes.get(question.code)
    is_open = home[0] in dossier.dimensions if home else dossier.sees_everything
    name = question.code if home else localized(question.text)
    return Act(name, question_url(dossier, question) if is_open else "")


def _concerns(dossier: Dossier, remark: findings.Remark) -> bool:
    questions = dossier.model.questions
    return any(_link(dossier, questions[code]).url for code in remark.finding.questions)


def _may_explain(dossier: Dossier, remark: findings.Remark) -> bool:
    if dossier.is_coordinator:
        return True
    homes = [dossier.model.homes.get(code) for code in remark.finding.questions]
    own = dossier.own_dimensions
    return Role.CONTRIBUTOR in dossier.roles and any(home and home[0] in own for home in homes)


def _explain_url(dossier: Dossier, remark: findings.Remark) -> str:
    check, about = remark.finding.check.code, ",".join(remark.finding.questions)
    return reverse("assessments:explain", args=[dossier.submission.pk, check, about])
