"""Figures that are permitted but unusual: people are asked to look again, never stopped."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.wording import grouped
from hive.core.answers import Answer
from hive.core.model import Question


def is_unusual(question: Question, answer: Answer | None) -> bool:
    """Whether a figure lies outside the range that the edition calls usual."""
    if question.limits is None or answer is None or not isinstance(answer.value, Decimal):
        return False
    return question.limits.is_implausible(answer.value)


def warning_of(question: Question, answer: Answer | None) -> str:
    """Ask to look again at a figure outside the usual range; empty for every other answer."""
    limits = question.limits
    if limits is None or not is_unusual(question, answer):
        return ""
    low = limits.min if limits.warn_min is None else limits.warn_min
    high = limits.max if limits.warn_max is None else limits.warn_max
    return _(
        "Saved, but unusual: most banks lie between %(low)s and %(high)s. "
        "Please check the figure and its unit."
    ) % {"low": grouped(low), "high": grouped(high)}
