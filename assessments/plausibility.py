"""Figures that are permitted but unusual: people are asked to look again, never stopped."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from hive.core.answers import Answer, Answers
from hive.core.model import Question


def is_unusual(question: Question, answer: Answer | None) -> bool:
    """Whether a figure lies outside the range that the edition calls usual."""
    if question.limits is None or answer is None or not isinstance(answer.value, Decimal):
        return False
    return question.limits.is_implausible(answer.value)


def unusual_in(questions: Iterable[Question], answers: Answers) -> tuple[Question, ...]:
    """Return the questions of which the figure on record should be looked at again."""
    return tuple(q for q in questions if is_unusual(q, answers.get(q.code)))
