"""Which answers need evidence, by the rule of the edition, and for which it is missing."""

from __future__ import annotations

from collections.abc import Collection

from hive.core.answers import Answer, Answers, Selection, State
from hive.core.model import EvidenceRule, HiveModel, Kind, Question


def due(model: HiveModel, answers: Answers) -> tuple[str, ...]:
    """Return the codes of the scored answers that need at least one item, in the model's order."""
    rule = model.evidence_rule
    return tuple(
        question.code
        for question in model.scored
        if question.code in answers and _needs(rule, question, answers[question.code])
    )


def missing(model: HiveModel, answers: Answers, covered: Collection[str]) -> tuple[str, ...]:
    """Return those that no item covers; ``covered`` are the codes with at least one."""
    return tuple(code for code in due(model, answers) if code not in covered)


def _needs(rule: EvidenceRule, question: Question, answer: Answer) -> bool:
    """What claims nothing needs no proof: a "no", don't know, not applicable, none of these."""
    if answer.state is not State.ANSWERED:
        return False
    match question.kind, answer.value:
        case Kind.LEVEL, int() as level:
            return rule.level_from is not None and level >= rule.level_from
        case Kind.YESNO, bool() as yes:
            return rule.yesno and yes
        case Kind.NUMBER, _:
            return rule.number
        case Kind.MULTI, Selection(options, _):
            return rule.multi and not any(question.choice(code).exclusive for code in options)
        case _:
            return False
