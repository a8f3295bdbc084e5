"""From what a person typed for one question to an answer, and back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.forms.numbers import NotANumber, read_number
from assessments.forms.problems import sentence
from hive.core.answers import Answer, InvalidAnswer, Selection, State, Value, parse_value, plain
from hive.core.model import Kind, Question

# No option of an edition begins with a hyphen.
DONT_KNOW = "-dk"
NOT_APPLICABLE = "-na"
TAKE_BACK = "-none"
APART = {DONT_KNOW: State.DONT_KNOW, NOT_APPLICABLE: State.NOT_APPLICABLE}
YESNO = {"yes": True, "no": False}


class Part(StrEnum):
    """The fields that a question can have on a page."""

    CHOICE = "choice"
    FIGURE = "figure"
    OTHER = "other"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class Typed:
    """Everything typed for one question; ``chosen`` may hold codes and the marks above."""

    chosen: tuple[str, ...] = ()
    figure: str = ""
    other: str = ""
    reason: str = ""


class Refused(ValueError):
    """Not an answer; str() tells the person what to do, ``part`` which field it is about."""

    def __init__(self, part: Part, message: str) -> None:
        self.part = part
        super().__init__(message)


def read(question: Question, typed: Typed) -> Answer | None:
    """Return the answer, None when nothing is answered; Refused when it is no answer."""
    apart = [code for code in typed.chosen if code in APART]
    given = [code for code in typed.chosen if code not in APART and code != TAKE_BACK]
    is_answered = bool(given or typed.figure.strip())
    if len(apart) + is_answered > 1:
        raise Refused(
            Part.CHOICE,
            _("Give an answer, or choose “Don't know” or “Not applicable”, but not both."),
        )
    _check_texts(question, typed, given)
    if apart:
        return _set_apart(question, APART[apart[0]], typed.reason)
    if not is_answered:
        return None
    return Answer(State.ANSWERED, _value(question, typed, given))


def typed_of(question: Question, answer: Answer | None) -> Typed:
    """Return what a person would have typed to give this answer."""
    match answer:
        case None:
            return Typed()
        case Answer(State.DONT_KNOW):
            return Typed(chosen=(DONT_KNOW,))
        case Answer(State.NOT_APPLICABLE):
            return Typed(chosen=(NOT_APPLICABLE,), reason=answer.reason)
    match answer.value:
        case Selection(options, other):
            return Typed(chosen=options, other=other)
        case bool() as value:
            return Typed(chosen=(next(code for code, v in YESNO.items() if v is value),))
        case str() | int() as value:
            return Typed(chosen=(str(value),))
        case value:
            return Typed(figure="" if value is None else plain(value))


def _check_texts(question: Question, typed: Typed, given: list[str]) -> None:
    known = {choice.code: choice for choice in question.choices}
    if typed.other and not any(code in known and known[code].free_text for code in given):
        named = ", ".join(
            f"“{c.text.in_(get_language() or 'zh')}”" for c in question.choices if c.free_text
        )
        raise Refused(
            Part.OTHER,
            _("You wrote a text for %(option)s. Tick that option as well, or delete the text.")
            % {"option": named},
        )
    if typed.reason and not given and not typed.figure.strip():
        if NOT_APPLICABLE not in typed.chosen and DONT_KNOW not in typed.chosen:
            raise Refused(
                Part.REASON, _("You wrote a reason. Choose “Not applicable”, or delete the reason.")
            )


def _set_apart(question: Question, state: State, reason: str) -> Answer:
    if state is State.DONT_KNOW:
        return Answer(state)
    if not reason:
        raise Refused(Part.REASON, _("Say why the question does not apply to your bank."))
    return Answer(state, reason=reason)


def _value(question: Question, typed: Typed, given: list[str]) -> Value:
    part = Part.FIGURE if question.kind is Kind.NUMBER else Part.CHOICE
    try:
        return parse_value(question, _raw(question, typed, given))
    except NotANumber as error:
        raise Refused(part, str(error)) from error
    except InvalidAnswer as error:
        raise Refused(part, sentence(question, error)) from error


def _raw(question: Question, typed: Typed, given: list[str]) -> object:
    match question.kind:
        case Kind.LEVEL:
            return int(given[0])
        case Kind.YESNO:
            return YESNO[given[0]]
        case Kind.SINGLE:
            return given[0]
        case Kind.NUMBER:
            return read_number(typed.figure, question.unit)
        case Kind.MULTI:
            return {"options": given, "other": typed.other}
