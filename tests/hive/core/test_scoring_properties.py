"""What must hold for every edition and every set of answers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hive.core.model import Direction, HiveModel, Kind, Question
from hive.core.scoring import Score, score
from tests.draws import answers_from, draw_raw, draw_value
from tests.editions import invented_editions, model_from, real_model

MODELS = [real_model(), *map(model_from, invented_editions())]

models = st.sampled_from(MODELS)
seeds = st.integers(min_value=0, max_value=2**32)
thorough = settings(max_examples=60, deadline=None)


def scored(model: HiveModel, raw: dict[str, Any]) -> dict[str, Fraction | None]:
    return {node.code: node.value for node in score(model, answers_from(model, raw)).walk()}


def never_falls(before: dict[str, Fraction | None], after: dict[str, Fraction | None]) -> bool:
    pairs = [(before[code], after[code]) for code in before]
    return all(a is not None and b is not None and b >= a for a, b in pairs if a is not None)


@thorough
@given(models, seeds)
def test_every_score_lies_on_the_scale(model: HiveModel, seed: int) -> None:
    found = scored(model, draw_raw(model, Random(seed), unanswered=0.02))

    low, high = model.scoring.scale_min, model.scoring.scale_max
    assert all(low <= value <= high for value in found.values() if value is not None)


@thorough
@given(models, seeds)
def test_a_better_answer_never_lowers_a_score(model: HiveModel, seed: int) -> None:
    rng = Random(seed)
    raw = draw_raw(model, rng, not_applicable=0.0, dont_know=0.0)
    question = rng.choice(model.scored)
    better = _better(question, raw[question.code], rng)

    assert never_falls(scored(model, raw), scored(model, raw | {question.code: better}))


def _better(question: Question, value: Any, rng: Random) -> Any:
    match question.kind:
        case Kind.LEVEL:
            return rng.randint(value, len(question.choices))
        case Kind.YESNO:
            return True
        case Kind.NUMBER:
            other = draw_value(question, rng)
            higher = question.direction is Direction.HIGHER
            return max(value, other) if higher else min(value, other)
        case _:
            kept = [code for code in value if not question.choice(code).exclusive]
            others = [c.code for c in question.choices if not c.exclusive and c.code not in kept]
            return [*kept, *rng.sample(others, min(len(others), 1))] or value


@thorough
@given(models, seeds)
def test_dont_know_is_never_above_any_answer(model: HiveModel, seed: int) -> None:
    rng = Random(seed)
    raw = draw_raw(model, rng, not_applicable=0.0)
    question = rng.choice(model.scored)
    answered = raw | {question.code: draw_value(question, rng)}

    assert never_falls(scored(model, raw | {question.code: "dk"}), scored(model, answered))


@thorough
@given(models, seeds)
def test_not_applicable_never_counts_as_nothing(model: HiveModel, seed: int) -> None:
    raw = draw_raw(model, Random(seed), not_applicable=0.4, dont_know=0.0)

    for node in score(model, answers_from(model, raw)).walk():
        kept = [part.value for part in node.parts if part.value is not None]
        if node.value is not None and kept:
            assert min(kept) <= node.value <= max(kept)


@thorough
@given(models, seeds, st.decimals(min_value="0.001", max_value="1000", places=3))
def test_weights_are_relative(model: HiveModel, seed: int, factor: Decimal) -> None:
    raw = draw_raw(model, Random(seed))

    assert scored(_reweighed(model, factor), raw) == scored(model, raw)


def _reweighed(model: HiveModel, factor: Decimal) -> HiveModel:
    dimensions = tuple(
        replace(
            d,
            weight=d.weight * factor,
            indicators=tuple(
                replace(
                    i,
                    weight=i.weight * factor,
                    questions=tuple(replace(q, weight=q.weight * factor) for q in i.questions),
                )
                for i in d.indicators
            ),
        )
        for d in model.dimensions
    )
    return replace(model, dimensions=dimensions)


@thorough
@given(models, seeds)
def test_order_of_answers_and_questions_does_not_matter(model: HiveModel, seed: int) -> None:
    rng = Random(seed)
    raw = draw_raw(model, rng)
    codes = list(raw)
    rng.shuffle(codes)
    turned = replace(model, dimensions=model.dimensions[::-1])

    expected = scored(model, raw)
    assert scored(model, {code: raw[code] for code in codes}) == expected
    assert scored(turned, raw) == expected


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.code)
def test_every_part_is_kept_in_the_tree(model: HiveModel) -> None:
    tree: Score = score(model, answers_from(model, draw_raw(model, Random(1))))

    nodes = [node.code for node in tree.walk()]
    codes = [code for code, _, _ in model.nodes()] + [q.code for q in model.scored]
    assert sorted(nodes) == sorted(codes)
