"""The long forms of what saving promises: thirty sessions that end, a network lost for a minute."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from random import Random

import pytest
from playwright.sync_api import Dialog, Page, expect

from assessments.queries import answers_of
from hive.banks.models import Session
from tests.factories import PASSWORD
from tests.journeys.people import Enter
from tests.journeys.test_saving import (
    given_a_reason,
    opened,
    option,
    stored,
    then_all_is_saved,
)
from tests.submissions import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]

RUNS = 30
OUTAGE = 60
LETTERS = "数字化转型 the board, No. 7 %“”\n"


@pytest.fixture
def language() -> str:
    return "en"


@pytest.fixture
def widths() -> tuple[()]:
    return ()


def texts() -> Iterator[tuple[str, int]]:
    """Texts of some length, each with the place at which its session ends."""
    rng = Random(6)
    for _ in range(RUNS):
        text = "".join(rng.choice(LETTERS) for _ in range(rng.randint(10, 60))).strip()
        text = f"Because {' '.join(text.split())}"
        yield text, rng.randint(1, len(text) - 1)


def test_thirty_sessions_that_end_while_typing_cost_no_character(
    world: World, enter: Enter
) -> None:
    world.coordinator.set_password(PASSWORD)
    world.coordinator.save(update_fields=["password"])
    page = opened(world, enter(world.coordinator))
    slowest = 0.0
    for text, ends_at in texts():
        field = given_a_reason(page, "")
        field.press_sequentially(text[:ends_at], delay=10)
        Session.objects.all().delete()
        field.press_sequentially(text[ends_at:], delay=10)
        slowest = max(slowest, signed_in_again(page))

        expect(field).to_have_value(text)
        assert answers_of(world.submission)["S2-Q2"].reason == text
    print(f"{RUNS} sessions ended, 0 characters lost, saved {slowest:.2f} s after sign-in at most")
    assert slowest < 2


def signed_in_again(page: Page) -> float:
    """Sign in in the dialog; return how many seconds later everything was saved."""
    dialog = page.locator("dialog[open]")
    expect(dialog).to_have_count(1)
    dialog.locator("[name=password]").fill(PASSWORD)
    dialog.locator("button[type=submit]").click()
    expect(dialog).to_have_count(0)
    started = time.monotonic()
    then_all_is_saved(page)
    return time.monotonic() - started


def test_a_minute_without_a_network_loses_no_answer(world: World, enter: Enter) -> None:
    person = enter(world.coordinator)
    page = opened(world, person)
    answers = {f"S{n}-Q{q}": str(1 + (n + q) % 5) for n in (1, 2, 3) for q in (1, 2, 3)}
    levels = {c: v for c, v in answers.items() if option(page, v, c).count()}
    assert len(levels) > 3
    person.page.context.set_offline(True)

    started = time.monotonic()
    for code, value in levels.items():
        option(page, value, code).check()
    expect(page.locator("#save-state .unsaved")).to_be_visible(timeout=3000)
    expect(page).to_have_title(re.compile(rf"^\({len(levels)}"))
    assert_the_browser_asks_before_closing(page)
    page.wait_for_timeout(max(0, OUTAGE - (time.monotonic() - started)) * 1000)
    assert stored(world) == {}

    person.page.context.set_offline(False)
    started = time.monotonic()
    then_all_is_saved(page)
    taken = time.monotonic() - started
    print(f"{len(levels)} answers stored {taken:.2f} s after {OUTAGE} s without a network")
    assert taken < 5
    assert {code: str(value) for code, value in stored(world).items()} == levels


def assert_the_browser_asks_before_closing(page: Page) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.close(run_before_unload=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert not page.is_closed()
