"""The questionnaire filled in offline: down, up with mistakes, up again, looked at, saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from assessments import workflow
from assessments.queries import answers_of
from assessments.workbook.layout import Column
from hive.core.answers import Answer, State
from tests.assessments.workbooks import Desk
from tests.journeys.people import Enter, Person
from tests.submissions import World, change

pytestmark = pytest.mark.django_db(transaction=True)

PRIMARY = "main .btn-primary:visible"


@pytest.mark.parametrize(
    ("language", "javascript"), [("zh-hans", True), ("en", True), ("zh-hans", False)]
)
def test_a_workbook_goes_out_and_comes_back(
    world: World, enter: Enter, tmp_path: Path, language: str, javascript: bool
) -> None:
    given_online_answers(world, {"S1-Q2": 2, "S2-Q1": 3})
    coordinator = enter(world.coordinator)
    path = when_the_workbook_is_downloaded(world, coordinator, tmp_path)

    when_it_is_filled_in(path, {"S1-Q1": 9, "S2-Q2": 120, "employees": "many"})
    page = when_it_is_uploaded(world, coordinator, path)
    then_every_mistake_is_in_the_table(page)

    when_it_is_filled_in(path, {"S1-Q1": 4, "S1-Q2": 5, "S2-Q1": 1, "S2-Q2": 63.5,
                                "employees": None})  # fmt: skip
    given_online_answers(world, {"S2-Q1": 2})
    page = when_it_is_uploaded(world, coordinator, path)
    then_the_conflict_waits_for_a_choice(page)

    when_the_workbook_wins(coordinator, page)
    then_the_answers_are(world, {"S1-Q1": 4, "S1-Q2": 5, "S2-Q1": 1})


def given_online_answers(world: World, levels: dict[str, int]) -> None:
    for code, level in levels.items():
        answer = Answer(State.ANSWERED, level)
        wish = change(world.submission, code, answer)
        workflow.save_answers(world.submission, [wish], by=world.coordinator)


def when_the_workbook_is_downloaded(world: World, person: Person, folder: Path) -> Path:
    person.opens(reverse("assessments:tasks", args=[world.submission.pk]))
    page = person.presses("main aside a[href$='/workbook/']")
    with page.expect_download() as waiting:
        page.locator("form[method=get] button").click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def when_it_is_filled_in(path: Path, typed: dict[str, object]) -> None:
    desk = Desk(path.read_bytes())
    for key, value in typed.items():
        desk.put(key, value, Column.ANSWER)
    path.write_bytes(desk.saved())


def when_it_is_uploaded(world: World, person: Person, path: Path) -> Page:
    page = person.opens(reverse("assessments:workbook", args=[world.submission.pk]))
    page.locator("input[type=file]").set_input_files(path)
    return person.presses(PRIMARY)


def then_every_mistake_is_in_the_table(page: Page) -> None:
    expect(page.locator(".mistakes tbody tr")).to_have_count(3)


def then_the_conflict_waits_for_a_choice(page: Page) -> None:
    expect(page.locator("#conflict-S2-Q1 input[type=radio]")).to_have_count(2)
    expect(page.locator("input[type=radio]:checked")).to_have_count(0)


def when_the_workbook_wins(person: Person, page: Page) -> None:
    page.locator("#conflict-S2-Q1 input[value=take]").check()
    person.presses(PRIMARY)


def then_the_answers_are(world: World, levels: dict[str, int]) -> None:
    answers = answers_of(world.submission)

    assert {code: answers[code].value for code in levels} == levels
    assert str(answers["S2-Q2"].value) == "63.5"
