"""The dialog before a session ends, in a browser: staying, the end, and what was typed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from hive.banks.models import Session, User
from tests.factories import PASSWORD
from tests.journeys.axe import assert_accessible
from tests.journeys.people import WIDTHS, Enter
from tests.submissions import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    made = make_world()
    made.coordinator.set_password(PASSWORD)
    made.coordinator.save(update_fields=["password"])
    return made


@pytest.fixture
def language() -> str:
    return "en"


@pytest.fixture
def widths() -> tuple[()]:
    return ()


def ending_in(seconds: float, *, hours: float = 0) -> None:
    """Let the only session end so soon, and have begun so long ago."""
    now = timezone.now()
    Session.objects.update(
        expire_date=now + timedelta(seconds=seconds), started_at=now - timedelta(hours=hours)
    )


def the_dialog(page: Page) -> Locator:
    return page.locator("#time-out[open]")


@pytest.mark.parametrize("path", ["/account-settings/", "/help/"])
def test_the_person_is_warned_and_stays(world: World, enter: Enter, path: str) -> None:
    person = enter(world.coordinator)
    ending_in(118)
    page = person.opens(path)

    expect(the_dialog(page)).to_contain_text("You will soon be signed out")
    expect(the_dialog(page).locator("[data-clock]")).to_contain_text("1 min")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert_accessible(page)
    the_dialog(page).get_by_role("button", name="Stay signed in").click()

    expect(the_dialog(page)).to_have_count(0)
    assert Session.objects.get().expire_date > timezone.now() + timedelta(minutes=29)


def test_escape_stays_too(world: World, enter: Enter) -> None:
    person = enter(world.coordinator)
    ending_in(60)
    page = person.opens("/help/")
    expect(the_dialog(page)).to_have_count(1)

    page.keyboard.press("Escape")

    expect(the_dialog(page)).to_have_count(0)
    assert Session.objects.get().expire_date > timezone.now() + timedelta(minutes=29)


def test_after_the_longest_time_nobody_stays(world: World, enter: Enter) -> None:
    person = enter(world.coordinator)
    ending_in(100, hours=12 - 100 / 3600)
    page = person.opens("/help/")

    expect(the_dialog(page)).to_contain_text("Everybody signs in again after 12 hours.")
    expect(the_dialog(page).get_by_role("button", name="Stay signed in")).to_have_count(0)
    the_dialog(page).get_by_role("button", name="Close").click()

    expect(the_dialog(page)).to_have_count(0)


def test_what_was_typed_outlives_the_session(world: World, enter: Enter) -> None:
    person = enter(world.coordinator)
    ending_in(4)
    page = person.opens("/account-settings/")
    page.evaluate("document.querySelector('[name=name]').value = 'Written before the end'")
    expect(the_dialog(page)).to_contain_text("You are signed out", timeout=15_000)
    assert_accessible(page)

    with page.context.expect_page() as opened:
        the_dialog(page).get_by_role("link", name="Sign in in a new tab").click()
    tab = opened.value
    tab.locator("[name=login]").fill(world.coordinator.email)
    tab.locator("[name=password]").fill(PASSWORD)
    with tab.expect_navigation():
        tab.locator("main button[type=submit]").first.click()
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")

    expect(the_dialog(page)).to_have_count(0)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    assert User.objects.get(pk=world.coordinator.pk).name == "Written before the end"


def test_the_questionnaire_signs_in_over_itself(world: World, enter: Enter) -> None:
    person = enter(world.coordinator)
    ending_in(4)
    page = person.opens(reverse("assessments:section", args=[world.submission.pk, "strategy"]))
    dialog = page.locator("#sign-in[open]")
    expect(dialog).to_have_count(1, timeout=15_000)
    expect(the_dialog(page)).to_have_count(0)

    dialog.locator("[name=password]").fill(PASSWORD)
    dialog.locator("button[type=submit]").click()

    expect(dialog).to_have_count(0)
    page.locator("#q-S1-Q1 .form-check-input[value='3']").check()
    expect(page.locator("#q-S1-Q1 [data-state]")).to_contain_text("Saved")


@pytest.mark.parametrize("javascript", [False])
def test_without_scripts_one_signs_in_again(world: World, enter: Enter, javascript: bool) -> None:
    person = enter(world.coordinator)
    page = person.opens("/account-settings/")
    expect(page.locator("#time-out")).to_be_hidden()
    Session.objects.all().delete()

    page.goto("/account-settings/")

    expect(page).to_have_url(re.compile(r"/account/login/\?next=/account-settings/"))
