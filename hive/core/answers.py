"""Answers in four states: answered, not applicable, don't know, and - by absence - unanswered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from hive.core.model import Kind, Question


class State(StrEnum):
    """The states an answer on record can have; no record means unanswered."""

    ANSWERED = "answered"
    NOT_APPLICABLE = "not_applicable"
    DONT_KNOW = "dont_know"


class Problem(StrEnum):
    """Why a value is not an answer to its question."""

    UNKNOWN_QUESTION = "unknown_question"
    WRONG_TYPE = "wrong_type"
    NOT_FINITE = "not_finite"
    TOO_LOW = "too_low"
    TOO_HIGH = "too_high"
    TOO_MANY_DECIMALS = "too_many_decimals"
    UNKNOWN_CHOICE = "unknown_choice"
    NOTHING_CHOSEN = "nothing_chosen"
    CHOSEN_TWICE = "chosen_twice"
    TOO_MANY_CHOSEN = "too_many_chosen"
    EXCLUSIVE_WITH_OTHERS = "exclusive_with_others"
    TEXT_WITHOUT_CHOICE = "text_without_choice"
    NOT_APPLICABLE_REFUSED = "not_applicable_refused"
    DONT_KNOW_REFUSED = "dont_know_refused"
    REASON_MISSING = "reason_missing"


SENTENCES: Mapping[Problem, str] = {
    Problem.UNKNOWN_QUESTION: "no such question in this edition",
    Problem.WRONG_TYPE: "must be {expected}, not {given}",
    Problem.NOT_FINITE: "must be a finite number",
    Problem.TOO_LOW: "must be at least {min}",
    Problem.TOO_HIGH: "must be at most {max}",
    Problem.TOO_MANY_DECIMALS: "takes at most {decimals} decimals",
    Problem.UNKNOWN_CHOICE: "has no choice {given}; choose from {choices}",
    Problem.NOTHING_CHOSEN: "needs at least one option",
    Problem.CHOSEN_TWICE: "names the option {given} twice",
    Problem.TOO_MANY_CHOSEN: "takes at most {max} options",
    Problem.EXCLUSIVE_WITH_OTHERS: "the option {given} cannot be combined with others",
    Problem.TEXT_WITHOUT_CHOICE: "has a text for another option, but that option is not chosen",
    Problem.NOT_APPLICABLE_REFUSED: "cannot be answered with not applicable",
    Problem.DONT_KNOW_REFUSED: "cannot be answered with don't know",
    Problem.REASON_MISSING: "needs the reason why it is not applicable",
}


class InvalidAnswer(ValueError):
    """A value that is not an answer; str() is one English line that names the question."""

    def __init__(self, question: str, problem: Problem, **params: object) -> None:
        self.question = question
        self.problem = problem
        self.params = params
        super().__init__(f"{question}: {SENTENCES[problem].format(**params)}")


@dataclass(frozen=True, slots=True)
class Selection:
    """The options of a multiple choice in sorted order, with the text given for "other"."""

    options: tuple[str, ...]
    other: str = ""


Value = int | bool | Decimal | str | Selection


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer on record; ``value`` is None unless the state is answered."""

    state: State
    value: Value | None = None
    reason: str = ""


Answers = Mapping[str, Answer]

NOT_APPLICABLE = "n/a"
DONT_KNOW = "dk"


def parse(question: Question, raw: object) -> Answer:
    """Turn a JSON value (numbers as int or Decimal) into an answer; raise InvalidAnswer.

    ``"n/a"`` and ``"dk"`` stand for not applicable and don't know on every kind of question.
    """
    if raw == NOT_APPLICABLE:
        if not question.na_allowed:
            raise InvalidAnswer(question.code, Problem.NOT_APPLICABLE_REFUSED)
        return Answer(State.NOT_APPLICABLE)
    if raw == DONT_KNOW:
        if not question.dont_know_allowed:
            raise InvalidAnswer(question.code, Problem.DONT_KNOW_REFUSED)
        return Answer(State.DONT_KNOW)
    return Answer(State.ANSWERED, parse_value(question, raw))


def parse_value(question: Question, raw: object) -> Value:
    """Turn a JSON value into the value of an answered question; raise InvalidAnswer."""
    match question.kind:
        case Kind.LEVEL:
            return _level(question, raw)
        case Kind.YESNO:
            return _yesno(question, raw)
        case Kind.NUMBER:
            return _number(question, raw)
        case Kind.SINGLE:
            return _single(question, raw)
        case Kind.MULTI:
            return _selection(question, raw)


def verify(question: Question, answer: Answer) -> None:
    """Check that an answer may stand for a question; raise InvalidAnswer."""
    match answer.state:
        case State.NOT_APPLICABLE:
            parse(question, NOT_APPLICABLE)
            if not answer.reason.strip():
                raise InvalidAnswer(question.code, Problem.REASON_MISSING)
        case State.DONT_KNOW:
            parse(question, DONT_KNOW)
        case State.ANSWERED:
            load_value(question, None if answer.value is None else dump_value(answer.value))


