"""What is still missing in a questionnaire: for the task list, the comb and the request."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from hive.core.model import HiveModel, Question


@dataclass(frozen=True, slots=True)
class Progress:
    """How many questions have an answer in any state, and the codes of those that have none."""

    total: int
    missing: tuple[str, ...]

    @property
    def answered(self) -> int:
        """Number of questions answered, answered with not applicable, or with don't know."""
        return self.total - len(self.missing)


def progress(questions: Iterable[Question], answers: Container[str]) -> Progress:
    """Count the answers to some questions; ``answers`` holds the codes that have one."""
    codes = [question.code for question in questions]
    return Progress(len(codes), tuple(code for code in codes if code not in answers))


def required(model: HiveModel) -> tuple[Question, ...]:
    """Return every question that must be answered before sign-off can be requested."""
    facts = (question for question in model.profile if question.required)
    return (*model.scored, *model.unscored, *facts)
