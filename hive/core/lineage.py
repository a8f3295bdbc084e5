"""Last year's answers in the words of this year's edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from hive.core.answers import Answer, Answers, InvalidAnswer, Selection, State, Value, verify
from hive.core.model import Descent, HiveModel, Kind, Lineage, Origin, Question

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Carried:
    """What last year's answers say about one question of this year.

    ``answer`` is None where they do not answer it: its parts changed, or an option has no
    counterpart. ``sources`` are the old questions that were answered.
    """

    descent: Descent
    answer: Answer | None
    sources: tuple[str, ...]

    @property
    def may_be_kept(self) -> bool:
        """Whether the question means what it meant, so that the answer can simply be confirmed."""
        return self.descent is Descent.SAME and self.answer is not None


def lineage_between(earlier: HiveModel, model: HiveModel) -> Lineage | None:
    """Return how an edition grew out of an earlier one; None when nothing links the two."""
    if earlier.code == model.code:
        return Lineage(earlier.code, {c: Origin(Descent.SAME, (c,)) for c in model.questions})
    if model.lineage is not None and model.lineage.earlier == earlier.code:
        return model.lineage
    return None


def carry(
    lineage: Lineage, questions: Mapping[str, Question], old_answers: Answers
) -> dict[str, Carried]:
    """Return what the old answers say about each of the new ``questions``, by its code.

    A question is left out when none of its sources was answered.
    """
    carried = {}
    for code, origin in lineage.origins.items():
        sources = tuple(source for source in origin.sources if source in old_answers)
        if sources:
            answer = _translated(origin, questions[code], old_answers[sources[0]])
            carried[code] = Carried(origin.descent, answer, sources)
    return carried


def codes_of(question: Question) -> tuple[str, ...]:
    """Return what a question can be answered with, as an option map names it; none for a figure."""
    if question.kind is Kind.YESNO:
        return (YES, NO)
    return tuple(choice.code for choice in question.choices)


def _translated(origin: Origin, question: Question, old: Answer) -> Answer | None:
    """Say one old answer in the new question's terms, where one question became one question."""
    if origin.descent not in (Descent.SAME, Descent.REWORDED):
        return None
    answer = old
    if old.value is not None:
        value = _value(origin, question.kind, old.value)
        if value is None:
            return None
        answer = Answer(State.ANSWERED, value)
    try:
        verify(question, answer)
    except InvalidAnswer:
        return None
    return answer


def _value(origin: Origin, kind: Kind, old: Value) -> Value | None:
    if isinstance(old, Decimal):
        return old if origin.factor is None else old * origin.factor
    known = {code if origin.options is None else origin.options[code] for code in _codes(old)}
    codes = sorted(code for code in known if code is not None)
    if len(codes) < len(known):
        return None
    if kind is Kind.MULTI:
        return Selection(tuple(codes), old.other if isinstance(old, Selection) else "")
    return _one(kind, codes[0]) if len(codes) == 1 else None


def _codes(value: Value) -> tuple[str, ...]:
    """Return the codes of a chosen value, as an option map names them."""
    match value:
        case bool():
            return (YES if value else NO,)
        case Selection(options, _):
            return options
        case _:
            return (str(value),)


def _one(kind: Kind, code: str) -> Value:
    match kind:
        case Kind.YESNO:
            return code == YES
        case Kind.LEVEL:
            return int(code)
        case _:
            return code