def dump_value(value: Value) -> Any:
    """Return the canonical JSON value: numbers as decimal strings, options sorted."""
    match value:
        case Decimal():
            return plain(value)
        case Selection(options, ""):
            return list(options)
        case Selection(options, other):
            return {"options": list(options), "other": other}
        case _:
            return value


def load_value(question: Question, stored: Any) -> Value:
    """Read back what ``dump_value`` wrote; the stored value is checked again."""
    if question.kind is Kind.NUMBER and isinstance(stored, str):
        return parse_value(question, Decimal(stored))
    return parse_value(question, stored)


def canonical(answers: Answers) -> dict[str, dict[str, Any]]:
    """Return the answers as plain JSON objects in the order of their codes."""
    plain_answers = {}
    for code in sorted(answers):
        answer = answers[code]
        entry: dict[str, Any] = {"state": answer.state.value}
        if answer.value is not None:
            entry["value"] = dump_value(answer.value)
        if answer.reason:
            entry["reason"] = answer.reason
        plain_answers[code] = entry
    return plain_answers


def restore(questions: Mapping[str, Question], stored: Mapping[str, Mapping[str, Any]]) -> Answers:
    """Read back what ``canonical`` wrote."""
    return {code: _restored(questions[code], entry) for code, entry in stored.items()}


def canonical_json(value: object) -> str:
    """Write JSON in the one form that is hashed: sorted keys, no spaces, UTF-8 text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plain(number: Decimal) -> str:
    """Write a number without exponent, sign of zero or trailing zeros."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _restored(question: Question, entry: Mapping[str, Any]) -> Answer:
    state = State(entry["state"])
    value = load_value(question, entry["value"]) if state is State.ANSWERED else None
    return Answer(state, value, entry.get("reason", ""))


def _wrong_type(question: Question, expected: str, raw: object) -> InvalidAnswer:
    names = {bool: "true or false", int: "a number", Decimal: "a number", float: "a number"}
    names |= {str: "a text", list: "a list", dict: "an object", type(None): "null"}
    given = names.get(type(raw), type(raw).__name__)
    return InvalidAnswer(question.code, Problem.WRONG_TYPE, expected=expected, given=given)


def _known(question: Question, code: str) -> str:
    if all(choice.code != code for choice in question.choices):
        choices = ", ".join(choice.code for choice in question.choices)
        raise InvalidAnswer(question.code, Problem.UNKNOWN_CHOICE, given=code, choices=choices)
    return code


def _level(question: Question, raw: object) -> int:
    if type(raw) is not int:
        raise _wrong_type(question, "a level as an integer", raw)
    return int(_known(question, str(raw)))


def _yesno(question: Question, raw: object) -> bool:
    if not isinstance(raw, bool):
        raise _wrong_type(question, "true or false", raw)
    return raw


def _single(question: Question, raw: object) -> str:
    if not isinstance(raw, str):
        raise _wrong_type(question, "one option code", raw)
    return _known(question, raw)


def _number(question: Question, raw: object) -> Decimal:
    if type(raw) not in (int, Decimal):
        raise _wrong_type(question, "a number", raw)
    assert isinstance(raw, int | Decimal)
    value = Decimal(raw)
    if not value.is_finite():
        raise InvalidAnswer(question.code, Problem.NOT_FINITE)
    limits = question.limits
    if limits is not None:
        if value < limits.min:
            raise InvalidAnswer(question.code, Problem.TOO_LOW, min=plain(limits.min))
        if value > limits.max:
            raise InvalidAnswer(question.code, Problem.TOO_HIGH, max=plain(limits.max))
        if _decimals(value) > limits.decimals:
            raise InvalidAnswer(question.code, Problem.TOO_MANY_DECIMALS, decimals=limits.decimals)
    return Decimal(plain(value))


def _decimals(value: Decimal) -> int:
    """Count the decimals that say something: trailing zeros do not."""
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)


def _selection(question: Question, raw: object) -> Selection:
    options, other = raw, ""
    if isinstance(raw, dict):
        options, other = raw.get("options"), raw.get("other", "")
        if set(raw) - {"options", "other"} or not isinstance(other, str):
            raise _wrong_type(question, "an object of options and other", raw)
    if not isinstance(options, list | tuple) or not all(isinstance(o, str) for o in options):
        raise _wrong_type(question, "a list of option codes", options)
    codes = [_known(question, code) for code in options]
    _check_combination(question, codes)
    if other and not any(question.choice(code).free_text for code in codes):
        raise InvalidAnswer(question.code, Problem.TEXT_WITHOUT_CHOICE)
    return Selection(tuple(sorted(codes)), other)


def _check_combination(question: Question, codes: list[str]) -> None:
    if not codes:
        raise InvalidAnswer(question.code, Problem.NOTHING_CHOSEN)
    for code in codes:
        if codes.count(code) > 1:
            raise InvalidAnswer(question.code, Problem.CHOSEN_TWICE, given=code)
        if question.choice(code).exclusive and len(codes) > 1:
            raise InvalidAnswer(question.code, Problem.EXCLUSIVE_WITH_OTHERS, given=code)
    if question.max_choices is not None and len(codes) > question.max_choices:
        raise InvalidAnswer(question.code, Problem.TOO_MANY_CHOSEN, max=question.max_choices)
