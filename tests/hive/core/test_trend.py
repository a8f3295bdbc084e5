"""Change over years: figures as shown, like for like, the share that must be linked."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hive.core.answers import Answer, State
from hive.core.maturity import shown
from hive.core.model import TOTAL
from hive.core.scoring import score
from hive.core.trend import LEAST_SHARE, like_for_like, within_edition
from tests.draws import answers_from, draw_complete
from tests.submissions import real_edition

MODEL = real_edition().model


def drawn(seed: int) -> dict[str, Answer]:
    return dict(answers_from(MODEL, draw_complete(MODEL, Random(seed))))


def without(answers: dict[str, Answer], *codes: str) -> dict[str, Answer]:
    return {code: answer for code, answer in answers.items() if code not in codes}


@given(st.integers(0, 300), st.integers(0, 300))
def test_within_an_edition_the_difference_is_of_the_figures_shown(one: int, other: int) -> None:
    before, now = score(MODEL, drawn(one)), score(MODEL, drawn(other))

    changes = within_edition(MODEL, before, now)

    for old, new in zip(before.walk(), now.walk(), strict=True):
        change = changes[new.code]
        if old.value is None or new.value is None:
            assert change.points is None
        else:
            assert change.points == shown(MODEL, new.value) - shown(MODEL, old.value)


@given(st.integers(0, 300))
def test_the_same_answers_are_no_change(seed: int) -> None:
    answers = drawn(seed)

    changes = like_for_like(MODEL, answers, answers)

    assert {change.points for change in changes.values()} <= {None, Decimal(0)}


@given(st.integers(0, 300), st.integers(0, 300))
def test_whatever_either_year_leaves_out_both_do(one: int, other: int) -> None:
    before, now = drawn(one), drawn(other)
    silent = [q.code for q in MODEL.scored if now[q.code].state is not State.ANSWERED]

    changes = like_for_like(MODEL, before, now)

    assert changes == like_for_like(MODEL, without(before, *silent), now)


def test_fully_linked_answers_compare_as_within_an_edition() -> None:
    before, now = drawn(5), drawn(6)
    answered = {
        q.code for q in MODEL.scored if before[q.code].state is State.ANSWERED is now[q.code].state
    }
    indicator = next(i for i in MODEL.indicators if {q.code for q in i.questions} <= answered)

    change = like_for_like(MODEL, before, now)[indicator.code]

    same = within_edition(MODEL, score(MODEL, before), score(MODEL, now))[indicator.code]
    assert (change.before, change.now, change.share) == (same.before, same.now, 1)


@pytest.mark.parametrize("linked", [1, 2, 3])
def test_an_indicator_needs_enough_linked_questions(linked: int) -> None:
    indicator = MODEL.indicators[0]
    now = drawn(7)
    now |= {q.code: _answered(q.code, seed=8) for q in indicator.questions}
    before = without(now, *[q.code for q in indicator.questions[linked:]])

    change = like_for_like(MODEL, before, now)[indicator.code]

    weights = [Fraction(q.weight) for q in indicator.questions]
    share = sum(weights[:linked], Fraction(0)) / sum(weights, Fraction(0))
    enough = linked >= MODEL.scoring.indicator_min_answered
    assert change.share == (share if enough else 0)
    assert (change.points is None) == (not enough or share < LEAST_SHARE)


def test_too_small_a_share_tells_no_change_upwards() -> None:
    now = drawn(2)
    first = MODEL.dimensions[0]
    gone = [q.code for indicator in first.indicators[1:] for q in indicator.questions]

    changes = like_for_like(MODEL, without(now, *gone), now)

    assert changes[first.code].share < LEAST_SHARE
    assert changes[first.code].points is None
    assert changes[TOTAL].points is None or changes[TOTAL].share >= LEAST_SHARE


def _answered(code: str, seed: int) -> Answer:
    """Draw an answer of its own to a question."""
    for n in range(seed, seed + 200):
        answer = drawn(n)[code]
        if answer.state is State.ANSWERED:
            return answer
    raise AssertionError(code)
