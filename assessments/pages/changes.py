"""What the bank says now that it did not say in the cycle before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from assessments.previous import Previous
from assessments.wording import answer_in_words, localized
from hive.core.answers import Answer, Answers
from hive.core.model import Descent, HiveModel, Question


class Change(StrEnum):
    """How an answer stands to last year's; what cannot be compared is asked in another way."""

    KEPT = "kept"
    CHANGED = "changed"
    NEW = "new"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """One question with last year's answer (empty where there was none) and this year's."""

    code: str
    text: str
    change: Change
    before: str
    now: str


@dataclass(frozen=True)
class Changes:
    """Every answer against the earlier year's; without ``rows`` of what stayed as it was."""

    year: int
    counts: Counter[Change]
    rows: tuple[ChangedAnswer, ...]

    def count(self, change: Change) -> int:
        """Return how many answers stand so."""
        return self.counts[change]


def changes_since(previous: Previous, model: HiveModel, answers: Answers) -> Changes:
    """Compare the answers to an edition's questions with those of the earlier year."""
    found = list(_compared(previous, model, answers))
    return Changes(
        year=previous.year,
        counts=Counter(row.change for row in found),
        rows=tuple(row for row in found if row.change is not Change.KEPT),
    )


def _compared(previous: Previous, model: HiveModel, answers: Answers) -> Iterator[ChangedAnswer]:
    for code, question in model.questions.items():
        if code in answers:
            yield ChangedAnswer(
                code=code,
                text=localized(question.text),
                change=_change(previous, question, answers[code]),
                before=_before(previous, question),
                now=answer_in_words(question, answers[code]),
            )


def _change(previous: Previous, question: Question, answer: Answer) -> Change:
    carried = previous.carried.get(question.code)
    if carried is None:
        return Change.NEW
    if carried.descent is not Descent.SAME:
        return Change.NOT_COMPARABLE
    return Change.KEPT if carried.answer == answer else Change.CHANGED


def _before(previous: Previous, question: Question) -> str:
    """Say what the questions it comes from were answered, in the words of that year."""
    return _("; ").join(
        answer_in_words(earlier, previous.given[earlier.code])
        for earlier in previous.questions(question.code)
    )
