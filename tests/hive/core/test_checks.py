"""Rules across answers: each kind, what it finds, and when it keeps silent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from hive.core import checks
from hive.core.answers import Answers
from hive.core.model import HiveModel
from tests.draws import answers_from
from tests.editions import real_model

MODEL: HiveModel = real_model()


def answers(**raw: Any) -> Answers:
    named = {code.replace("_Q", "-Q"): value for code, value in raw.items()}
    return answers_from(MODEL, named)


def found(given: Answers, before: Answers | None = None) -> list[tuple[str, tuple[str, ...]]]:
    return [(f.check.code, f.questions) for f in checks.run(MODEL, given, before)]


def test_a_share_that_contradicts_the_profile_is_found() -> None:
    facts = {"tech_spending": Decimal("3000"), "operating_income": Decimal("10")}

    assert found(answers(**facts, T1_Q1=Decimal("3.1"))) == []
    assert found(answers(**facts, T1_Q1=Decimal("3.11"))) == [
        ("C01", ("T1-Q1", "tech_spending", "operating_income"))
    ]


def test_more_technologists_than_employees_is_an_error() -> None:
    result = checks.run(MODEL, answers(tech_staff=301, employees=300))

    assert [(f.check.code, f.check.severity) for f in result] == [("C03", "error")]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"S1_Q1": 1, "S1_Q2": 1, "S2_Q1": 2, "S2_Q2": 0}, []),
        ({"S1_Q1": 1, "S1_Q2": 2, "S2_Q1": 3, "S2_Q2": 0}, [("C04", ("S1-Q1", "S1-Q2", "S2-Q1"))]),
        ({"S1_Q1": 2, "S1_Q2": 5, "S2_Q1": 5, "S2_Q2": 90}, []),
        ({"S1_Q1": 1, "S1_Q2": 5, "S2_Q1": "dk", "S2_Q2": 90}, []),
        ({"S1_Q1": 1, "S1_Q2": 5, "S2_Q1": 5, "S2_Q2": "n/a"}, []),
        ({"S1_Q1": 1, "S1_Q2": 5}, []),
        ({"E1_Q1": 1, "E1_Q3": ["gov"]}, [("C05", ("E1-Q1", "E1-Q3"))]),
        ({"E1_Q1": 1, "E1_Q3": ["none"]}, []),
    ],
)  # fmt: skip
def test_a_condition_binds_only_what_is_answered(
    given: dict[str, Any], expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert found(answers(**given)) == expected


def test_a_jump_since_last_year_is_found_only_where_there_is_one() -> None:
    before = answers(S1_Q1=2, S2_Q2=20)

    assert found(answers(S1_Q1=4, S2_Q2=41), before) == [
        ("C06", ("S1-Q1",)),
        ("C07", ("S2-Q2",)),
    ]
    assert found(answers(S1_Q1=3, S2_Q2=40), before) == []
    assert found(answers(S1_Q1=4, S2_Q2=41)) == []


def test_the_same_level_everywhere_is_for_the_analyst() -> None:
    levels = {q.code: 3 for q in MODEL.scored if q.kind == "level"}

    given = answers_from(MODEL, levels)

    assert [code for code, _ in found(given)] == ["C08"]


def test_too_many_dont_knows_are_for_the_analyst() -> None:
    unsure = {q.code: "dk" for q in MODEL.scored[:11]}

    assert found(answers_from(MODEL, unsure)) == [("C09", tuple(unsure))]
    assert found(answers_from(MODEL, dict(list(unsure.items())[:10]))) == []


@pytest.mark.parametrize(
    ("kind", "rule", "problem"),
    [
        ("at_most", {"field": "a"}, "limit is missing"),
        ("at_most", {"field": "a", "limit": "z"}, "limit names the unknown question 'z'"),
        ("at_most", {"field": "a", "limit": "b", "more": 1}, "unknown field 'more'"),
        ("implies", {"if": {"a": {"max": 1}}, "then": {}}, "then must name at least one question"),
        ("implies", {"if": {"a": {"most": 1}}, "then": {"b": {"max": 1}}}, "if.a must give min"),
        ("year_jump", {"levels": "two"}, "levels must be a number"),
        ("number_jump", {"factor": -1}, "factor must be a number"),
    ],
)
def test_a_faulty_rule_is_described(kind: str, rule: dict[str, Any], problem: str) -> None:
    problems = list(checks.problems(kind, rule, frozenset({"a", "b"})))

    assert len(problems) == 1
    assert problems[0].startswith(problem)
