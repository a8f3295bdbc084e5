"""Filling in as a browser meets it: lost network, ended sessions, two tabs, pasted text."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, Route, expect

from assessments.models import AnswerEvent, Cycle
from assessments.queries import answers_of
from hive.banks.models import Session, User
from hive.core.answers import Answer, State
from tests.factories import PASSWORD, current_code
from tests.faults.place import wait_for
from tests.journeys.axe import assert_accessible
from tests.journeys.people import WIDTHS, Enter, Person
from tests.submissions import World

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "No milestone fell due."


@pytest.fixture
def language() -> str:
    return "en"


@pytest.fixture
def widths() -> tuple[()]:
    return ()


def section_of(world: World) -> str:
    return reverse("assessments:section", args=[world.submission.pk, "strategy"])


def opened(world: World, person: Person) -> Page:
    return person.opens(section_of(world))


def opened_with_a_clock(world: World, person: Person) -> Page:
    person.page.clock.install()
    return opened(world, person)


def stop_the_clock(page: Page) -> None:
    """Stop the page's time a minute from now: its timers run out only when they are made to."""
    page.clock.pause_at(page.evaluate("Date.now() / 1000") + 60)


def option(page: Page, value: str, code: str = "S1-Q1") -> Locator:
    return page.locator(f"#q-{code} .form-check-input[value='{value}']")


def state(page: Page, code: str = "S1-Q1") -> Locator:
    return page.locator(f"#q-{code} [data-state]")


def stored(world: World) -> dict[str, object]:
    return {code: answer.value for code, answer in answers_of(world.submission).items()}


def then_all_is_saved(page: Page) -> None:
    expect(page).not_to_have_title(re.compile("not saved|未保存"))
    expect(page.locator("#save-state")).to_contain_text(
        re.compile(r"(Saved|已保存) \d\d:\d\d:\d\d")
    )


def assert_looks_right(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)


def given_a_reason(page: Page, text: str) -> Locator:
    option(page, "-na", "S2-Q2").check()
    field = page.locator("#q-S2-Q2 .reason textarea")
    field.fill(text)
    return field


def test_every_answer_is_saved_as_it_is_given_and_the_button_leads_on(
    world: World, enter: Enter
) -> None:
    page = opened(world, enter(world.coordinator))

    option(page, "3").check()
    expect(state(page)).to_have_text(re.compile(r"Saved \d\d:\d\d:\d\d"))
    page.locator("#q-S2-Q2 [inputmode=decimal]").fill("63.5")
    expect(state(page, "S2-Q2")).to_have_text(re.compile("Saved"))
    expect(page.locator("[data-section]")).to_have_text("Strategy: 2 of 9 answered")
    expect(page.locator("[data-indicator=S2]")).to_have_text("1 / 3")
    then_all_is_saved(page)
    assert_looks_right(page)

    page.locator("#q-S1-Q1 .history a").click()
    expect(page.locator("main h1")).to_have_text("History: S1-Q1")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert_looks_right(page)
    page.locator("main .actions a").click()
    option(page, "4").check()
    page.locator("main .btn-primary").click()
    page.wait_for_url("**/dimensions/organization/")
    expect(page.locator(".messages")).to_contain_text("Every answer on the page is saved.")
    assert {code: str(value) for code, value in stored(world).items()} == {
        "S1-Q1": "4",
        "S2-Q2": "63.5",
    }


