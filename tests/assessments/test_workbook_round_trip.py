"""What goes out in a workbook comes back word for word, also by way of another program."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.records import Record, Sheet
from assessments.workbook.comparing import compare
from assessments.workbook.export import workbook_of
from assessments.workbook.layout import parts_of
from assessments.workbook.tongue import LANGUAGES
from hive.catalogue.queries import model_of
from hive.core.answers import Answers
from hive.core.model import HiveModel
from tests.assessments.workbooks import drawn_answers, exported, resaved, understood
from tests.submissions import World

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def as_sheet(answers: Answers) -> Sheet:
    """Answers as if they stood on record since the first version."""
    at = datetime(2026, 3, 1, tzinfo=UTC)
    records = {code: Record(answer, 1, "Somebody", at) for code, answer in answers.items()}
    return Sheet(records, dict.fromkeys(answers, 1))


def differences(model: HiveModel, before: Answers, content: bytes, world: World) -> list[str]:
    """The questions whose answer is not what it was when the workbook was made."""
    upload = understood(content, world.submission)
    found = compare(model, upload.answers, upload.versions, before, as_sheet(before))
    present = {code for code, answer in upload.answers.items() if answer is not None}
    wrong = [entry.question.code for entry in found.entries if entry.fate != "same"]
    return wrong + sorted(present ^ (before.keys() & upload.answers.keys()))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    database=None,
)
@given(seed=st.integers(0, 10**9), language=st.sampled_from(sorted(LANGUAGES)))
def test_nothing_is_lost_between_two_workbooks(world, seed, language):
    model = model_of(world.cycle.edition)
    rng = Random(seed)
    parts = [rng.choice(parts_of(model))]
    answers = drawn_answers(model, rng)

    content = workbook_of(world.submission, as_sheet(answers), parts, language=language)

    assert differences(model, answers, content, world) == []


def test_nothing_is_lost_when_another_program_saves_it(world, tmp_path: Path):
    model = model_of(world.cycle.edition)
    drawn = [drawn_answers(model, Random(number)) for number in range(len(LANGUAGES))]
    written = [
        workbook_of(world.submission, as_sheet(answers), parts_of(model), language=language)
        for answers, language in zip(drawn, LANGUAGES, strict=True)
    ]

    found = [
        differences(model, answers, content, world)
        for answers, content in zip(drawn, resaved(written, tmp_path), strict=True)
    ]

    assert found == [[], [], []]


def test_the_same_answers_give_the_same_workbook(world):
    first, second = (exported(world.submission, parts="S") for _ in range(2))

    assert first == second
