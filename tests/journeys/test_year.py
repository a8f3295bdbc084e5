"""A whole year in the browser: a bank fills in and signs, the alliance reviews and publishes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from assessments import workflow
from assessments.models import Submission
from assessments.queries import answers_of
from hive.catalogue.queries import model_of
from reports.models import Publication
from tests.factories import current_code
from tests.journeys.peers import given_peers
from tests.journeys.people import DESK, PHONE, Enter, Person
from tests.submissions import World, change, explain_all, sound_answers

pytestmark = pytest.mark.django_db(transaction=True)

PRIMARY = "main .btn-primary:visible"
# The rules are most of what a page costs; every screen is held to them by itself.
WIDTH_IN = {"zh-hans": PHONE, "en": DESK}


@pytest.fixture
def widths(language: str, javascript: bool) -> Sequence[int]:
    return (WIDTH_IN[language],) if javascript else ()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_year_from_the_first_answer_to_the_executives_pdf(
    world: World, enter: Enter, language: str
) -> None:
    given_peers(world)

    when_the_coordinator_assigns_and_answers_a_section(world, enter(world.coordinator))
    when_the_rest_is_answered(world)
    when_the_contributor_finishes_the_last_section(world, enter(world.contributor))
    when_the_coordinator_requests(world, enter(world.coordinator))
    when_the_approver_signs(world, enter(world.approver))
    then_the_state_is(world, "submitted")
    when_two_analysts_review(world, enter(world.analyst), enter(world.second_analyst))
    then_the_state_is(world, "accepted")
    when_two_lead_analysts_publish(world, enter(world.lead), enter(world.second_lead))
    then_the_state_is(world, "published")
    then_the_executive_reads_the_results_and_both_pdfs(world, enter(world.executive))


@pytest.mark.parametrize("javascript", [False])
def test_a_bank_needs_no_javascript(world: World, enter: Enter, javascript: bool) -> None:
    when_the_coordinator_assigns_and_answers_a_section(world, enter(world.coordinator))
    when_the_rest_is_answered(world)
    when_the_contributor_finishes_the_last_section(world, enter(world.contributor))
    when_the_coordinator_requests(world, enter(world.coordinator))
    when_the_approver_signs(world, enter(world.approver))

    then_the_state_is(world, "submitted")
    executive = enter(world.executive)
    executive.opens("/results/")
    pdf = executive.page.request.get(pdf_address(world, "zh"))
    assert pdf.body().startswith(b"%PDF-")


def when_the_coordinator_assigns_and_answers_a_section(world: World, coordinator: Person) -> None:
    coordinator.opens("/")
    page = coordinator.opens(reverse("assessments:assignments", args=[world.submission.pk]))
    for select in page.locator("main select").all():
        select.select_option(str(world.contributor.pk))
    coordinator.presses(PRIMARY)
    coordinator.opens(reverse("assessments:tasks", args=[world.submission.pk]))
    dimension = model_of(world.cycle.edition).dimensions[0]
    path = reverse("assessments:section", args=[world.submission.pk, dimension.slug])
    page = coordinator.opens(path)
    expect(page.locator("form.questions :checked")).to_have_count(0)
    fill_in(page)
    coordinator.presses(PRIMARY)
    assert {q.code for q in dimension.questions} <= set(answers_of(world.submission))


def fill_in(page: Page) -> None:
    """Answer every question of a page with its second choice or the figure 25."""
    for question in page.locator(".question").all():
        figure = question.locator("input[inputmode=decimal]")
        if figure.count():
            figure.first.fill("25")
        else:
            choose(question)


def choose(question: Locator) -> None:
    question.locator("input[type=radio], input[type=checkbox]").nth(1).check()


def when_the_rest_is_answered(world: World) -> None:
    answered = answers_of(world.submission)
    missing = {c: a for c, a in sound_answers(world).items() if c not in answered}
    changes = [change(world.submission, code, answer) for code, answer in missing.items()]
    workflow.save_answers(world.submission, changes, by=world.coordinator)
    explain_all(world)
    for section in world.submission.assignments.exclude(dimension__code="E"):
        workflow.close_section(world.submission, section.dimension, by=world.contributor)


def when_the_contributor_finishes_the_last_section(world: World, contributor: Person) -> None:
    page = contributor.opens(
        reverse("assessments:section", args=[world.submission.pk, "ecosystem"])
    )
    page.locator("#section-end input[type=radio]").first.check()
    contributor.presses(PRIMARY)
    assert not world.submission.assignments.filter(closed_at=None).exists()


def when_the_coordinator_requests(world: World, coordinator: Person) -> None:
    for name in ("profile", "unscored"):
        coordinator.opens(reverse(f"assessments:{name}", args=[world.submission.pk]))
    coordinator.opens("/check/")
    coordinator.presses(PRIMARY)
    assert not world.submission.assignments.filter(confirmed_at=None).exists()
    coordinator.presses(PRIMARY)
    then_the_state_is(world, "awaiting_signoff")


def when_the_approver_signs(world: World, approver: Person) -> None:
    approver.opens("/")
    page = approver.opens(reverse("assessments:sign", args=[world.submission.pk]))
    code = page.locator(".statement input[autocomplete=one-time-code]")
    code.fill("000000")
    page = approver.presses(".statement .btn-primary")
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator(".statement input[autocomplete=one-time-code]").fill(current_code(world.approver))
    page = approver.presses(".statement .btn-primary")
    snapshot = world.submission.snapshots.get()
    expect(page.locator("main")).to_contain_text(snapshot.sha256)


def when_two_analysts_review(world: World, first: Person, second: Person) -> None:
    queue = reverse("admin:assessments_submission_changelist")
    page = reverse("admin:assessments_submission_change", args=[world.submission.pk])
    first.opens(queue)
    act(first, page, "start")
    act(first, page, "recommend")
    expect(first.page.locator("a[href$='/act/accept/']")).to_have_count(0)
    act(second, page, "accept")


def act(person: Person, page: str, name: str) -> None:
    """Open an object in the admin, choose an act, confirm it."""
    person.opens(page)
    person.presses(f"a[href$='/act/{name}/']")
    person.presses("button.act-first")


def when_two_lead_analysts_publish(world: World, first: Person, second: Person) -> None:
    act(first, reverse("admin:assessments_cycle_change", args=[world.cycle.pk]), "close")
    page = first.opens(reverse("admin:reports_publication_add"))
    page.locator("select[name=cycle]").select_option(str(world.cycle.pk))
    first.presses("input[name=_save]")
    publication = Publication.objects.get(cycle=world.cycle)
    page_of_it = reverse("admin:reports_publication_change", args=[publication.pk])
    first.opens(page_of_it)
    expect(first.page.locator("a[href$='/act/release/']")).to_have_count(0)
    act(second, page_of_it, "release")


def then_the_state_is(world: World, state: str) -> None:
    assert Submission.objects.get(pk=world.submission.pk).state == state


def then_the_executive_reads_the_results_and_both_pdfs(world: World, executive: Person) -> None:
    executive.opens("/")
    page = executive.opens(reverse("reports:results", args=[world.submission.pk]))
    total = re.search(r"\d+\.\d\d", page.locator("main h1").inner_text())
    assert total is not None
    for language in ("zh", "en"):
        response = page.request.get(pdf_address(world, language))
        paper = PdfReader(BytesIO(response.body()))
        assert len(paper.pages) <= 12
        assert total[0] in paper.pages[0].extract_text()
    then_charts_answer_to_the_pointer(page)


def then_charts_answer_to_the_pointer(page: Page) -> None:
    """Every chart that can be explored tells its figures on hover, within our policy.

    On a phone, which has no pointer, the figures stand in tables alone.
    """
    page.set_viewport_size({"width": DESK, "height": 900})
    for part in page.locator("[data-explore]").all():
        part.locator("button").click()
        plot = part.locator(".js-plotly-plot .plotly")
        expect(plot).to_be_visible()
        expect(part.locator("button")).to_have_attribute("aria-expanded", "true")
        expect(part.locator("button")).to_be_enabled()
    for kind in (0, 1):
        figure = page.locator("[data-explore]").nth(kind)
        for point in figure.locator(".js-plotly-plot .point").all()[:3]:
            then_one_move_is_enough(page, figure, point)
    part.locator("button").click()
    expect(part.locator(".explore-figure")).to_be_hidden()


def then_one_move_is_enough(page: Page, figure: Locator, point: Locator) -> None:
    """The figure stands there as soon as the pointer comes, and is gone when it leaves."""
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(figure.locator(".hovertext")).to_contain_text(re.compile(r"\d\.\d\d"))
    page.mouse.move(0, 0)
    expect(figure.locator(".hovertext")).to_have_count(0)


def pdf_address(world: World, language: str) -> str:
    return reverse("reports:scorecard", args=[world.submission.pk, language])