def test_a_question_is_answered_and_cleared_by_keyboard_only(world: World, enter: Enter) -> None:
    page = opened(world, enter(world.coordinator))
    page.locator("#q-S1-Q1 .form-check-input").first.focus()

    page.keyboard.press("Space")
    expect(state(page)).to_have_text(re.compile("Saved"))
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name='S1-Q1.version']")).to_have_value("2")
    assert stored(world) == {"S1-Q1": 2}
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")

    expect(page.locator("#q-S1-Q1 :checked")).to_have_count(0)
    then_all_is_saved(page)
    assert stored(world) == {}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_lost_network_loses_no_answer(world: World, enter: Enter, language: str) -> None:
    person = enter(world.coordinator)
    page = opened_with_a_clock(world, person)
    person.page.context.set_offline(True)
    stop_the_clock(page)

    option(page, "3").check()
    page.locator("#q-S2-Q2 [inputmode=decimal]").fill("63.5")
    page.clock.run_for(3000)
    expect(page.locator("#save-state .unsaved")).to_be_visible()
    expect(page).to_have_title(re.compile(r"^\(2"))
    expect(state(page)).to_have_class("unsaved")
    page.clock.resume()
    assert_looks_right(page)
    assert stored(world) == {}

    page.locator("main .btn-primary").click()
    expect(option(page, "3")).to_be_checked()
    stop_the_clock(page)
    person.page.context.set_offline(False)
    then_all_is_saved(page)
    assert {code: str(value) for code, value in stored(world).items()} == {
        "S1-Q1": "3",
        "S2-Q2": "63.5",
    }


def test_an_answer_that_was_stored_but_not_heard_of_is_not_stored_twice(
    world: World, enter: Enter
) -> None:
    page = opened(world, enter(world.coordinator))
    heard: list[str] = []

    def lose_the_first(route: Route) -> None:
        heard.append(route.request.post_data or "")
        if len(heard) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/answers/S1-Q1/", lose_the_first)
    option(page, "3").check()
    expect(state(page)).to_have_class("unsaved")
    option(page, "4").check()
    then_all_is_saved(page)

    assert heard[0] == heard[1]
    assert list(AnswerEvent.objects.values_list("value", flat=True)) == [3, 4]


def test_a_session_that_ends_while_typing_costs_no_character(world: World, enter: Enter) -> None:
    world.coordinator.set_password(PASSWORD)
    world.coordinator.save(update_fields=["password"])
    page = opened_with_a_clock(world, enter(world.coordinator))
    field = given_a_reason(page, "")
    Session.objects.all().delete()

    field.press_sequentially(REASON, delay=40)
    dialog = page.locator("dialog[open]")
    expect(dialog).to_have_count(1)
    assert_looks_right(page)
    expect(field).to_have_value(REASON)
    dialog.locator("[name=password]").fill("not the password")
    dialog.locator("button[type=submit]").click()
    expect(dialog.locator("[role=alert]")).to_have_text("The e-mail or the password is not right.")
    dialog.locator("[name=password]").fill(PASSWORD)
    stop_the_clock(page)
    dialog.locator("button[type=submit]").click()
    expect(dialog).to_have_count(0)

    then_all_is_saved(page)
    expect(field).to_have_value(REASON)
    assert answers_of(world.submission) == {"S2-Q2": Answer(State.NOT_APPLICABLE, None, REASON)}
    page.clock.resume()
    page.locator("main .btn-primary").click()
    page.wait_for_url("**/dimensions/organization/")


def test_signing_in_again_asks_for_the_code_where_there_is_one(world: World, enter: Enter) -> None:
    both = given_an_approver_who_fills_in(world)
    page = opened(world, enter(both))
    Session.objects.all().delete()

    option(page, "3").check()
    dialog = page.locator("dialog[open]")
    dialog.locator("[name=password]").fill(PASSWORD)
    dialog.locator("[name=password]").press("Enter")
    dialog.locator("[name=code]").fill("000000")
    dialog.locator("[name=code]").press("Enter")
    expect(dialog.locator("[role=alert]")).to_contain_text("The code is not right.")
    dialog.locator("[name=code]").fill(current_code(both))
    dialog.locator("[name=code]").press("Enter")

    then_all_is_saved(page)
    assert stored(world) == {"S1-Q1": 3}


def given_an_approver_who_fills_in(world: World) -> User:
    world.approver.memberships.create(bank=world.bank, role="coordinator")
    world.approver.set_password(PASSWORD)
    world.approver.save(update_fields=["password"])
    return User.objects.get(pk=world.approver.pk)


