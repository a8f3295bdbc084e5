"""Answers in the words of the edition."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hive.core.answers import Answer, Selection, State, plain
from hive.core.model import Question, Text


def localized(text: Text | None) -> str:
    """Return a text of the model in the language of the page."""
    return "" if text is None else text.in_(get_language() or "zh")


def labelled(label: str, text: str) -> str:
    """Put a label before a text."""
    return _("%(label)s: %(text)s") % {"label": label, "text": text}


def level_name(level: int | str) -> str:
    """Return the name of a level by its number."""
    return _("Level %(level)s") % {"level": level}


def grouped(number: Decimal) -> str:
    """Write a number with its thousands apart."""
    return f"{Decimal(plain(number)):,f}"


def range_in_words(question: Question) -> str:
    """Say what a figure may be; "" where the question takes none."""
    limits = question.limits
    if limits is None:
        return ""
    words = {"low": grouped(limits.min), "high": grouped(limits.max), "places": limits.decimals}
    if limits.decimals == 0:
        return _("A whole number from %(low)s to %(high)s.") % words
    return _("From %(low)s to %(high)s, at most %(places)s decimals.") % words


def answer_in_words(question: Question, answer: Answer) -> str:
    """Say an answer as a person would read it: the level's statement, the figure with its unit."""
    if answer.state is State.DONT_KNOW:
        return _("Don't know")
    if answer.state is State.NOT_APPLICABLE:
        return _("Not applicable: %(reason)s") % {"reason": answer.reason}
    match answer.value:
        case Selection(options, other):
            return _options(question, options, other)
        case bool() as value:
            return _("Yes") if value else _("No")
        case int() as level:
            statement = localized(question.choice(str(level)).text)
            return labelled(level_name(level), statement)
        case str() as code:
            return localized(question.choice(code).text)
        case figure:
            return "" if figure is None else f"{plain(figure)} {localized(question.unit)}".rstrip()


def _options(question: Question, options: tuple[str, ...], other: str) -> str:
    chosen = [choice for choice in question.choices if choice.code in options]
    words = [
        labelled(localized(c.text), other) if c.free_text and other else localized(c.text)
        for c in chosen
    ]
    return _("; ").join(words)
