"""Filling in a section: everything typed is kept, what is valid and current is saved."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from assessments import workflow
from assessments.models import Answer as Row
from assessments.models import AnswerEvent
from assessments.queries import answers_of
from hive.core.answers import Answer, Selection, State
from tests.assessments.typing_in import (
    Filled,
    filled_form,
    open_form,
    reading_english,
    section_url,
    status_lines,
)
from tests.submissions import World, bring_to, change

pytestmark = pytest.mark.django_db

TYPED = ("choice", "figure", "other", "reason")


@pytest.fixture
def coordinator(world: World, client: Client) -> Client:
    return reading_english(client, world.coordinator)


def typed_in(form: Filled) -> Filled:
    """What a person can see of a form, without versions and keys."""
    return {
        name: values
        for name, values in form.items()
        if name.rpartition(".")[2] in TYPED and values != [""]
    }


def save(world: World, code: str, answer: Answer | None) -> None:
    workflow.save_answers(
        world.submission, [change(world.submission, code, answer)], by=world.coordinator
    )


def level(number: int) -> Answer:
    return Answer(State.ANSWERED, number)


def test_nothing_is_chosen_beforehand(world: World, coordinator: Client) -> None:
    form = open_form(coordinator, section_url(world.submission, "strategy"))

    assert typed_in(form) == {}


def test_answers_are_saved_and_lead_on_to_the_next_section(
    world: World, coordinator: Client
) -> None:
    url = section_url(world.submission, "strategy")
    form = open_form(coordinator, url)
    form["S1-Q1.choice"] = ["4"]
    form["S1-Q2.choice"] = ["-dk"]
    form["S2-Q2.choice"] = ["-na"]
    form["S2-Q2.reason"] = ["No milestone fell due."]

    response = coordinator.post(url, form)

    assert (response.status_code, response["Location"]) == (
        302,
        section_url(world.submission, "organization"),
    )
    assert answers_of(world.submission) == {
        "S1-Q1": level(4),
        "S1-Q2": Answer(State.DONT_KNOW),
        "S2-Q2": Answer(State.NOT_APPLICABLE, None, "No milestone fell due."),
    }


def test_a_saved_section_shows_what_was_typed(world: World, coordinator: Client) -> None:
    url = section_url(world.submission, "strategy")
    typed = {
        "S1-Q1.choice": ["4"],
        "S2-Q2.figure": ["63.5"],
        "S3-Q2.choice": ["small", "rural"],
    }
    choices = {"S3-Q2.choice": _options(world, "S3-Q2")[:2]}

    coordinator.post(url, open_form(coordinator, url) | typed | choices)

    assert typed_in(open_form(coordinator, url)) == typed | choices


def _options(world: World, code: str) -> list[str]:
    question = world.cycle.edition.questions.get(code=code)
    return list(question.choices.values_list("code", flat=True))


def test_a_wrong_answer_keeps_everything_typed_and_saves_the_rest(
    world: World, coordinator: Client
) -> None:
    url = section_url(world.submission, "strategy")
    none, first = _options(world, "S3-Q2")[-1], _options(world, "S3-Q2")[0]
    typed = {
        "S1-Q1.choice": ["4"],
        "S2-Q2.figure": ["１２０"],
        "S3-Q2.choice": [first, none],
        "S3-Q3.choice": ["2"],
    }

    response = coordinator.post(url, open_form(coordinator, url) | typed)

    html = response.content.decode()
    assert response.status_code == 422
    assert typed_in(filled_form(html)) == typed
    assert answers_of(world.submission) == {"S1-Q1": level(4), "S3-Q3": level(2)}
    assert status_lines(html) == [
        "S2-Q2: Enter 100 or less.",
        "S3-Q2: “None of these” cannot stand beside other options: "
        "untick it, or untick the others.",
    ]
    assert "<title>Error: Strategy" in " ".join(html.split())
    assert 'href="#id_S2-Q2.figure"' in html


def test_the_page_of_a_wrong_answer_can_be_mended_and_saved(
    world: World, coordinator: Client
) -> None:
    url = section_url(world.submission, "strategy")
    typed = {"S1-Q1.choice": ["4"], "S2-Q2.figure": ["120"]}
    again = filled_form(coordinator.post(url, open_form(coordinator, url) | typed).content.decode())

    response = coordinator.post(url, again | {"S1-Q1.choice": ["5"], "S2-Q2.figure": ["20"]})

    assert response.status_code == 302
    assert {c: a.value for c, a in answers_of(world.submission).items()} == {
        "S1-Q1": 5,
        "S2-Q2": 20,
    }


def test_the_same_page_sent_twice_makes_one_event(world: World, coordinator: Client) -> None:
    url = section_url(world.submission, "strategy")
    form = open_form(coordinator, url) | {"S1-Q1.choice": ["4"]}

    first, second = coordinator.post(url, form), coordinator.post(url, form)

    assert (first.status_code, second.status_code) == (302, 302)
    assert AnswerEvent.objects.count() == 1


def test_an_answer_changed_meanwhile_is_shown_beside_the_typed_one(
    world: World, coordinator: Client
) -> None:
    url = section_url(world.submission, "strategy")
    form = open_form(coordinator, url) | {"S1-Q1.choice": ["4"], "S1-Q2.choice": ["2"]}
    save(world, "S1-Q1", level(1))

    response = coordinator.post(url, form)

    html = response.content.decode()
    assert response.status_code == 409
    assert answers_of(world.submission) == {"S1-Q1": level(1), "S1-Q2": level(2)}
    assert typed_in(filled_form(html)) == {"S1-Q1.choice": ["4"], "S1-Q2.choice": ["2"]}
    assert status_lines(html) == ["S1-Q1 was changed meanwhile: choose which answer to keep."]
    assert "Level 1: There is no written digital plan at bank level." in html
    assert f"Saved by {world.coordinator}, today" in html


@pytest.mark.parametrize(("settled", "kept"), [("mine:S1-Q1", 4), ("theirs:S1-Q1", 1)])
def test_a_conflict_is_settled_by_either_button(
    world: World, coordinator: Client, settled: str, kept: int
) -> None:
    url = section_url(world.submission, "strategy")
    form = open_form(coordinator, url) | {"S1-Q1.choice": ["4"]}
    save(world, "S1-Q1", level(1))
    again = filled_form(coordinator.post(url, form).content.decode())

    unsettled = coordinator.post(url, again)
    response = coordinator.post(url, again | {"page.settle": [settled]})

    assert (unsettled.status_code, response.status_code) == (409, 302)
    assert answers_of(world.submission) == {"S1-Q1": level(kept)}


@pytest.mark.parametrize(
    ("code", "part", "choice", "between"),
    [("S2-Q2", "reason", "-na", "\n"), ("P1", "other", "other", "; ")],
)
def test_two_texts_can_be_made_into_one(
    world: World, coordinator: Client, code: str, part: str, choice: str, between: str
) -> None:
    url = section_url(world.submission, "strategy")
    if code == "P1":
        url = reverse("assessments:unscored", args=[world.submission.pk])
    mine, theirs = (
        open_form(coordinator, url) | {f"{code}.choice": [choice], f"{code}.{part}": [text]}
        for text in ("My text", "Their text")
    )
    coordinator.post(url, theirs)
    html = coordinator.post(url, mine).content.decode()
    merged = filled_form(html)[f"{code}.merged"]

    response = coordinator.post(
        url,
        filled_form(html)
        | {f"{code}.merged": [f"{merged[0]}!"], "page.settle": [f"merged:{code}"]},
    )

    answer = answers_of(world.submission)[code]
    assert merged == [f"My text{between}Their text"]
    assert response.status_code == 302
    stored = answer.reason if part == "reason" else answer.value.other
    assert stored == f"My text{between}Their text!"


def test_an_answer_left_alone_never_undoes_a_colleagues(world: World, coordinator: Client) -> None:
    save(world, "S1-Q1", level(1))
    url = section_url(world.submission, "strategy")
    form = open_form(coordinator, url) | {"S2-Q2.figure": ["120"]}
    save(world, "S1-Q1", level(3))

    wrong = coordinator.post(url, form)
    again = filled_form(wrong.content.decode()) | {"S2-Q2.figure": ["12"]}
    response = coordinator.post(url, again)

    assert (wrong.status_code, response.status_code) == (422, 302)
    assert answers_of(world.submission)["S1-Q1"] == level(3)
    assert AnswerEvent.objects.filter(question__code="S1-Q1").count() == 2


def test_an_answer_can_be_taken_back(world: World, coordinator: Client) -> None:
    save(world, "S1-Q1", level(1))
    url = section_url(world.submission, "strategy")

    coordinator.post(url, open_form(coordinator, url) | {"S1-Q1.choice": ["-none"]})

    assert answers_of(world.submission) == {}
    assert open_form(coordinator, url)["S1-Q1.version"] == ["2"]


def test_clearing_is_offered_only_where_there_is_an_answer(
    world: World, coordinator: Client
) -> None:
    save(world, "S1-Q1", level(1))

    html = coordinator.get(section_url(world.submission, "strategy")).content.decode()

    offered = re.findall(r'<div class="form-check apart">\s*<input[^>]*value="-none"', html)
    assert len(offered) == 1


def test_an_unusual_figure_is_saved_and_asked_about(world: World, coordinator: Client) -> None:
    url = section_url(world.submission, "strategy")

    response = coordinator.post(url, open_form(coordinator, url) | {"S2-Q2.figure": ["10"]})

    assert response["Location"] == f"{url}#q-S2-Q2"
    assert answers_of(world.submission)["S2-Q2"].value == 10
    assert "most banks lie between 20 and 100" in coordinator.get(url).content.decode()


def test_further_questions_and_profile_are_answered_like_the_others(
    world: World, coordinator: Client
) -> None:
    profile = reverse("assessments:profile", args=[world.submission.pk])
    further = reverse("assessments:unscored", args=[world.submission.pk])

    first = coordinator.post(
        profile,
        open_form(coordinator, profile)
        | {
            "bank_type.choice": ["city"],
            "province.choice": ["AH"],
            "total_assets.figure": ["1,200"],
        },
    )
    second = coordinator.post(
        further,
        open_form(coordinator, further)
        | {"P1.choice": ["talent", "other"], "P1.other": ["Distance"], "P4.choice": ["flat"]},
    )

    answers = answers_of(world.submission)
    assert (first["Location"], second.status_code) == (further, 302)
    assert {code: answer.value for code, answer in answers.items()} == {
        "bank_type": "city",
        "province": "AH",
        "total_assets": 1200,
        "P1": Selection(("other", "talent"), "Distance"),
        "P4": "flat",
    }


def test_the_profile_knows_no_dont_know(world: World, coordinator: Client) -> None:
    url = reverse("assessments:profile", args=[world.submission.pk])

    response = coordinator.post(url, open_form(coordinator, url) | {"listed.choice": ["-dk"]})

    assert response.status_code == 422
    assert status_lines(response.content.decode()) == [
        "Listed company: Choose one of the answers listed."
    ]


def test_a_contributor_opens_and_saves_assigned_sections_only(world: World, client: Client) -> None:
    save(world, "S1-Q1", level(5))
    row = world.cycle.edition.dimensions.get(slug="data")
    workflow.assign(world.submission, row, world.contributor, by=world.coordinator)
    reading_english(client, world.contributor)
    own, other = (section_url(world.submission, slug) for slug in ("data", "strategy"))

    saved = client.post(own, open_form(client, own) | {"D1-Q1.choice": ["2"]})
    foreign = client.post(other, {"S1-Q1.choice": ["1"], "S1-Q1.version": ["1"]})

    assert (saved.status_code, foreign.status_code, client.get(other).status_code) == (
        302,
        404,
        404,
    )
    assert answers_of(world.submission) == {"S1-Q1": level(5), "D1-Q1": level(2)}
    tasks = client.get(world.submission.get_absolute_url()).content.decode()
    assert ("Data governance" in tasks, "Strategic planning" in tasks) == (True, False)
    for page in ("profile", "unscored", "check", "assignments"):
        assert (
            client.get(reverse(f"assessments:{page}", args=[world.submission.pk])).status_code
            == 403
        )


@pytest.mark.parametrize("state", ["awaiting_signoff", "submitted", "accepted", "withdrawn"])
def test_a_locked_section_is_read_only_and_refuses_every_save(
    world: World, coordinator: Client, state: str
) -> None:
    submission = bring_to(world, state)
    url = section_url(submission, "strategy")
    before = list(Row.objects.values_list("question__code", "value", "version"))

    page = coordinator.get(url)
    response = coordinator.post(url, {"S1-Q1.choice": ["2"], "S1-Q1.version": ["1"]})

    html = response.content.decode()
    assert "The answers are locked" in page.content.decode()
    assert filled_form(page.content.decode()) == {}
    assert response.status_code == 409
    assert typed_in(filled_form(html))["S1-Q1.choice"] == ["2"]
    assert list(Row.objects.values_list("question__code", "value", "version")) == before


def test_whoever_may_only_read_cannot_save(world: World, client: Client) -> None:
    save(world, "S1-Q1", level(5))
    url = section_url(world.submission, "strategy")
    reading_english(client, world.approver)

    page, response = client.get(url), client.post(url, {"S1-Q1.choice": ["2"]})

    assert "Level 5" in page.content.decode()
    assert filled_form(page.content.decode()) == {}
    assert response.status_code == 403
    assert answers_of(world.submission) == {"S1-Q1": level(5)}


def test_sections_are_assigned_by_one_select_each(world: World, coordinator: Client) -> None:
    url = reverse("assessments:assignments", args=[world.submission.pk])
    nobody = dict.fromkeys("SOTDAE", "-")

    response = coordinator.post(url, nobody | {"D": str(world.contributor.pk)})
    stranger = coordinator.post(url, nobody | {"S": str(world.approver.pk)})

    assigned = world.submission.assignments.values_list("dimension__code", "member")
    assert (response.status_code, stranger.status_code) == (302, 422)
    assert list(assigned) == [("D", world.contributor.pk)]


def test_the_task_list_is_narrowed_by_links(world: World, coordinator: Client) -> None:
    row = world.cycle.edition.dimensions.get(code="S")
    workflow.assign(world.submission, row, world.coordinator, by=world.coordinator)
    save(world, "S1-Q1", level(5))
    url = world.submission.get_absolute_url()

    shown = {
        show: coordinator.get(url, {"show": show}).content.decode().count('class="owner')
        for show in ("", "mine", "unanswered", "returned", "nonsense")
    }

    rows = 18 + 2
    assert shown == {"": rows, "mine": 3 + 2, "unanswered": rows, "returned": 0, "nonsense": rows}