def test_nothing_is_saved_under_the_name_of_somebody_else(world: World, enter: Enter) -> None:
    first = enter(world.coordinator)
    page = opened(world, first)
    second = enter(world.contributor)
    # On the same machine a colleague has signed in on another tab.
    first.page.context.add_cookies(second.page.context.cookies())

    option(page, "3").check()

    alert = page.locator("dialog[open] [role=alert]")
    expect(alert).to_contain_text("You are signed in as Contributor now.")
    expect(alert).to_contain_text(world.coordinator.email)
    expect(option(page, "3")).to_be_checked()
    assert stored(world) == {}


@pytest.mark.parametrize("kept", ["mine", "theirs", "merged"])
def test_two_tabs_show_both_answers_and_let_the_person_choose(
    world: World, enter: Enter, kept: str
) -> None:
    person = enter(world.coordinator)
    page = opened(world, person)
    other = person.page.context.new_page()
    other.goto(section_of(world))
    given_a_reason(other, "No plan.")
    expect(state(other, "S2-Q2")).to_have_text(re.compile(r"Saved \d"))

    field = given_a_reason(page, REASON)
    conflict = page.locator("#conflict-S2-Q2")
    expect(conflict).to_contain_text(f"Not applicable: {REASON}")
    expect(conflict).to_contain_text("Not applicable: No plan.")
    expect(conflict).to_contain_text("Saved by Coordinator, today")
    if kept == "merged":
        assert_looks_right(page)
    conflict.locator(f"button[value^={kept}]").click()

    texts = {"mine": REASON, "theirs": "No plan.", "merged": f"{REASON}\nNo plan."}
    expect(conflict).to_have_count(0)
    expect(field).to_have_value(texts[kept])
    expect(page).not_to_have_title(re.compile("not saved"))
    assert answers_of(world.submission)["S2-Q2"].reason == texts[kept]


def test_a_closed_tab_loses_nothing_that_was_typed(world: World, enter: Enter) -> None:
    person = enter(world.coordinator)
    page = opened(world, person)

    given_a_reason(page, REASON)
    page.goto(reverse("assessments:tasks", args=[world.submission.pk]))

    expect(page.locator("h1")).to_be_visible()
    wait_for(lambda: stored(world), seconds=30)
    assert answers_of(world.submission)["S2-Q2"].reason == REASON


def test_a_paste_from_word_is_made_plain_before_the_eyes(world: World, enter: Enter) -> None:
    page = opened(world, enter(world.coordinator))
    field = given_a_reason(page, "")
    paste(field, "\ufeffNo\u00a0plan\u200b.\r\n\uf0b7\tCafe\u0301")
    figure = page.locator("#q-S2-Q2 [inputmode=decimal]")
    expect(field).to_have_value("No plan.\n• Café")
    expect(state(page, "S2-Q2")).to_have_text(re.compile("Saved"))
    assert answers_of(world.submission)["S2-Q2"].reason == "No plan.\n• Café"

    option(page, "-na", "S2-Q2").uncheck()
    field.fill("")
    paste(figure, "\u00a0６３．５\u200b")

    expect(figure).to_have_value("63.5")
    then_all_is_saved(page)
    assert {code: str(value) for code, value in stored(world).items()} == {"S2-Q2": "63.5"}


def paste(field: Locator, text: str) -> None:
    field.focus()
    field.evaluate(
        """(field, text) => {
            const held = new DataTransfer();
            held.setData("text/plain", text);
            const event = {clipboardData: held, bubbles: true, cancelable: true};
            field.dispatchEvent(new ClipboardEvent("paste", event));
        }""",
        text,
    )


def test_a_late_answer_stays_on_the_page_and_is_not_sent_again(world: World, enter: Enter) -> None:
    page = opened_with_a_clock(world, enter(world.coordinator))
    Cycle.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))

    option(page, "3").check()

    expect(page.locator("#q-S1-Q1 [data-errors]")).to_contain_text("its deadline has passed")
    assert_looks_right(page)
    page.clock.run_for(60_000)
    expect(option(page, "3")).to_be_checked()
    assert len([url for url in sent if "/answers/" in url]) == 1
    assert stored(world) == {}
