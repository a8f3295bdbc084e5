"""Figures that are permitted but unusual: people are asked to look again, never stopped."""

from __future__ import annotations

from decimal import Decimal

from hive.core.answers import Answer
from hive.core.model import Question


def is_unusual(question: Question, answer: Answer | None) -> bool:
    """Whether a figure lies outside the range that the edition calls usual."""
    if question.limits is None or answer is None or not isinstance(answer.value, Decimal):
        return False
    return question.limits.is_implausible(answer.value)
