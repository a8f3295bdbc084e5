"""Changes since last year: what was kept, changed, is new, or cannot be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal

import pytest
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from assessments.pages.changes import Change, ChangedAnswer, Changes, changes_since
from assessments.previous import previous_of
from hive.catalogue.queries import model_of
from hive.core.answers import Answer, Answers, State
from tests.assessments.last_year import GIVEN, answered, file_last_year, world_after_a_year
from tests.published import standing
from tests.submissions import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with standing(django_db_blocker):
        world = world_after_a_year()
        file_last_year(world)
        yield world


@pytest.fixture
def world(_world: World, db: None) -> World:
    return deepcopy(_world)


def changes(world: World, answers: Answers) -> Changes:
    previous = previous_of(world.submission)
    assert previous is not None
    with translation.override("en"):
        return changes_since(previous, model_of(world.cycle.edition), answers)


CASES = [
    ("K1-Q2", answered(Decimal(48)), Change.CHANGED, "1.5 days", "48 hours"),
    ("K1-Q3", answered(False), Change.CHANGED, "Yes", "No"),
    ("L1-Q1", answered(1), Change.CHANGED, "Level 2: Statement 2.", "Level 1: Statement 1."),
    ("L1-Q3", answered(True), Change.CHANGED, "Don't know", "Yes"),
    ("K1-Q1", answered(2), Change.NOT_COMPARABLE, "Level 2: Statement 2.",
     "Level 2: Statement 2."),
    ("L2-Q5", answered(1), Change.NOT_COMPARABLE, "Level 3: Statement 3.",
     "Level 1: Statement 1."),
    ("M1-Q5", answered(3), Change.NOT_COMPARABLE, "Level 1: Statement 1.; Level 2: Statement 2.",
     "Level 3: Statement 3."),
    ("N1-Q5", Answer(State.DONT_KNOW), Change.NEW, "", "Don't know"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "answer", "change", "before", "now"), CASES)
def test_an_answer_is_set_against_last_years(
    world: World, code: str, answer: Answer, change: Change, before: str, now: str
) -> None:
    text = model_of(world.cycle.edition).questions[code].text.en

    found = changes(world, {code: answer})

    assert found == Changes(
        2025, Counter({change: 1}), (ChangedAnswer(code, text, change, before, now),)
    )


@pytest.mark.parametrize(
    ("code", "kept"),
    [("K1-Q2", answered(Decimal(36))), ("L1-Q1", answered(3)), ("L1-Q2", GIVEN["L1-Q2"])],
)
def test_what_stayed_is_counted_and_not_listed(world: World, code: str, kept: Answer) -> None:
    found = changes(world, {code: kept})

    assert found == Changes(2025, Counter({Change.KEPT: 1}), ())


def test_another_reason_is_a_change(world: World) -> None:
    reason = Answer(State.NOT_APPLICABLE, None, "We sold that business.")

    found = changes(world, {"L1-Q2": reason})

    assert found.count(Change.CHANGED) == 1
    assert found.rows[0].before == "Not applicable: We have no such business."


def test_every_answer_is_counted_once(world: World) -> None:
    previous = previous_of(world.submission)
    assert previous is not None
    answers = {**previous.answers, **dict.fromkeys(("K1-Q1", "L2-Q5", "N1-Q5"), answered(1))}

    found = changes(world, answers)

    assert found.counts == {
        Change.KEPT: len(previous.answers), Change.NOT_COMPARABLE: 2, Change.NEW: 1
    }  # fmt: skip
    assert [row.code for row in found.rows] == ["K1-Q1", "L2-Q5", "N1-Q5"]
