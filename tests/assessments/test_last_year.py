"""Prefill from last year: shown, never copied; kept or changed one by one."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from assessments import workflow
from assessments.enums import Source, SubmissionState
from assessments.models import Answer as Row
from assessments.models import AnswerEvent, Submission
from assessments.previous import Giver, previous_of
from assessments.queries import answers_of
from hive.catalogue.queries import model_of
from hive.catalogue.workflow import load
from hive.core.answers import Answer, Answers, Selection, State
from tests.assessments.last_year import (
    GIVEN,
    SIGNED_AT,
    answered,
    drawn_last_year,
    file_last_year,
    world_after_a_year,
)
from tests.assessments.typing_in import filled_form, open_form, reading_english, section_url
from tests.editions import real_edition
from tests.factories import signed_in
from tests.published import standing
from tests.submissions import World, bring_to, change, sound_answers

pytestmark = pytest.mark.django_db

KEEP = "page.keep"


@pytest.fixture(scope="module")
def _world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with standing(django_db_blocker):
        yield world_after_a_year()


@pytest.fixture
def world(_world: World, db: None) -> World:
    return deepcopy(_world)


@pytest.fixture
def before(world: World) -> Submission:
    return file_last_year(world)


@pytest.fixture
def coordinator(world: World, client: Client) -> Client:
    return reading_english(client, world.coordinator)


def area(world: World, number: int) -> str:
    return section_url(world.submission, f"area-{number}")


def text_of(client: Client, url: str) -> str:
    return unescape(client.get(url).content.decode())


def question(page: str, code: str) -> str:
    """The part of a page that is about one question."""
    start = page.index(f'id="q-{code}"')
    ends = [page.find(mark, start) for mark in ('id="q-', "</section>", 'class="actions"')]
    following = page.find('id="q-', start + 1)
    return page[start : min(end for end in [*ends[1:], following] if end > start)]


def sources(world: World) -> dict[str, str]:
    events = AnswerEvent.objects.filter(submission=world.submission).order_by("id")
    return {event.question.code: event.source for event in events.select_related("question")}


def save(world: World, code: str, answer: Answer | None) -> None:
    workflow.save_answers(
        world.submission, [change(world.submission, code, answer)], by=world.coordinator
    )


def test_last_years_answers_are_said_in_this_years_words(world: World, before: Submission) -> None:
    previous = previous_of(world.submission)

    assert previous is not None
    assert (previous.year, previous.is_last_year) == (2025, True)
    some = {code: previous.answers.get(code) for code in (*GIVEN, "L2-Q5", "M1-Q5", "N1-Q5")}
    assert some == {
        **dict.fromkeys(("K1-Q1", "L2-Q1", "L2-Q5", "M1-Q1", "M1-Q5", "M2-Q1", "N1-Q1", "N1-Q5")),
        "K1-Q2": answered(Decimal(36)),
        "K1-Q3": answered(True),
        "K1-Q4": answered(Selection(("both",))),
        "L1-Q1": answered(3),
        "L1-Q2": GIVEN["L1-Q2"],
        "L1-Q3": GIVEN["L1-Q3"],
    }
    assert previous.reworded == {"K1-Q1": answered(2)}


def test_who_gave_an_answer_is_known_in_one_query_more(world: World, before: Submission) -> None:
    given_at = SIGNED_AT - timedelta(days=1)
    submission = Submission.objects.select_related("cycle__edition").get(pk=world.submission.pk)
    # The first reading fills the process's cache of editions.
    previous_of(submission)

    with CaptureQueriesContext(connection) as queries:
        previous = previous_of(submission)
        givers = previous.givers if previous else {}

    assert givers["K1-Q3"] == Giver("Zhao Lei", given_at)
    assert len(queries) == 2


def test_an_answer_changed_after_the_signing_is_the_signers(
    world: World, before: Submission
) -> None:
    late = before.answers.get(question__code="K1-Q3")
    Row.objects.filter(pk=late.pk).update(value=False, updated_at=SIGNED_AT)

    previous = previous_of(world.submission)

    assert previous is not None
    assert previous.answers["K1-Q3"] == answered(True)
    assert previous.givers["K1-Q3"].name == str(world.approver)


def test_the_latest_signed_year_counts(world: World, before: Submission) -> None:
    file_last_year(world, year=2023)

    previous = previous_of(world.submission)

    assert previous is not None
    assert previous.year == 2025


def test_a_bank_that_left_out_a_year_is_told_which_year_it_was(
    world: World, coordinator: Client
) -> None:
    file_last_year(world, year=2024)

    page = text_of(coordinator, area(world, 1))

    assert "In 2024 (Zhao Lei, 10 March 2024)" in question(page, "K1-Q3")
    assert "Last year" not in question(page, "K1-Q3")


def test_without_an_earlier_year_nothing_is_prefilled(world: World, coordinator: Client) -> None:
    page = text_of(coordinator, area(world, 1))

    assert previous_of(world.submission) is None
    assert (KEEP in page, "last-year" in page.partition("<main")[2]) == (False, False)


def test_what_was_never_signed_is_not_prefilled(world: World, coordinator: Client) -> None:
    file_last_year(world, state=SubmissionState.AWAITING_SIGNOFF)

    assert previous_of(world.submission) is None
    assert KEEP not in text_of(coordinator, area(world, 1))


def test_editions_that_are_not_linked_prefill_nothing(world: World, coordinator: Client) -> None:
    load(real_edition())
    answers = {"S1-Q1": answered(3), "total_assets": answered(Decimal(900))}
    file_last_year(world, answers, edition="2022.1")

    previous = previous_of(world.submission)

    assert previous is not None
    assert (previous.given, previous.carried) == (answers, {})
    assert KEEP not in text_of(coordinator, area(world, 1))


def test_on_the_same_edition_everything_can_be_kept(world: World) -> None:
    answers = sound_answers(world)
    file_last_year(world, answers, edition="heir.1")

    previous = previous_of(world.submission)

    assert previous is not None
    assert previous.answers == answers


def test_another_banks_year_is_not_prefilled(world: World, before: Submission) -> None:
    elsewhere = Submission.objects.exclude(bank=world.bank).first()

    assert elsewhere is None or previous_of(elsewhere) is None
    assert previous_of(before) is None


def test_an_answer_waits_in_a_note(world: World, before: Submission, coordinator: Client) -> None:
    shown = question(text_of(coordinator, area(world, 1)), "K1-Q3")

    assert "From 2025, not confirmed: counts as unanswered" in shown
    assert "Last year (Zhao Lei, 10 March 2025)" in shown
    assert "<p>Yes</p>" in shown
    assert 'name="page.keep" value="K1-Q3"' in shown
    assert "<details>" in shown


def test_nothing_is_chosen_beforehand(
    world: World, before: Submission, coordinator: Client
) -> None:
    typed = [
        values
        for number in (1, 2, 3)
        for name, values in open_form(coordinator, area(world, number)).items()
        if name.endswith((".choice", ".figure", ".other", ".reason")) and values != [""]
    ]

    assert typed == []


def test_opening_pages_writes_nothing(
    world: World, before: Submission, coordinator: Client
) -> None:
    addresses = [
        area(world, 1),
        area(world, 2),
        reverse("assessments:tasks", args=[world.submission.pk]),
    ]
    addresses += [
        reverse(f"assessments:{n}", args=[world.submission.pk]) for n in ("profile", "unscored")
    ]

    assert {coordinator.get(address).status_code for address in addresses} == {200}

    assert not world.submission.answers.exists()
    assert not AnswerEvent.objects.filter(submission=world.submission).exists()


def test_last_years_option_is_marked_in_its_own_row(
    world: World, before: Submission, coordinator: Client
) -> None:
    save(world, "K1-Q3", answered(False))

    shown = question(text_of(coordinator, area(world, 1)), "K1-Q3")

    yes, no = shown.split('<div class="form-check')[1:3]
    mark = '<span class="hint last-year">Last year, Zhao Lei</span>'
    assert (mark in yes, mark in no) == (True, False)
    assert KEEP not in shown


def test_last_years_figure_stands_beside_the_field(
    world: World, before: Submission, coordinator: Client
) -> None:
    save(world, "K1-Q2", answered(Decimal(48)))

    shown = question(text_of(coordinator, area(world, 1)), "K1-Q2")

    assert '<span class="last-year">Last year 36 hours, Zhao Lei</span>' in shown


@pytest.mark.parametrize(
    ("number", "code", "old", "answer", "why"),
    [
        (1, "K1-Q1", "How is K1-Q1?", "Level 2: Statement 2.", "The wording changed."),
        (2, "L2-Q5", "How is L2-Q1?", "Level 3: Statement 3.", "The earlier question was split"),
        (3, "M1-Q5", "How is M2-Q1?", "Level 2: Statement 2.", "The earlier questions were merged"),
    ],
)
def test_a_changed_question_stands_beside_the_old_one(
    world: World, before: Submission, coordinator: Client,
    number: int, code: str, old: str, answer: str, why: str,
) -> None:  # fmt: skip
    shown = question(text_of(coordinator, area(world, number)), code)

    assert f"<p>{old}</p>" in shown
    assert f"{answer} (Zhao Lei, 10 March 2025)" in shown
    assert why in shown
    assert KEEP not in shown


def test_an_option_without_a_counterpart_is_chosen_anew(world: World, coordinator: Client) -> None:
    file_last_year(world, {**drawn_last_year(), "L1-Q1": answered(3)})

    shown = question(text_of(coordinator, area(world, 2)), "L1-Q1")

    assert "The options changed. Please choose anew." in shown
    assert KEEP not in shown


def test_peers_figures_are_never_shown_while_filling(
    world: World, before: Submission, coordinator: Client
) -> None:
    page = text_of(coordinator, area(world, 1))

    assert "Not shown while you fill in; see the results page once they are published." in page


def test_keep_saves_the_answer_and_what_else_was_typed(
    world: World, before: Submission, coordinator: Client
) -> None:
    url = area(world, 1)
    form = open_form(coordinator, url)

    response = coordinator.post(url, form | {KEEP: "K1-Q3", "K1-Q1.choice": "1"})

    assert response["Location"] == f"{url}#q-K1-Q3"
    assert answers_of(world.submission) == {"K1-Q1": answered(1), "K1-Q3": answered(True)}
    assert sources(world) == {"K1-Q1": Source.WEB, "K1-Q3": Source.PREFILL}


@pytest.mark.parametrize(
    ("number", "code", "kept"),
    [
        (1, "K1-Q2", answered(Decimal(36))),
        (1, "K1-Q4", answered(Selection(("both",)))),
        (2, "L1-Q1", answered(3)),
        (2, "L1-Q2", GIVEN["L1-Q2"]),
        (2, "L1-Q3", GIVEN["L1-Q3"]),
    ],
)
def test_every_kind_of_answer_can_be_kept(
    world: World, before: Submission, coordinator: Client, number: int, code: str, kept: Answer
) -> None:
    url = area(world, number)

    coordinator.post(url, open_form(coordinator, url) | {KEEP: code})

    assert answers_of(world.submission) == {code: kept}
    assert sources(world) == {code: Source.PREFILL}


@pytest.mark.parametrize("code", ["K1-Q1", "L1-Q1", "N1-Q1", "X9", ""])
def test_what_cannot_be_kept_here_is_not(
    world: World, before: Submission, coordinator: Client, code: str
) -> None:
    url = area(world, 1)

    response = coordinator.post(url, open_form(coordinator, url) | {KEEP: code})

    assert response.status_code == 302
    assert answers_of(world.submission) == {}


def test_an_answer_typed_instead_is_the_persons_own(
    world: World, before: Submission, coordinator: Client
) -> None:
    url = area(world, 1)

    coordinator.post(url, open_form(coordinator, url) | {"K1-Q3.choice": "no"})

    assert answers_of(world.submission) == {"K1-Q3": answered(False)}
    assert sources(world) == {"K1-Q3": Source.WEB}


def test_a_fault_elsewhere_does_not_stop_keeping(
    world: World, before: Submission, coordinator: Client
) -> None:
    url = area(world, 1)
    form = open_form(coordinator, url)

    response = coordinator.post(url, form | {KEEP: "K1-Q3", "K1-Q2.figure": "many"})

    page = response.content.decode()
    assert response.status_code == 422
    assert answers_of(world.submission) == {"K1-Q3": answered(True)}
    assert filled_form(page)["K1-Q2.figure"] == ["many"]
    assert "<details open>" in question(page, "K1-Q2")


def test_keeping_twice_is_one_change(world: World, before: Submission, coordinator: Client) -> None:
    url = area(world, 1)
    form = open_form(coordinator, url) | {KEEP: "K1-Q3"}

    answers = [coordinator.post(url, form).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert AnswerEvent.objects.filter(submission=world.submission).count() == 1


def conflicting(world: World, coordinator: Client) -> tuple[str, str]:
    """Keep an answer that a colleague has changed since the page was made."""
    url = area(world, 1)
    form = open_form(coordinator, url)
    save(world, "K1-Q3", answered(False))
    response = coordinator.post(url, form | {KEEP: "K1-Q3"})
    assert response.status_code == 409
    return url, unescape(response.content.decode())


def test_a_colleagues_answer_is_not_overwritten(
    world: World, before: Submission, coordinator: Client
) -> None:
    _, page = conflicting(world, coordinator)

    shown = question(page, "K1-Q3")
    assert "<dt>Yours, not saved</dt><dd>Yes</dd>" in shown
    assert "</dt><dd>No</dd>" in shown
    assert answers_of(world.submission) == {"K1-Q3": answered(False)}


@pytest.mark.parametrize(("side", "expected"), [("mine", True), ("theirs", False)])
def test_the_person_chooses_between_last_year_and_a_colleague(
    world: World, before: Submission, coordinator: Client, side: str, expected: bool
) -> None:
    url, page = conflicting(world, coordinator)

    coordinator.post(url, filled_form(page) | {"page.settle": f"{side}:K1-Q3"})

    assert answers_of(world.submission) == {"K1-Q3": answered(expected)}


def test_a_contributor_keeps_in_an_own_section_only(
    world: World, before: Submission, client: Client
) -> None:
    dimensions = {row.code: row for row in world.cycle.edition.dimensions.all()}
    workflow.assign(world.submission, dimensions["K"], world.contributor, by=world.coordinator)
    contributor = reading_english(client, world.contributor)

    own = contributor.post(area(world, 1), open_form(contributor, area(world, 1)) | {KEEP: "K1-Q3"})
    other = contributor.post(area(world, 2), {KEEP: "L1-Q1"})

    assert (own.status_code, other.status_code) == (302, 404)
    assert answers_of(world.submission) == {"K1-Q3": answered(True)}


def test_an_approver_reads_and_keeps_nothing(
    world: World, before: Submission, client: Client
) -> None:
    approver = reading_english(client, world.approver)

    response = approver.post(area(world, 1), {KEEP: "K1-Q3"})

    assert response.status_code == 403
    assert KEEP not in text_of(approver, area(world, 1))
    assert answers_of(world.submission) == {}


@pytest.mark.parametrize("state", ["awaiting_signoff", "submitted", "accepted", "withdrawn"])
def test_a_locked_submission_prefills_nothing(
    world: World, before: Submission, coordinator: Client, state: str
) -> None:
    form = open_form(coordinator, area(world, 1))
    bring_to(world, state)
    stored = answers_of(world.submission)

    response = coordinator.post(area(world, 1), form | {KEEP: "K1-Q3"})

    assert response.status_code == 409
    assert answers_of(world.submission) == stored
    assert KEEP not in text_of(coordinator, area(world, 1))


def test_after_the_deadline_nothing_is_kept(
    world: World, before: Submission, client: Client
) -> None:
    with time_machine.travel(world.cycle.closes_at + timedelta(minutes=1), tick=False):
        coordinator = reading_english(client, world.coordinator)
        response = coordinator.post(area(world, 1), {KEEP: "K1-Q3"})
        page = text_of(coordinator, area(world, 1))
        tasks = text_of(coordinator, reverse("assessments:tasks", args=[world.submission.pk]))

    assert response.status_code == 409
    assert answers_of(world.submission) == {}
    assert (KEEP in page, "can be kept" in tasks) == (False, False)


def test_a_returned_submission_can_be_filled_from_last_year_again(
    world: World, before: Submission, coordinator: Client
) -> None:
    bring_to(world, "returned")
    save(world, "K1-Q3", None)

    coordinator.post(area(world, 1), open_form(coordinator, area(world, 1)) | {KEEP: "K1-Q3"})

    assert answers_of(world.submission)["K1-Q3"] == answered(True)


def figures(client: Client, world: World) -> dict[str, str]:
    """The lines in which pages say how much is answered."""
    pages = {
        "tasks": reverse("assessments:tasks", args=[world.submission.pk]),
        "dashboard": "/",
        "check": reverse("assessments:check", args=[world.submission.pk]),
        "section": area(world, 1),
    }
    marks = {
        "tasks": "questions answered.",
        "dashboard": "questions answered",
        "check": "still to be answered.",
        "section": "answered</h2>",
    }
    return {
        name: next(
            line.strip() for line in text_of(client, url).splitlines() if marks[name] in line
        )
        for name, url in pages.items()
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_carried_answers_count_as_unanswered_everywhere(
    world: World, coordinator: Client, seed: int
) -> None:
    fresh = figures(coordinator, world)

    file_last_year(world, drawn_last_year(seed))

    assert figures(coordinator, world) == fresh
    assert "0 of " in fresh["tasks"]
    assert answers_of(world.submission) == {}


def test_carried_answers_count_as_unanswered_in_the_queue(
    world: World, before: Submission, client: Client
) -> None:
    url = reverse("admin:assessments_submission_changelist")

    page = text_of(signed_in(client, world.lead), f"{url}?cycle__id__exact={world.cycle.pk}")

    scored = len(model_of(world.cycle.edition).scored)
    assert f'<td class="field-progress">0/{scored}</td>' in page


def test_a_request_is_refused_while_nothing_is_confirmed(world: World, before: Submission) -> None:
    with pytest.raises(workflow.Incomplete):
        workflow.request_signoff(world.submission, by=world.coordinator)


def can_be_kept(client: Client, world: World, show: str = "") -> tuple[str, list[str]]:
    """The sentence of the task list, and the indicators that it lists."""
    page = text_of(client, reverse("assessments:tasks", args=[world.submission.pk]) + show)
    sentence = page.partition('<p class="last-year mt-2">')[2].partition("</p>")[0]
    rows = [part.partition("</span>")[0] for part in page.split('<li><span class="quiet">')[1:]]
    return sentence, rows


def test_the_task_list_says_what_can_be_kept(
    world: World, before: Submission, coordinator: Client
) -> None:
    previous = previous_of(world.submission)
    assert previous is not None
    total = len(previous.answers)
    url = area(world, 1)
    form = open_form(coordinator, url)
    coordinator.post(url, form | {KEEP: "K1-Q3", "K1-Q2.figure": "48"})

    sentence, _ = can_be_kept(coordinator, world)

    assert sentence == (
        f"{total} answers of 2025 can be kept: 1 confirmed, 1 changed, "
        f"{total - 2} to confirm (unanswered until then)."
    )


def test_a_filter_shows_where_answers_wait(
    world: World, before: Submission, coordinator: Client
) -> None:
    _, at_first = can_be_kept(coordinator, world, "?show=last-year")
    url = area(world, 1)
    for code in ("K1-Q2", "K1-Q3", "K1-Q4"):
        coordinator.post(url, open_form(coordinator, url) | {KEEP: code})

    _, afterwards = can_be_kept(coordinator, world, "?show=last-year")

    assert at_first[:3] == ["K1", "L1", "L2"]
    assert [row for row in at_first if row not in afterwards] == ["K1"]


def test_the_filter_is_there_only_with_something_to_keep(world: World, coordinator: Client) -> None:
    sentence, every = can_be_kept(coordinator, world, "?show=last-year")

    assert sentence == ""
    assert len(every) > 10
    assert "show=last-year" not in text_of(
        coordinator, reverse("assessments:tasks", args=[world.submission.pk])
    )


def test_the_profile_is_prefilled_the_same_way(
    world: World, before: Submission, coordinator: Client
) -> None:
    url = reverse("assessments:profile", args=[world.submission.pk])
    rows = world.cycle.edition.questions.filter(scope="profile")
    codes = [row.code for row in rows.order_by("place")[:2]]

    for code in codes:
        coordinator.post(url, open_form(coordinator, url) | {KEEP: code})

    previous = previous_of(world.submission)
    assert previous is not None
    assert answers_of(world.submission) == {code: previous.answers[code] for code in codes}


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as made:
        assert client.get(url).status_code == 200
    return len(made)


def test_the_form_takes_one_query_more_to_name_the_givers(
    world: World, coordinator: Client
) -> None:
    pages = (reverse("assessments:tasks", args=[world.submission.pk]), area(world, 1), "/")
    coordinator.get(pages[1])
    fresh = [queries(coordinator, page) for page in pages]

    file_last_year(world)

    prefilled = [queries(coordinator, page) for page in pages]
    assert [after - first for first, after in zip(fresh, prefilled, strict=True)] == [0, 1, 0]
    assert max(prefilled) <= 15


def test_answers_kept_one_by_one_are_last_years(
    world: World, before: Submission, coordinator: Client
) -> None:
    previous = previous_of(world.submission)
    assert previous is not None
    kept: Answers = {c: a for c, a in previous.answers.items() if c.startswith("L")}
    url = area(world, 2)

    for code in kept:
        coordinator.post(url, open_form(coordinator, url) | {KEEP: code})

    assert answers_of(world.submission) == kept
    assert {answer.state for answer in kept.values()} == set(State)
    assert set(sources(world).values()) == {Source.PREFILL}
