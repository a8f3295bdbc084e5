"""Known answers of the real edition, and the four states of an answer."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from hive.core.model import HiveModel, Kind, Question
from hive.core.scoring import Reason, Score, decimal_string, from_json, score
from tests.draws import answers_from
from tests.editions import model_from, real_document, real_model


@pytest.fixture(scope="module")
def model() -> HiveModel:
    return real_model()


def middle(question: Question) -> Any:
    """Level 3, the lower edge of the middle band, or no."""
    match question.kind:
        case Kind.LEVEL:
            return 3
        case Kind.YESNO:
            return False
        case Kind.NUMBER:
            return question.score_bands[2].floor
        case _:
            points = int(question.score_bands[2].floor)
            return [choice.code for choice in question.choices[:points]]


def lowest(question: Question) -> Any:
    match question.kind:
        case Kind.LEVEL:
            return 1
        case Kind.YESNO:
            return False
        case Kind.NUMBER:
            return Decimal(0)
        case _:
            return ["none"]


def highest(question: Question) -> Any:
    match question.kind:
        case Kind.LEVEL:
            return 5
        case Kind.YESNO:
            return True
        case Kind.NUMBER:
            return question.limits.max if question.limits else None
        case _:
            return [choice.code for choice in question.choices if not choice.exclusive]


def tree_of(model: HiveModel, raw: dict[str, Any]) -> Score:
    return score(model, answers_from(model, raw))


def values(tree: Score) -> dict[str, str | None]:
    return {n.code: None if n.value is None else decimal_string(n.value, 2) for n in tree.walk()}


def test_score_of_the_middle_of_everything_is_as_published(model: HiveModel) -> None:
    tree = tree_of(model, {q.code: middle(q) for q in model.scored})

    assert tree.value == Fraction(835, 18)
    assert tree.band == 3
    dimensions = {part.code: values(tree)[part.code] for part in tree.parts}
    assert dimensions == {
        "S": "50", "O": "50", "T": "44.17", "D": "44.17", "A": "50", "E": "40"
    }  # fmt: skip
    assert [values(tree)[code] for code in ("T3", "D1", "E2", "E3")] == ["33.33"] * 4


@pytest.mark.parametrize(("answer", "total", "band"), [(lowest, 0, 1), (highest, 100, 5)])
def test_score_reaches_both_ends_of_the_scale(
    model: HiveModel, answer: Any, total: int, band: int
) -> None:
    tree = tree_of(model, {q.code: answer(q) for q in model.scored})

    assert {node.value for node in tree.walk()} == {Fraction(total)}
    assert tree.band == band


def test_an_unanswered_question_leaves_no_score_up_to_the_total(model: HiveModel) -> None:
    raw = {q.code: middle(q) for q in model.scored}
    del raw["T2-Q1"]

    tree = tree_of(model, raw)

    without = {node.code: node.reason for node in tree.walk() if node.value is None}
    assert without == dict.fromkeys(["total", "T", "T2", "T2-Q1"], Reason.UNANSWERED)


def test_not_applicable_leaves_numerator_and_denominator(model: HiveModel) -> None:
    raw = {q.code: middle(q) for q in model.scored} | {"S2-Q1": 5, "S2-Q2": "n/a"}

    tree = tree_of(model, raw)

    nodes = {node.code: node for node in tree.walk()}
    assert nodes["S2"].value == Fraction(75)
    assert nodes["S2-Q2"] == Score("S2-Q2", None, Decimal(1), None, Reason.NOT_APPLICABLE)


def test_dont_know_scores_as_the_lowest_answer(model: HiveModel) -> None:
    raw = {q.code: highest(q) for q in model.scored} | {"O1-Q2": "dk"}

    tree = tree_of(model, raw)

    nodes = {node.code: node for node in tree.walk()}
    assert (nodes["O1-Q2"].value, nodes["O1-Q2"].reason) == (Fraction(0), Reason.DONT_KNOW)
    assert nodes["O1"].value == Fraction(200, 3)


def test_an_indicator_left_with_one_answer_leaves_its_dimension() -> None:
    document = real_document()
    for question in document["dimensions"][0]["indicators"][0]["questions"][:2]:
        question |= {"na_allowed": True, "na_when_en": "None.", "na_when_zh": "无。"}
    model = model_from(document)
    raw = {q.code: middle(q) for q in model.scored}
    raw |= {"S1-Q1": "n/a", "S1-Q2": "n/a", "S1-Q3": 5}

    tree = tree_of(model, raw)

    nodes = {node.code: node for node in tree.walk()}
    assert (nodes["S1"].value, nodes["S1"].reason) == (None, Reason.TOO_FEW_ANSWERED)
    assert nodes["S1"].weight == Decimal(40)
    assert nodes["S"].value == Fraction(50)


def test_a_dimension_left_with_one_indicator_leaves_no_total() -> None:
    document = real_document()
    for indicator in document["dimensions"][0]["indicators"][:2]:
        for question in indicator["questions"]:
            question |= {"na_allowed": True, "na_when_en": "None.", "na_when_zh": "无。"}
    model = model_from(document)
    raw = {q.code: middle(q) for q in model.scored}
    raw |= {q.code: "n/a" for i in model.dimensions[0].indicators[:2] for q in i.questions}

    tree = tree_of(model, raw)

    assert (tree.value, tree.reason) == (None, Reason.TOO_FEW_INDICATORS)
    assert tree.parts[0].reason is Reason.TOO_FEW_INDICATORS
    assert tree.parts[1].value is not None


def test_unanswered_beats_not_applicable(model: HiveModel) -> None:
    raw = {q.code: middle(q) for q in model.scored} | {"S2-Q2": "n/a"}
    del raw["S2-Q1"]

    tree = tree_of(model, raw)

    nodes = {node.code: node for node in tree.walk()}
    assert nodes["S2"].reason is Reason.UNANSWERED


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(835, 18), "46.388888888889"),
        (Fraction(100), "100"),
        (Fraction(0), "0"),
        (Fraction(1, 2 * 10**12), "0.000000000001"),
        (Fraction(1, 2 * 10**12 + 1), "0"),
        (Fraction(199999999999999, 2 * 10**12), "100"),
    ],
)
def test_decimal_string_rounds_half_up_and_drops_zeros(value: Fraction, text: str) -> None:
    assert decimal_string(value) == text


def test_a_stored_tree_reads_back_the_same(model: HiveModel) -> None:
    tree = tree_of(model, {q.code: middle(q) for q in model.scored})

    assert from_json(tree.as_json()).as_json() == tree.as_json()
