"""Answers in four states: canonical form and the way back."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from hive.core.answers import (
    Answer,
    InvalidAnswer,
    Selection,
    State,
    canonical,
    canonical_json,
    parse,
    plain,
    restore,
    verify,
)
from hive.core.completeness import progress, required
from tests.draws import answers_from, draw_complete
from tests.editions import real_model

MODEL = real_model()


def test_canonical_answers_read_back_the_same() -> None:
    answers = answers_from(MODEL, draw_complete(MODEL, Random(7), not_applicable=0.5))

    assert restore(MODEL.questions, canonical(answers)) == answers


def test_canonical_answers_are_one_text_whatever_the_order() -> None:
    raw = {"O1-Q2": ["itc", "cio"], "S2-Q2": Decimal("61.50"), "S1-Q1": 3, "T3-Q3": True}
    turned = {"T3-Q3": True, "S1-Q1": 3, "S2-Q2": Decimal("61.5"), "O1-Q2": ["cio", "itc"]}

    texts = {canonical_json(canonical(answers_from(MODEL, given))) for given in (raw, turned)}

    assert texts == {
        '{"O1-Q2":{"state":"answered","value":["cio","itc"]},'
        '"S1-Q1":{"state":"answered","value":3},'
        '"S2-Q2":{"state":"answered","value":"61.5"},'
        '"T3-Q3":{"state":"answered","value":true}}'
    }


@pytest.mark.parametrize(
    ("number", "text"),
    [("1E+3", "1000"), ("-0", "0"), ("-0.0", "0"), ("2.50", "2.5"), ("100", "100")],
)
def test_plain_writes_a_number_in_one_way(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


def test_other_text_belongs_to_its_option() -> None:
    question = MODEL.questions["P1"]

    answer = parse(question, {"options": ["other", "talent"], "other": "旧系统"})

    assert answer == Answer(State.ANSWERED, Selection(("other", "talent"), "旧系统"))
    with pytest.raises(InvalidAnswer, match="not chosen"):
        parse(question, {"options": ["talent"], "other": "旧系统"})


def test_not_applicable_needs_its_reason_to_stand() -> None:
    question = MODEL.questions["S2-Q2"]

    verify(question, Answer(State.NOT_APPLICABLE, reason="Nothing fell due."))
    with pytest.raises(InvalidAnswer, match="reason"):
        verify(question, Answer(State.NOT_APPLICABLE, reason=" "))


def test_progress_counts_every_state_and_names_what_is_missing() -> None:
    answers = answers_from(MODEL, {"S1-Q1": 3, "S1-Q3": "dk", "S2-Q2": "n/a"})

    strategy = MODEL.dimensions[0]
    assert progress(strategy.indicators[0].questions, answers).missing == ("S1-Q2",)
    assert progress(strategy.questions, answers).answered == 3
    assert progress(MODEL.scored, {}).answered == 0


def test_required_are_scored_unscored_and_the_required_facts() -> None:
    assert len(required(MODEL)) == 54 + 8 + 5
