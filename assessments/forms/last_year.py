"""Last year's answer to a question, as its block shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from assessments.forms.reading import typed_of
from assessments.moments import day
from assessments.previous import Giver, Previous
from assessments.wording import answer_in_words, localized
from hive.core.answers import Answer, State
from hive.core.lineage import Carried
from hive.core.model import Descent, Question

WHY_ANEW = {
    Descent.SAME: gettext_lazy("The options changed. Please choose anew."),
    Descent.REWORDED: gettext_lazy("The wording changed. Please answer anew."),
    Descent.SPLIT: gettext_lazy(
        "The earlier question was split, and this is one of its parts. Please answer anew."
    ),
    Descent.MERGED: gettext_lazy(
        "The earlier questions were merged into this one. Please answer anew."
    ),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One earlier question, what the bank answered, and who gave the answer when."""

    code: str
    text: str
    answer: str
    given: str


@dataclass(frozen=True, slots=True)
class LastYear:
    """What the bank said: ``marks`` stand at the options it chose, by the option's code."""

    when: str
    keep: str
    pending: str
    may_be_kept: bool
    why_anew: str
    said: tuple[Said, ...]
    marks: Mapping[str, str]
    figure: str


def last_year_of(previous: Previous | None, question: Question) -> LastYear | None:
    """Return what was answered to a question, or to those it comes from; None for nothing."""
    carried = previous.carried.get(question.code) if previous else None
    if previous is None or carried is None:
        return None
    when = _when(previous)
    said = tuple(
        _said(earlier, previous.given[earlier.code], previous.givers[earlier.code])
        for earlier in previous.questions(question.code)
    )
    giver = previous.givers[carried.sources[0]]
    return LastYear(
        when=when,
        keep=pgettext("button", "Keep") if previous.is_last_year else _("Keep the answer"),
        pending=_("From %(year)s, not confirmed: counts as unanswered") % {"year": previous.year},
        may_be_kept=carried.may_be_kept,
        why_anew=str(WHY_ANEW[carried.descent]),
        said=said,
        marks=_marks(question, carried, _mark(when, giver)),
        figure=_figure(question, carried, when, giver),
    )


def _when(previous: Previous) -> str:
    if previous.is_last_year:
        return pgettext("answer", "Last year")
    return _("In %(year)s") % {"year": previous.year}


def _said(question: Question, answer: Answer, giver: Giver) -> Said:
    return Said(
        code=question.code,
        text=localized(question.text),
        answer=answer_in_words(question, answer),
        given=_("%(name)s, %(day)s") % {"name": giver.name, "day": day(giver.at)},
    )


def _mark(when: str, giver: Giver) -> str:
    return _("%(when)s, %(name)s") % {"when": when, "name": giver.name}


def _marks(question: Question, carried: Carried, mark: str) -> Mapping[str, str]:
    """Mark the options chosen, where they still mean what they meant."""
    if not carried.may_be_kept:
        return {}
    return dict.fromkeys(typed_of(question, carried.answer).chosen, mark)


def _figure(question: Question, carried: Carried, when: str, giver: Giver) -> str:
    """Write what has no option of its own to stand at: a figure, or an entry of a long list."""
    answer = carried.answer
    if not carried.may_be_kept or answer is None or answer.state is not State.ANSWERED:
        return ""
    words = answer_in_words(question, answer)
    return _("%(when)s %(answer)s, %(name)s") % {
        "when": when, "answer": words, "name": giver.name
    }  # fmt: skip
