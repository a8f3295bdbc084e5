"""What a page's script is told about the one answer that it sent."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from assessments.forms.answers import AnswersForm
from assessments.forms.conflicts import conflict_of
from assessments.forms.reading import typed_of
from assessments.moments import clock
from assessments.pages.progress import counted
from assessments.plausibility import warning_of
from assessments.wording import localized
from assessments.workflow import Saved
from hive.core.answers import Answer
from hive.core.completeness import progress
from hive.core.model import HiveModel, Question, Scope

Body = dict[str, Any]


def saved_body(form: AnswersForm, model: HiveModel, saved: Saved, answered: Container[str]) -> Body:
    """Tell the version and time of an answer that is stored, and how far the questionnaire is.

    ``answered`` holds the codes of the questions that have an answer now.
    """
    ((code, question),) = form.questions.items()
    title, asked = _section(model, question)
    _dimension, indicator = model.homes.get(code, (None, None))
    section = _count(asked, answered)
    return {
        "version": saved.versions[code],
        "saved_at": saved.at[code].isoformat(),
        "saved": saved_in_words(saved.at[code]),
        "answered": code in answered,
        "warning": warning_of(question, form.answers[code]),
        "section": section | {"text": counted(title, **section)},
        "indicator": indicator
        and {"code": indicator.code, **_count(indicator.questions, answered)},
        "progress": _count(model.scored, answered),
    }


def conflict_body(form: AnswersForm, saved: Saved) -> Body:
    """Tell both answers, and give the page what it needs to show them and to adopt either."""
    ((code, question),) = form.questions.items()
    theirs = form.conflicts[code]
    conflict = conflict_of(question, form.answers[code], theirs)
    context = {"conflict": conflict, "code": code}
    return {
        "error": _("A colleague changed this answer while you had the page open."),
        "mine": conflict.mine,
        "theirs": conflict.theirs,
        "by": conflict.by,
        "at": conflict.at,
        "version": saved.present[code],
        "merged": conflict.merged,
        "saved": theirs.given,
        "adopt": _adopt(question, theirs.answer),
        "html": render_to_string("assessments/form/conflict.html", context),
    }


def errors_body(form: AnswersForm) -> Body:
    """Tell what to do about everything that is wrong."""
    return {"errors": [text for texts in form.errors.values() for text in texts]}


def saved_in_words(at: datetime) -> str:
    """Say when an answer was saved, to the second."""
    return _("Saved %(clock)s") % {"clock": clock(at)}


def _adopt(question: Question, answer: Answer | None) -> Body:
    typed = typed_of(question, answer)
    return {
        "choice": list(typed.chosen),
        "figure": typed.figure,
        "other": typed.other,
        "reason": typed.reason,
    }


def _section(model: HiveModel, question: Question) -> tuple[str, Iterable[Question]]:
    """Return the name and the questions of the page on which a question stands."""
    if question.code in model.homes:
        dimension, _indicator = model.homes[question.code]
        return localized(dimension.name), dimension.questions
    if question.scope is Scope.PROFILE:
        return _("Bank profile"), model.profile
    return _("Further questions"), model.unscored


def _count(questions: Iterable[Question], answered: Container[str]) -> dict[str, int]:
    count = progress(questions, answered)
    return {"answered": count.answered, "total": count.total}
