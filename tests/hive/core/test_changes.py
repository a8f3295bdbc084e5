"""What changed between two sets of answers."""

from __future__ import annotations

from hive.core.answers import Answer, State
from hive.core.changes import Change, changes
from tests.draws import answers_from
from tests.editions import real_model

MODEL = real_model()


def test_only_what_differs_is_told_in_the_order_of_the_edition():
    before = answers_from(MODEL, {"S1-Q2": 3, "S1-Q1": 2, "S1-Q3": 4})
    now = {**answers_from(MODEL, {"S1-Q1": 4, "S1-Q3": 4}), "O1-Q1": Answer(State.DONT_KNOW)}

    assert changes(MODEL, before, now) == (
        Change(MODEL.questions["S1-Q1"], before["S1-Q1"], now["S1-Q1"]),
        Change(MODEL.questions["S1-Q2"], before["S1-Q2"], None),
        Change(MODEL.questions["O1-Q1"], None, now["O1-Q1"]),
    )


def test_the_same_answers_differ_in_nothing():
    given = answers_from(MODEL, {"S1-Q1": 2})

    assert changes(MODEL, given, dict(given)) == ()
