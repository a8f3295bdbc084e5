"""The edition's rule decides which answers need evidence."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from hive.core.answers import Answer, Selection, State, Value
from hive.core.evidence import due, missing
from hive.core.model import EvidenceRule, HiveModel, Kind, Question
from tests.editions import real_model

ALL = EvidenceRule(level_from=3, yesno=True, number=True, multi=True)
NONE = EvidenceRule()


def ruled(rule: EvidenceRule) -> HiveModel:
    return replace(real_model(), evidence_rule=rule)


def first(kind: Kind) -> Question:
    return next(question for question in real_model().scored if question.kind is kind)


def is_due(rule: EvidenceRule, kind: Kind, value: Value) -> bool:
    question = first(kind)
    return due(ruled(rule), {question.code: Answer(State.ANSWERED, value)}) == (question.code,)


def a_choice(*, exclusive: bool) -> Selection:
    question = next(
        q
        for q in real_model().scored
        if q.kind is Kind.MULTI and any(c.exclusive for c in q.choices)
    )
    return Selection((next(c.code for c in question.choices if c.exclusive is exclusive),))


@pytest.mark.parametrize(
    ("rule", "kind", "value", "expected"),
    [
        (ALL, Kind.LEVEL, 2, False),
        (ALL, Kind.LEVEL, 3, True),
        (ALL, Kind.LEVEL, 5, True),
        (replace(ALL, level_from=None), Kind.LEVEL, 5, False),
        (replace(ALL, level_from=1), Kind.LEVEL, 1, True),
        (ALL, Kind.YESNO, True, True),
        (ALL, Kind.YESNO, False, False),
        (replace(ALL, yesno=False), Kind.YESNO, True, False),
        (ALL, Kind.NUMBER, Decimal("12.5"), True),
        (replace(ALL, number=False), Kind.NUMBER, Decimal("12.5"), False),
    ],
)
def test_the_rule_decides(rule: EvidenceRule, kind: Kind, value: Value, expected: bool) -> None:
    assert is_due(rule, kind, value) is expected


def test_none_of_these_needs_no_evidence() -> None:
    question = next(
        q
        for q in real_model().scored
        if q.kind is Kind.MULTI and any(c.exclusive for c in q.choices)
    )

    found = [
        due(ruled(rule), {question.code: Answer(State.ANSWERED, a_choice(exclusive=exclusive))})
        for rule, exclusive in ((ALL, False), (ALL, True), (NONE, False))
    ]

    assert found == [(question.code,), (), ()]


@pytest.mark.parametrize("state", [State.DONT_KNOW, State.NOT_APPLICABLE])
def test_what_is_not_claimed_needs_no_evidence(state: State) -> None:
    answers = {q.code: Answer(state, None, "why") for q in real_model().scored}

    assert due(ruled(ALL), answers) == ()


def test_questions_without_a_score_need_none() -> None:
    model = ruled(ALL)
    numbers = [q for q in model.profile if q.kind is Kind.NUMBER]

    answers = {q.code: Answer(State.ANSWERED, Decimal(100)) for q in numbers}

    assert numbers
    assert due(model, answers) == ()


def test_what_is_covered_is_not_missing() -> None:
    model = ruled(ALL)
    levels = [q.code for q in model.scored if q.kind is Kind.LEVEL][:3]
    answers = {code: Answer(State.ANSWERED, 4) for code in levels}

    assert missing(model, answers, {levels[1], "another"}) == (levels[0], levels[2])
