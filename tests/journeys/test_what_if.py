"""Trying other answers in the browser, and keeping them as a plan; with scripts and without."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import PlanStep
from tests.journeys.people import Enter, Person
from tests.plans import liftable
from tests.submissions import World, bring_to, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    world = make_world()
    bring_to(world, "submitted")
    return world


@pytest.mark.parametrize(("language", "javascript"), [("zh-hans", True), ("en", False)])
def test_from_a_wish_to_a_plan(world: World, enter: Enter, language: str, javascript: bool) -> None:
    coordinator = enter(world.coordinator)
    code, key = next(iter(liftable(world.submission).items()))

    when_an_answer_is_tried(world, coordinator, code, key, javascript)
    when_the_step_is_saved_without_and_then_with_an_owner(coordinator)
    then_the_plan_holds_the_step(world, coordinator)
    then_the_step_can_be_changed_and_removed(world, coordinator)
    then_the_articles_are_covered(world, enter(world.executive))


def when_an_answer_is_tried(
    world: World, coordinator: Person, code: str, key: str, javascript: bool
) -> None:
    page = coordinator.opens(reverse("reports:what_if", args=[world.submission.pk]))
    before = page.locator("h1").inner_text()
    page.locator(f".indicator-choice:has(#id_{code}) summary").click()
    page.locator(f"#id_{code}").select_option(key)
    if not javascript:
        coordinator.presses("#choices button[type=submit]")
    expect(page.locator("h1")).not_to_have_text(before)
    expect(page.locator("#plan .steps li")).to_have_count(1)
    expect(page).to_have_url(re.compile(f"{code}={key}"))


def when_the_step_is_saved_without_and_then_with_an_owner(coordinator: Person) -> None:
    page = coordinator.page
    page.locator("#id_due").select_option(index=3)
    coordinator.presses("#plan button[type=submit]")
    expect(page.locator(".error-summary")).to_be_focused()
    assert page.locator("#id_due").input_value()
    page.locator("#id_owner").fill("数据管理部")
    coordinator.presses("#plan button[type=submit]")


def then_the_plan_holds_the_step(world: World, coordinator: Person) -> None:
    expect(coordinator.page.locator(".plan tbody tr")).to_have_count(1)
    expect(coordinator.page.locator(".plan .owner")).to_have_text("数据管理部")
    results = coordinator.opens(reverse("reports:results", args=[world.submission.pk]))
    expect(results.locator(".plan .owner")).to_have_text("数据管理部")


def then_the_step_can_be_changed_and_removed(world: World, coordinator: Person) -> None:
    coordinator.opens(reverse("reports:plan", args=[world.submission.pk]))
    coordinator.presses(".plan td a")
    coordinator.page.locator("#id_owner").fill("李敏")
    coordinator.presses("main .btn-primary")
    assert PlanStep.objects.get().owner == "李敏"
    coordinator.presses(".plan td a")
    coordinator.presses("main .btn-danger")
    assert not PlanStep.objects.exists()


def then_the_articles_are_covered(world: World, executive: Person) -> None:
    page = executive.opens(reverse("reports:coverage", args=[world.submission.pk]))
    assert page.locator(".covering").count() >= 2
    with page.expect_download() as download:
        page.locator("main .btn-primary").click()
    assert download.value.suggested_filename.endswith(".xlsx")
