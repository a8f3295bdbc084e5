"""What changed between two sets of answers to one edition, question by question."""

from __future__ import annotations

from dataclasses import dataclass

from hive.core.answers import Answer, Answers
from hive.core.model import HiveModel, Question


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose answer differs; None on the side on which it had none."""

    question: Question
    before: Answer | None
    now: Answer | None


def changes(model: HiveModel, before: Answers, now: Answers) -> tuple[Change, ...]:
    """Compare two sets of answers in the order of the edition."""
    return tuple(
        Change(question, before.get(code), now.get(code))
        for code, question in model.questions.items()
        if before.get(code) != now.get(code)
    )
