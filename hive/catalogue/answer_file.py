"""A bank's answers as a JSON file: {question code: value}."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from hive.core.answers import Answer, Answers, InvalidAnswer, Problem, parse
from hive.core.model import HiveModel


class AnswerFaults(ValueError):
    """Answers that are refused: one line for each fault."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(lines))


def read_answers(content: bytes, model: HiveModel) -> Answers:
    """Read and check answers to an edition's questions; AnswerFaults names every faulty one."""
    answers: dict[str, Answer] = {}
    faults = []
    for code, raw in _pairs(content):
        question = model.questions.get(code)
        try:
            if question is None:
                raise InvalidAnswer(_one_line(code), Problem.UNKNOWN_QUESTION)
            if code in answers:
                raise AnswerFaults([f"{code}: is given twice"])
            answers[code] = parse(question, _plain(raw))
        except (InvalidAnswer, AnswerFaults) as fault:
            faults.append(_one_line(str(fault)))
    if faults:
        raise AnswerFaults(faults)
    return answers


class _Object(list[tuple[str, Any]]):
    """A JSON object as its pairs, so that no key given twice is lost."""


def _pairs(content: bytes) -> _Object:
    try:
        document = json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=_Object,
            parse_float=Decimal,
            parse_constant=Decimal,
        )
    except UnicodeDecodeError as error:
        raise AnswerFaults(["the answers are not UTF-8 text"]) from error
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise AnswerFaults([_one_line(f"the answers are not valid JSON: {error}")]) from error
    if not isinstance(document, _Object):
        raise AnswerFaults(["the answers must be one JSON object of question code to value"])
    return document


def _plain(raw: Any) -> Any:
    return dict(raw) if isinstance(raw, _Object) else raw


def _one_line(text: str) -> str:
    """Keep a hostile code from breaking the line it is named on."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)[:300]
