"""The answers a question can take, and scores of answers that are only wished for."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hive.core.answers import Answer, State, verify
from hive.core.model import HiveModel
from hive.core.rungs import rung_of, rungs_of, shares_of, steps_up, with_choices
from hive.core.scoring import question_value, score
from tests.draws import answers_from, draw_raw
from tests.editions import invented_editions, model_from, real_model

MODELS = [real_model(), *map(model_from, invented_editions())]
models = st.sampled_from(MODELS)
seeds = st.integers(min_value=0, max_value=2**32)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.code)
def test_every_rung_is_an_answer_that_may_be_given(model: HiveModel) -> None:
    for question in model.scored:
        rungs = rungs_of(model, question)
        for rung in rungs:
            verify(question, Answer(State.ANSWERED, rung.value))
            assert question_value(model, question, rung.value) == rung.score
        assert [rung.score for rung in rungs] == sorted(rung.score for rung in rungs)
        assert len({rung.key for rung in rungs}) == len(rungs)


def test_a_question_of_the_real_edition_can_take_every_score_of_the_edition() -> None:
    model = real_model()

    reached = {q.code: {r.score for r in rungs_of(model, q)} for q in model.scored}

    levels = set(map(Fraction, model.scoring.level_scores.values()))
    yesno = set(map(Fraction, model.scoring.yesno_scores.values()))
    assert [code for code, scores in reached.items() if scores not in (levels, yesno)] == []


def test_steps_go_up_one_by_one() -> None:
    model = real_model()
    rungs = rungs_of(model, model.questions["S1-Q1"])

    above = steps_up(rungs, Fraction(50))

    assert [(rung.key, rung.score) for rung in above] == [("4", 75), ("5", 100)]


def test_dont_know_stands_on_no_rung() -> None:
    model = real_model()
    question = model.questions["S1-Q1"]
    rungs = rungs_of(model, question)

    assert rung_of(question, rungs, Answer(State.DONT_KNOW)) is None
    assert rung_of(question, rungs, Answer(State.ANSWERED, 2)) == rungs[1]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.code)
def test_shares_add_up_to_the_node_and_give_its_score(model: HiveModel) -> None:
    tree = score(model, answers_from(model, draw_raw(model, Random(3))))
    values = {node.code: node.value for node in tree.walk()}

    for node in tree.walk():
        if node.value is not None:
            shares = shares_of(node)
            assert sum(shares.values()) == 1
            assert sum(share * (values[code] or 0) for code, share in shares.items()) == node.value


def test_a_wish_leaves_the_answers_alone_and_what_is_not_applicable_out() -> None:
    answers = {
        "a": Answer(State.ANSWERED, Decimal(1)),
        "b": Answer(State.NOT_APPLICABLE, reason="None here."),
    }
    model = real_model()
    rung = rungs_of(model, model.questions["S1-Q1"])[4]

    wished = with_choices(answers, {"a": rung, "b": rung})

    assert wished == {"a": Answer(State.ANSWERED, 5), "b": answers["b"]}
    assert answers["a"] == Answer(State.ANSWERED, Decimal(1))


def wished_and_given(model: HiveModel, seed: int) -> None:
    """Choosing the rungs on which other answers stand scores as those answers do."""
    rng = Random(seed)
    raw = draw_raw(model, rng, not_applicable=0.2)
    answers = answers_from(model, raw)
    other = draw_raw(model, rng, not_applicable=0.0, dont_know=0.0)
    kept = [code for code in other if raw[code] != "n/a"]
    changed = {code: other[code] for code in rng.sample(kept, rng.randint(0, len(kept)))}
    given_so = answers_from(model, raw | changed)
    choices = {}
    for code in changed:
        question = model.questions[code]
        rung = rung_of(question, rungs_of(model, question), given_so[code])
        assert rung is not None
        choices[code] = rung

    assert score(model, with_choices(answers, choices)) == score(model, given_so)
    assert answers == answers_from(model, raw)


@settings(max_examples=300, deadline=None)
@given(models, seeds)
def test_a_wish_scores_as_the_official_score(model: HiveModel, seed: int) -> None:
    wished_and_given(model, seed)


@pytest.mark.faults
@settings(max_examples=10_000, deadline=None)
@given(models, seeds)
def test_ten_thousand_wishes_score_as_the_official_score(model: HiveModel, seed: int) -> None:
    wished_and_given(model, seed)
