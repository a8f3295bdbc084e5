"""The fewest steps to the next band: they lead there, and nothing smaller does."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hive.core.answers import Answer, Answers, State
from hive.core.model import TOTAL, HiveModel
from hive.core.rungs import Rung, rungs_of, steps_up, with_choices
from hive.core.scoring import Score, score
from hive.core.steps import cheapest_climb, next_band
from tests.draws import answers_from, draw_raw
from tests.editions import model_from, real_model, small_edition, steep_edition

seeds = st.integers(min_value=0, max_value=2**32)


def tiny_model() -> HiveModel:
    """Two dimensions of one or two indicators of two questions, so that every way can be tried."""
    document = small_edition()
    document["dimensions"] = document["dimensions"][:2]
    del document["dimensions"][0]["indicators"][1:]
    return model_from(document)


TINY = tiny_model()


def every_way(model: HiveModel, answers: Answers) -> Iterator[tuple[int, dict[str, Rung]]]:
    """Yield every set of lifted questions with how many single steps it takes."""
    values = {node.code: node.value for node in score(model, answers).walk()}
    ladders = []
    for question in model.scored:
        value = values[question.code]
        above = () if value is None else steps_up(rungs_of(model, question), value)
        ladders.append([(0, None), *enumerate(above, start=1)])
    for way in product(*ladders):
        chosen = zip(model.scored, way, strict=True)
        yield (
            sum(count for count, _ in way),
            {question.code: rung for question, (_, rung) in chosen if rung is not None},
        )


def node_of(tree: Score, code: str) -> Score:
    return next(node for node in tree.walk() if node.code == code)


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_no_other_way_is_shorter(seed: int) -> None:
    answers = answers_from(TINY, draw_raw(TINY, Random(seed), dont_know=0.2))
    tree = score(TINY, answers)
    tried = [
        (count, score(TINY, with_choices(answers, choices)))
        for count, choices in every_way(TINY, answers)
    ]

    for code in (TOTAL, *(dimension.code for dimension in TINY.dimensions)):
        node = node_of(tree, code)
        climb, band = cheapest_climb(TINY, answers, node), next_band(TINY, node)
        if band is None:
            assert climb is None
            continue
        floor = Fraction(TINY.band(band).floor)
        leading = [
            (count, found)
            for count, lifted in tried
            if (found := node_of(lifted, code).value or Fraction(0)) >= floor
        ]
        assert climb is not None
        fewest = min(count for count, _ in leading)
        assert (climb.steps, climb.reached) == (
            fewest,
            max(found for count, found in leading if count == fewest),
        )


@settings(max_examples=60, deadline=None)
@given(seeds, st.sampled_from([real_model(), model_from(steep_edition())]))
def test_the_steps_lead_into_the_band(seed: int, model: HiveModel) -> None:
    answers = answers_from(model, draw_raw(model, Random(seed), not_applicable=0.3))

    for node in score(model, answers).walk():
        if node.parts and (climb := cheapest_climb(model, answers, node)):
            lifted = with_choices(answers, {each.question: each.rung for each in climb.raises})
            found = node_of(score(model, lifted), node.code)
            assert (found.value, node.band) == (climb.reached, climb.band - 1)
            assert climb.reached >= Fraction(model.band(climb.band).floor)


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_one_step_less_does_not_lead_there(seed: int) -> None:
    model = real_model()
    answers = answers_from(model, draw_raw(model, Random(seed)))
    climb = cheapest_climb(model, answers, score(model, answers))
    if climb is None:
        return
    choices = {each.question: each.rung for each in climb.raises}

    for code in choices:
        fewer = {other: rung for other, rung in choices.items() if other != code}
        value = score(model, with_choices(answers, fewer)).value
        assert value is not None
        assert value < Fraction(model.band(climb.band).floor)


def test_what_is_not_applicable_is_never_lifted() -> None:
    model = model_from(steep_edition())
    answers = answers_from(model, draw_raw(model, Random(5), not_applicable=0.3))
    left_out = {code for code, a in answers.items() if a.state is State.NOT_APPLICABLE}
    climb = cheapest_climb(model, answers, score(model, answers))

    assert left_out
    assert climb is not None
    assert {each.question for each in climb.raises} & left_out == set()


def at_level(model: HiveModel, level: int) -> dict[str, Answer]:
    raw = draw_raw(model, Random(1), not_applicable=0, dont_know=0)
    levels = {q.code: level for q in model.scored if q.kind == "level"}
    return dict(answers_from(model, raw | levels))


def test_dont_know_is_lifted_from_where_the_lowest_answer_stands() -> None:
    model = TINY
    code = model.scored[0].code
    answers = at_level(model, 1)
    unsure = answers | {code: Answer(State.DONT_KNOW)}

    assert cheapest_climb(model, unsure, score(model, unsure)) == cheapest_climb(
        model, answers, score(model, answers)
    )


def test_ties_go_to_several_questions_in_the_order_of_the_model() -> None:
    model = real_model()
    raw = {q.code: rungs_of(model, q)[0].value for q in model.scored}
    answers = {code: Answer(State.ANSWERED, value) for code, value in raw.items()}
    organisation = node_of(score(model, answers), model.dimensions[1].code)

    climb = cheapest_climb(model, dict(reversed(answers.items())), organisation)

    assert climb is not None
    assert [(each.question, each.steps) for each in climb.raises] == [
        ("O1-Q1", 2), ("O1-Q2", 1), ("O1-Q3", 1), ("O2-Q1", 1), ("O2-Q2", 1), ("O2-Q3", 1)
    ]  # fmt: skip


@pytest.mark.parametrize("code", [TOTAL, *(d.code for d in real_model().dimensions)])
def test_nothing_lies_above_the_highest_band(code: str) -> None:
    model = real_model()
    answers = {q.code: Answer(State.ANSWERED, rungs_of(model, q)[-1].value) for q in model.scored}

    assert cheapest_climb(model, answers, node_of(score(model, answers), code)) is None


def test_without_a_score_there_is_no_way() -> None:
    model = real_model()

    assert cheapest_climb(model, {}, score(model, {})) is None
