"""Evidence in the browser: a bank adds a file, a link and a statement, an analyst looks at them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments import workflow
from assessments.attached import items_of
from hive.core.answers import Answer, State
from tests import files
from tests.journeys.people import Enter, Person
from tests.submissions import World, bring_to, change, make_world

pytestmark = pytest.mark.django_db(transaction=True)

PRIMARY = "main .btn-primary:visible"
TICK = "#id_questions_S1-Q1"


@pytest.fixture
def world(tmp_path: Path, settings) -> World:
    settings.MEDIA_ROOT = tmp_path / "media"
    return make_world()


@pytest.mark.parametrize(("language", "javascript"), [("zh-hans", True), ("en", False)])
def test_evidence_from_the_question_to_the_reviewer(
    world: World, enter: Enter, tmp_path: Path, language: str, javascript: bool
) -> None:
    given_an_answer_that_needs_evidence(world)
    coordinator = enter(world.coordinator)

    when_a_file_is_added_at_the_question(world, coordinator, tmp_path)
    when_a_link_and_a_statement_are_added(world, coordinator)
    then_the_list_holds_all_three(world, coordinator)
    bring_to(world, "submitted")
    then_the_analyst_sees_the_pages_beside_the_answer(world, enter(world.analyst))


def given_an_answer_that_needs_evidence(world: World) -> None:
    answer = Answer(State.ANSWERED, 4)
    workflow.save_answers(
        world.submission, [change(world.submission, "S1-Q1", answer)], by=world.coordinator
    )


def when_a_file_is_added_at_the_question(world: World, person: Person, folder: Path) -> None:
    paper = folder / "信息科技战略规划.pdf"
    paper.write_bytes(files.pdf("IT strategy 2025-2027", "Budget", "Milestones"))
    page = person.opens(reverse("assessments:section", args=[world.submission.pk, "strategy"]))
    expect(page.locator("#q-S1-Q1 .attached .status-warn")).to_be_visible()
    person.presses("#q-S1-Q1 .attached a[href*='question=S1-Q1']")
    expect(page.locator(TICK)).to_be_checked()
    expect(page.locator("#id_link")).to_be_hidden()
    page.locator("#id_file").set_input_files(paper)
    person.presses(PRIMARY)
    expect(page.locator(".evidence > li")).to_have_count(1)
    expect(page.locator(".evidence")).to_contain_text("信息科技战略规划")


def when_a_link_and_a_statement_are_added(world: World, person: Person) -> None:
    add = reverse("assessments:evidence_add", args=[world.submission.pk]) + "?question=S1-Q1"
    for kind, text in (
        ("link", "https://www.bank.example/annual-report"),
        ("statement", "董事会于2024年3月审议通过。"),
    ):
        page = person.opens(add)
        page.locator(f"#id_kind_{kind}").check()
        page.locator(f"#id_{kind}").fill(text)
        person.presses(PRIMARY)
        expect(page.locator(".error-summary a[href='#id_title']")).to_be_visible()
        expect(page.locator(f"#id_{kind}")).to_have_value(text)
        page.locator("#id_title").fill(f"{kind} 2024")
        person.presses(PRIMARY)


def then_the_list_holds_all_three(world: World, person: Person) -> None:
    page = person.opens(reverse("assessments:evidence", args=[world.submission.pk]))
    expect(page.locator(".evidence > li")).to_have_count(3)
    page.locator(".evidence-pages summary").click()
    expect(page.locator(".evidence-pages img")).to_have_count(3)
    for picture in page.locator(".evidence-pages img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
    with page.expect_download() as download:
        page.locator(".evidence a[download]").click()
    assert download.value.suggested_filename == "信息科技战略规划.pdf"
    assert [item.codes for item in items_of(world.submission)] == [("S1-Q1",)] * 3


def then_the_analyst_sees_the_pages_beside_the_answer(world: World, person: Person) -> None:
    page = person.opens(f"/admin/assessments/submission/{world.submission.pk}/change/")
    expect(page.locator(".attached-item")).to_have_count(3)
    page.locator(".attached-item summary").click()
    picture = page.locator(".attached-item img").first
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    person.opens("/admin/assessments/submission/")
    expect(page.locator(".field-evidence_missing")).not_to_have_text("—")
