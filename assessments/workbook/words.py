"""The words that stand in a workbook for answers, and the answers that they stand for."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

from django.utils.translation import gettext as _

from assessments.forms.reading import DONT_KNOW, NOT_APPLICABLE, YESNO
from assessments.wording import level_name, localized
from assessments.workbook.tongue import SLASH, Tongue, alike, ways_to_say
from hive.core.model import Kind, Question, Text

MARK = "x"
# What people put into a box that they want ticked.
MARKS = {"x", "×", "✓", "✔", "√", "1", "v", "是", "yes", "y"}


def yes_or_no(code: str) -> str:
    """Name an answer to a yes/no question in the present language."""
    return _("Yes") if YESNO[code] else _("No")


def apart(code: str) -> str:
    """Name a state that is no answer of its own, in the present language."""
    return _("Don't know") if code == DONT_KNOW else _("Not applicable")


def below() -> str:
    """What stands in place of an answer where options are marked, in the present language."""
    return _("Mark below")


def apart_codes(question: Question) -> tuple[str, ...]:
    """Return the states that a question takes besides an answer."""
    codes = ((NOT_APPLICABLE, question.na_allowed), (DONT_KNOW, question.dont_know_allowed))
    return tuple(code for code, is_allowed in codes if is_allowed)


def offered(question: Question, tongue: Tongue) -> tuple[str | int, ...]:
    """Return what can be picked as an answer, by the words of the workbook."""
    match question.kind:
        case Kind.LEVEL:
            return tuple(int(choice.code) for choice in question.choices)
        case Kind.YESNO | Kind.SINGLE:
            return tuple(label(question, code, tongue) for code in _codes(question))
        case _:
            return ()


def label(question: Question, code: str, tongue: Tongue) -> str:
    """Return the words for one answer."""
    return tongue.say(_writer(question, code), SLASH)


def code_of(question: Question, typed: str) -> str | None:
    """Return the code of the answer that was picked or typed; None when there is no such one."""
    return _answers(question.kind, _codes(question), _texts(question)).get(alike(typed))


def apart_of(typed: str) -> str | None:
    """Return the state that was picked."""
    return _states().get(alike(typed))


def _codes(question: Question) -> tuple[str, ...]:
    if question.kind is Kind.YESNO:
        return tuple(YESNO)
    return tuple(choice.code for choice in question.choices)


def _texts(question: Question) -> tuple[Text, ...]:
    return tuple(choice.text for choice in question.choices)


def _writer(question: Question, code: str) -> Callable[[], str]:
    if question.kind is Kind.YESNO:
        return partial(yes_or_no, code)
    return partial(localized, question.choice(code).text)


@lru_cache(maxsize=512)
def _answers(kind: Kind, codes: tuple[str, ...], texts: tuple[Text, ...]) -> dict[str, str]:
    found: dict[str, str] = {alike(code): code for code in codes}
    if kind is Kind.YESNO:
        for code in codes:
            found |= dict.fromkeys(ways_to_say(partial(yes_or_no, code)), code)
        return found
    for code, text in zip(codes, texts, strict=True):
        found |= dict.fromkeys(ways_to_say(partial(localized, text)), code)
        if kind is Kind.LEVEL:
            found |= dict.fromkeys(ways_to_say(partial(level_name, code)), code)
    return found


@lru_cache(maxsize=1)
def _states() -> dict[str, str]:
    return {
        way: code
        for code in (DONT_KNOW, NOT_APPLICABLE)
        for way in ways_to_say(partial(apart, code))
    }
