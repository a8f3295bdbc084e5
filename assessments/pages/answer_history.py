"""Every change of one answer: who, when, from what to what, from where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.core.paginator import Page, Paginator
from django.http import Http404
from django.utils.translation import gettext as _

from assessments.models import AnswerEvent
from assessments.moments import moment
from assessments.pages.dossier import Dossier
from assessments.pages.next_step import question_url
from assessments.queries import core_answer
from assessments.wording import answer_in_words, labelled, localized
from hive.core.model import Question, Scope

ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change in words."""

    when: str
    who: str
    before: str
    after: str
    source: str


@dataclass(frozen=True)
class History:
    """The changes of one answer, newest first, a page at a time."""

    dossier: Dossier
    question: Question
    rows: tuple[ChangeRow, ...]
    page: Page

    @property
    def title(self) -> str:
        """What the page is about; facts of the profile go by their name, not by their code."""
        is_fact = self.question.scope is Scope.PROFILE
        return _("History") if is_fact else labelled(_("History"), self.question.code)

    @property
    def text(self) -> str:
        """The question itself."""
        return localized(self.question.text)

    @property
    def url(self) -> str:
        """Where the question is answered."""
        return question_url(self.dossier, self.question)


def history_of(dossier: Dossier, code: str, number: str = "") -> History:
    """Find the changes of an answer that the person may read; 404 for every other."""
    question = dossier.model.questions.get(code)
    if question is None or not _may_read(dossier, question):
        raise Http404
    events = dossier.submission.answer_events.filter(question__code=code)
    pages = Paginator(events.select_related("by").order_by("-version"), ON_A_PAGE)
    page = pages.get_page(number)
    start = page.start_index() - 1 if pages.count else 0
    # One more than is shown: the oldest change of the page says what it changed.
    shown = list(pages.object_list[start : start + ON_A_PAGE + 1])
    return History(dossier, question, _rows(question, shown)[:ON_A_PAGE], page)


def _may_read(dossier: Dossier, question: Question) -> bool:
    if question.code in dossier.model.homes:
        dimension, _indicator = dossier.model.homes[question.code]
        return dimension in dossier.dimensions
    return dossier.sees_everything


def _rows(question: Question, events: Sequence[AnswerEvent]) -> tuple[ChangeRow, ...]:
    words = [_in_words(question, event) for event in events] + [_("No answer")]
    return tuple(
        ChangeRow(moment(event.at), str(event.by), before, after, event.get_source_display())
        for event, (after, before) in zip(events, pairwise(words), strict=True)
    )


def _in_words(question: Question, event: AnswerEvent) -> str:
    return (
        answer_in_words(question, core_answer(event, question)) if event.state else _("No answer")
    )
