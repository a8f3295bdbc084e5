"""Filling in without a mouse: every indicator, one Tab stop for each group of options."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from assessments.queries import answers_of
from hive.catalogue.queries import model_of
from tests.journeys.people import Enter
from tests.submissions import World

pytestmark = pytest.mark.django_db(transaction=True)

# No page has more to stop at than this.
MOST_STOPS = 400
# Asked once what the last key did is drawn.
FOCUSED = """async () => {
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
        leads_on: focused.matches("main .btn-primary"),
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
def is_checked() -> bool:
    return False


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


def answer_section(page: Page) -> list[Focus]:
    """Tab from the top to the button that leads on; give the first answer to every question."""
    stops: list[Focus] = []
    answered = {""}
    while len(stops) < MOST_STOPS:
        page.keyboard.press("Tab")
        stops.append(Focus(**page.evaluate(FOCUSED)))
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
