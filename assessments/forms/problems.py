"""What is wrong with an answer, as a sentence that tells the person what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hive.core.answers import InvalidAnswer, Problem
from hive.core.model import Question

Params = Mapping[str, Any]


def sentence(question: Question, error: InvalidAnswer) -> str:
    """Return the sentence for an answer that the core refused, in the language of the page."""
    write = _SENTENCES.get(error.problem, _choose)
    return write(question, error.params)


def _choose(question: Question, params: Params) -> str:
    return _("Choose one of the answers listed.")


def _number(question: Question, params: Params) -> str:
    return _("Enter a number in figures, for example 12.5.")


def _too_low(question: Question, params: Params) -> str:
    return _("Enter %(min)s or more.") % params


def _too_high(question: Question, params: Params) -> str:
    return _("Enter %(max)s or less.") % params


def _too_many_decimals(question: Question, params: Params) -> str:
    if params["decimals"] == 0:
        return _("Enter a whole number, without decimals.")
    return (
        ngettext(
            "Round the number to at most %(decimals)s decimal.",
            "Round the number to at most %(decimals)s decimals.",
            params["decimals"],
        )
        % params
    )


def _too_many_chosen(question: Question, params: Params) -> str:
    return (
        ngettext(
            "Choose at most %(max)s option; untick the others.",
            "Choose at most %(max)s options; untick the others.",
            params["max"],
        )
        % params
    )


def _exclusive(question: Question, params: Params) -> str:
    text = question.choice(params["given"]).text.in_(get_language() or "zh")
    return _("“%(option)s” cannot stand beside other options: untick it, or untick the others.") % {
        "option": text
    }


_SENTENCES: Mapping[Problem, Callable[[Question, Params], str]] = {
    Problem.WRONG_TYPE: _number,
    Problem.NOT_FINITE: _number,
    Problem.TOO_LOW: _too_low,
    Problem.TOO_HIGH: _too_high,
    Problem.TOO_MANY_DECIMALS: _too_many_decimals,
    Problem.TOO_MANY_CHOSEN: _too_many_chosen,
    Problem.EXCLUSIVE_WITH_OTHERS: _exclusive,
}
