"""Without a mouse: filling in, one Tab stop for each group of options; reviewing; publishing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from assessments import workflow
from assessments.models import Submission
from assessments.queries import answers_of
from hive.catalogue.queries import model_of
from reports.models import Publication
from tests.journeys.peers import given_peers
from tests.journeys.people import Enter
from tests.submissions import World, bring_to

pytestmark = pytest.mark.django_db(transaction=True)

# The same whether the browser asks for the day or for the month first.
DAY = "12122032"
# No page has more to stop at than this.
MOST_STOPS = 400
PRIMARY = "main .btn-primary"
# Asked once what the last key did is drawn.
FOCUSED = """async (goal) => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const focused = document.activeElement;
    const {x, y, width, height} = focused.getBoundingClientRect();
    const there = document.elementFromPoint(x + width / 2, y + height / 2);
    const own = [focused, ...(focused.labels ?? [])];
    const isOwn = (part) => part.contains(there) || there.contains(part);
    return {
        kind: focused.type ?? focused.localName,
        name: focused.name ?? "",
        question: focused.closest(".question")?.id ?? "",
        leads_on: focused.matches(goal),
        is_covered: there !== null && !own.some(isOwn),
    };
}"""


@dataclass(frozen=True)
class Focus:
    """Where the keyboard is."""

    kind: str
    name: str
    question: str
    leads_on: bool
    is_covered: bool


@pytest.fixture
def widths() -> tuple[()]:
    return ()


def test_all_indicators_are_answered_by_keyboard_only(world: World, enter: Enter) -> None:
    model = model_of(world.cycle.edition)
    page = enter(world.coordinator).opens(
        reverse("assessments:section", args=[world.submission.pk, model.dimensions[0].slug])
    )

    for _ in model.dimensions:
        stops = answer_section(page)
        groups = Counter(stop.name for stop in stops if stop.kind == "radio")
        assert set(groups.values()) == {1}
        assert [stop for stop in stops if stop.is_covered] == []
        with page.expect_navigation():
            page.keyboard.press("Enter")

    assert {question.code for question in model.scored} <= set(answers_of(world.submission))
    assert len(model.indicators) == 18


def test_a_questionnaire_is_reviewed_by_keyboard_only(world: World, enter: Enter) -> None:
    submission = bring_to(world, "submitted")
    first, second = enter(world.analyst).page, enter(world.second_analyst).page

    when_it_is_looked_up_in_the_queue(first, submission)
    when_an_act_is_done(first, "start")
    follows(first, "a[href$='/act/return/']")
    goes_to(first, "textarea[name=letter]")
    first.keyboard.type("See S1-Q1.")
    goes_to(first, "input[name=due_at]")
    first.keyboard.type(DAY)
    follows(first, "button.act-first")
    then_the_state_is(submission, "returned")

    workflow.reply(submission.queries.get(), text="As we said.", by=world.coordinator)
    workflow.request_signoff(submission, by=world.coordinator)
    workflow.sign(submission, by=world.approver)
    when_it_is_looked_up_in_the_queue(first, submission)
    when_an_act_is_done(first, "start")
    when_an_act_is_done(first, "recommend")
    when_it_is_looked_up_in_the_queue(second, submission)
    when_an_act_is_done(second, "accept")
    then_the_state_is(submission, "accepted")


def test_a_cycle_is_published_by_keyboard_only(world: World, enter: Enter) -> None:
    submission = bring_to(world, "accepted")
    given_peers(world)
    first, second = enter(world.lead).page, enter(world.second_lead).page

    first.goto("/admin/")
    follows(first, f"a[href='{reverse('admin:assessments_cycle_changelist')}']")
    follows(first, f"#result_list a[href*='/{world.cycle.pk}/']")
    when_an_act_is_done(first, "close")
    first.goto("/admin/")
    follows(first, f"a[href='{reverse('admin:reports_publication_changelist')}']")
    follows(first, f"a[href^='{reverse('admin:reports_publication_add')}']")
    goes_to(first, "select[name=cycle]")
    first.keyboard.press("ArrowDown")
    follows(first, "input[name=_save]")
    publication = Publication.objects.get(cycle=world.cycle)
    second.goto("/admin/")
    follows(second, f"a[href='{reverse('admin:reports_publication_changelist')}']")
    follows(second, f"#result_list a[href*='/{publication.pk}/']")
    when_an_act_is_done(second, "release")
    then_the_state_is(submission, "published")


def when_it_is_looked_up_in_the_queue(page: Page, submission: Submission) -> None:
    page.goto("/admin/")
    follows(page, f"a[href='{reverse('admin:assessments_submission_changelist')}']")
    follows(page, f"#result_list a[href*='/{submission.pk}/']")


def when_an_act_is_done(page: Page, name: str) -> None:
    follows(page, f"a[href$='/act/{name}/']")
    follows(page, "button.act-first")


def then_the_state_is(submission: Submission, state: str) -> None:
    assert Submission.objects.get(pk=submission.pk).state == state


def follows(page: Page, goal: str) -> None:
    """Go to a link or a button with Tab alone and press Enter there."""
    goes_to(page, goal)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def goes_to(page: Page, goal: str) -> None:
    """Press Tab until the keyboard is where a selector says; nothing on the way is covered."""
    stops: list[Focus] = []
    while not stops or not stops[-1].leads_on:
        assert len(stops) < MOST_STOPS, f"no Tab leads to {goal}"
        stops.append(goes_on(page, goal))
    assert [stop for stop in stops if stop.is_covered] == []


def goes_on(page: Page, goal: str) -> Focus:
    """Press Tab once and tell where the keyboard is then."""
    page.keyboard.press("Tab")
    return Focus(**page.evaluate(FOCUSED, goal))


def answer_section(page: Page) -> list[Focus]:
    """Tab from the top to the button that leads on; give the first answer to every question."""
    stops: list[Focus] = []
    answered = {""}
    while len(stops) < MOST_STOPS:
        stops.append(goes_on(page, PRIMARY))
        if stops[-1].leads_on:
            return stops
        if stops[-1].question not in answered and give(page, stops[-1].kind):
            answered.add(stops[-1].question)
    raise AssertionError("no Tab leads to the button")


def give(page: Page, kind: str) -> bool:
    """Answer with the keyboard where it stands; tell whether that is a place for an answer."""
    match kind:
        case "radio" | "checkbox":
            page.keyboard.press("Space")
        case "text":
            page.keyboard.type("25")
        case _:
            return False
    return True
