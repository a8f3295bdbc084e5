"""Changing the language in the middle of a form: nothing that was typed is lost."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from hive.banks.models import User
from tests.journeys.people import Enter
from tests.submissions import World, bring_to

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def language() -> str:
    return "en"


def switch(page: Page) -> None:
    """Press the other language, and wait until the page speaks it."""
    before = page.locator("html").get_attribute("lang")
    page.locator(".language-switch button").click()
    expect(page.locator("html")).not_to_have_attribute("lang", str(before))


def test_what_was_typed_comes_along(world: World, enter: Enter) -> None:
    page = enter(world.coordinator).opens(
        reverse("assessments:evidence_add", args=[world.submission.pk])
    )
    page.locator("[name=title]").fill("Our strategy")
    page.locator("[name=kind][value=statement]").check()
    page.locator("[name=questions]").first.evaluate(
        "e => { (e.options?.[2] ?? e).selected = true; }"
    )

    switch(page)

    expect(page.locator("[name=title]")).to_have_value("Our strategy")
    expect(page.locator("[name=kind][value=statement]")).to_be_checked()
    assert page.evaluate("history.state") is None
    switch(page)
    expect(page.locator("[name=title]")).to_have_value("Our strategy")


def test_a_refused_form_is_kept_too(world: World, enter: Enter) -> None:
    person = enter(world.coordinator)
    page = person.opens(reverse("banks:invite"))
    page.locator("[name=name]").fill("Zhou Min")
    person.presses("main .btn-primary")
    expect(page.locator(".error-summary")).to_be_visible()

    switch(page)

    expect(page.locator("[name=name]")).to_have_value("Zhou Min")
    expect(page.locator(".error-summary")).to_have_count(0)
    assert not User.objects.filter(name="Zhou Min").exists()


def test_an_analysts_letter_is_kept(world: World, enter: Enter) -> None:
    bring_to(world, "in_review")
    page = enter(world.analyst).opens(
        reverse("admin:assessments_submission_act", args=[world.submission.pk, "return"])
    )
    letter = page.locator("main textarea").first
    letter.fill("Which plan is meant?")

    switch(page)

    expect(letter).to_have_value("Which plan is meant?")


def test_an_answer_is_saved_first(world: World, enter: Enter) -> None:
    page = enter(world.coordinator).opens(
        reverse("assessments:section", args=[world.submission.pk, "strategy"])
    )
    field = page.locator("#q-S2-Q2 .reason textarea")
    page.locator("#q-S2-Q2 .form-check-input[value='-na']").check()
    field.fill("No milestone fell due.")

    switch(page)

    expect(field).to_have_value("No milestone fell due.")
