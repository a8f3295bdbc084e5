"""A bank in its second year: it keeps what still holds, and answers anew what changed."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from assessments.enums import Source
from assessments.models import AnswerEvent
from assessments.queries import answers_of
from tests.assessments.last_year import answered, file_last_year, world_after_a_year
from tests.assessments.typing_in import section_url
from tests.journeys.people import Enter, Person
from tests.submissions import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    world = world_after_a_year()
    file_last_year(world)
    return world


@pytest.mark.parametrize(
    ("language", "javascript"), [("zh-hans", True), ("en", True), ("zh-hans", False)]
)
def test_a_second_year_is_kept_and_changed_one_by_one(
    world: World, enter: Enter, javascript: bool
) -> None:
    coordinator = enter(world.coordinator)

    then_nothing_is_answered(world, coordinator)
    when_a_changed_question_is_answered_and_an_answer_kept(world, coordinator)
    then_both_are_saved(world)
    when_an_answer_is_changed(world, coordinator)
    then_the_bank_says_something_new(world, coordinator.page)


def then_nothing_is_answered(world: World, coordinator: Person) -> None:
    page = coordinator.opens(reverse("assessments:tasks", args=[world.submission.pk]))
    expect(page.locator("p.last-year")).to_contain_text("2025")
    coordinator.opens(section_url(world.submission, "area-1"))
    expect(page.locator("form.questions :checked")).to_have_count(0)
    assert answers_of(world.submission) == {}


def when_a_changed_question_is_answered_and_an_answer_kept(
    world: World, coordinator: Person
) -> None:
    page = coordinator.page
    changed, same = question(page, "K1-Q1"), question(page, "K1-Q3")
    expect(changed.locator(".asked-anew")).to_be_visible()
    expect(same.locator("input[type=radio]").first).to_be_hidden()
    changed.locator("input[value='3']").check()
    coordinator.presses("button[name='page.keep'][value='K1-Q3']")


def then_both_are_saved(world: World) -> None:
    assert answers_of(world.submission) == {"K1-Q1": answered(3), "K1-Q3": answered(True)}
    sources = AnswerEvent.objects.filter(submission=world.submission)
    assert dict(sources.values_list("question__code", "source")) == {
        "K1-Q1": Source.WEB, "K1-Q3": Source.PREFILL
    }  # fmt: skip


def when_an_answer_is_changed(world: World, coordinator: Person) -> None:
    chosen = question(coordinator.page, "K1-Q4")
    chosen.locator("summary").click()
    expect(chosen.locator(".form-check .last-year")).to_have_count(1)
    chosen.locator("input[value='o3']").check()
    coordinator.presses("main .btn-primary:visible")


def then_the_bank_says_something_new(world: World, page: Page) -> None:
    assert answers_of(world.submission).keys() == {"K1-Q1", "K1-Q3", "K1-Q4"}
    page.goto(section_url(world.submission, "area-1"))
    expect(question(page, "K1-Q4").locator(".carried")).to_have_count(0)
    expect(question(page, "K1-Q4").locator(".form-check .last-year")).to_be_visible()


def question(page: Page, code: str) -> Locator:
    """One question of a section."""
    return page.locator(f"[id='q-{code}']")
