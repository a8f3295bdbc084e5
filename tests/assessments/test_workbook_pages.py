"""The Excel round trip in a browser without JavaScript: download, upload, preview, confirm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from time_machine import TimeMachineFixture

from assessments import workflow
from assessments.models import AnswerEvent, Submission, UploadedWorkbook
from assessments.queries import answers_of
from assessments.workbook.layout import Column
from hive.audit.models import Event
from hive.banks.roles import Role
from hive.catalogue.models import Dimension
from hive.core.answers import Answer, Selection, State
from tests.assessments.typing_in import reading_english
from tests.assessments.workbooks import Desk, exported, fresh
from tests.factories import make_user
from tests.published import standing
from tests.submissions import World, bring_to, change, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with standing(django_db_blocker):
        yield make_world()


@pytest.fixture
def world(standing_world: World, db: None) -> World:
    return fresh(standing_world)


@pytest.fixture
def coordinator(world: World, client: Client) -> Client:
    return reading_english(client, world.coordinator)


def address(world: World, page: str = "workbook") -> str:
    return reverse(f"assessments:{page}", args=[world.submission.pk])


def strategy(world: World) -> bytes:
    """The workbook of one dimension, which is quick to make."""
    return exported(world.submission, parts="S")


def upload(client: Client, world: World, content: bytes, name: str = "w.xlsx") -> HttpResponse:
    return client.post(address(world), {"file": SimpleUploadedFile(name, content)})


def seen(client: Client, world: World) -> dict[str, str]:
    """What confirming sends back when nothing was chosen."""
    html = client.get(address(world, "workbook_preview")).content.decode()
    return {"seen": re.findall(r'name="seen" value="([0-9a-f]+)"', html)[0]}


def confirm(client: Client, world: World, **choices: str) -> HttpResponse:
    typed = seen(client, world) | choices
    return client.post(address(world, "workbook_preview"), typed)


def sections(response: HttpResponse) -> dict[str, list[str]]:
    """The codes of the preview by what would become of them."""
    page = response.context["page"]
    return {str(s.fate): [row.code for row in s.rows] for s in page.sections}


def level(number: int) -> Answer:
    return Answer(State.ANSWERED, number)


def save(world: World, code: str, answer: Answer | None, by: object = None) -> None:
    wish = change(world.submission, code, answer)
    workflow.save_answers(world.submission, [wish], by=by or world.coordinator)


def assign(world: World, code: str) -> Dimension:
    dimension = Dimension.objects.get(edition=world.cycle.edition, code=code)
    workflow.assign(world.submission, dimension, world.contributor, by=world.coordinator)
    return dimension


def test_a_workbook_filled_in_offline_is_previewed_and_saved(world, coordinator):
    downloaded = coordinator.get(address(world, "workbook_file"), {"part": "all", "language": "en"})
    desk = Desk(downloaded.content)
    desk.put("S1-Q1", 4)
    desk.put("S1-Q2", "Don't know", Column.APART)
    desk.put("S2-Q2", "Not applicable", Column.APART)
    desk.put("S2-Q2", "No milestone fell due.", Column.WORDS)
    desk.put("P1#talent", "x")
    desk.put("P1#other", "x")
    desk.put("P1#other", "牌照", Column.WORDS)

    uploaded = upload(coordinator, world, desk.saved())
    before = answers_of(world.submission)
    saved = confirm(coordinator, world)

    assert downloaded["Content-Disposition"] == 'attachment; filename="hive-2026-yunting.xlsx"'
    assert (uploaded.status_code, uploaded["Location"]) == (
        302, address(world, "workbook_preview")
    )  # fmt: skip
    assert before == {}
    assert (saved.status_code, saved["Location"]) == (302, address(world, "tasks"))
    assert answers_of(world.submission) == {
        "S1-Q1": level(4),
        "S1-Q2": Answer(State.DONT_KNOW),
        "S2-Q2": Answer(State.NOT_APPLICABLE, None, "No milestone fell due."),
        "P1": Answer(State.ANSWERED, Selection(("other", "talent"), "牌照")),
    }
    assert set(AnswerEvent.objects.values_list("source", "by__email")) == {
        ("workbook", world.coordinator.email)
    }
    assert UploadedWorkbook.objects.count() == 0
    events = Event.objects.filter(verb__startswith="workbook.").order_by("id")
    assert list(events.values_list("verb", "bank")) == [
        ("workbook.uploaded", world.bank.pk),
        ("workbook.entered", world.bank.pk),
    ]


def test_the_preview_tells_new_changed_unchanged_empty_and_conflicting_answers(world, coordinator):
    for code in ("S1-Q1", "S1-Q3", "S3-Q1", "S2-Q1"):
        save(world, code, level(2))
    desk = Desk(strategy(world))
    desk.put("S1-Q1", 3)
    desk.put("S1-Q2", 5)
    desk.put("S3-Q1", None)
    desk.put("S2-Q1", 4)
    save(world, "S2-Q1", level(1))

    upload(coordinator, world, desk.saved())
    preview = coordinator.get(address(world, "workbook_preview"))

    assert sections(preview) == {
        "conflict": ["S2-Q1"],
        "changed": ["S1-Q1"],
        "new": ["S1-Q2"],
        "empty": ["S3-Q1"],
        "same": ["S1-Q3"],
    }
    assert preview.context["page"].sentence == (
        "2 answers would be saved. 1 more was answered online meanwhile: choose which answer to "
        "keep."
    )


def test_a_conflict_shows_both_answers_and_waits_for_a_choice(world, coordinator):
    desk = Desk(strategy(world))
    desk.put("S1-Q1", 4)
    desk.put("S1-Q2", 5)
    upload(coordinator, world, desk.saved())
    save(world, "S1-Q1", level(1))

    response = confirm(coordinator, world)

    (row,) = response.context["page"].sections[0].rows
    assert response.status_code == 422
    assert (row.online[:8], row.workbook[:8]) == ("Level 1:", "Level 4:")
    assert row.given.startswith("Coordinator, today ")
    assert "S1-Q1: Choose which answer to keep." in response.content.decode()
    assert answers_of(world.submission) == {"S1-Q1": level(1)}


@pytest.mark.parametrize(("choice", "kept"), [("keep", 1), ("take", 4)])
def test_a_conflict_is_resolved_as_chosen(world, coordinator, choice, kept):
    desk = Desk(strategy(world))
    desk.put("S1-Q1", 4)
    desk.put("S1-Q2", 5)
    upload(coordinator, world, desk.saved())
    save(world, "S1-Q1", level(1))

    response = confirm(coordinator, world, **{"S1-Q1": choice})

    assert response.status_code == 302
    assert answers_of(world.submission) == {"S1-Q1": level(kept), "S1-Q2": level(5)}


def test_nothing_is_saved_when_an_answer_changed_after_the_preview(world, coordinator):
    desk = Desk(strategy(world))
    desk.put("S1-Q1", 4)
    desk.put("S1-Q2", 5)
    upload(coordinator, world, desk.saved())
    looked = seen(coordinator, world)
    save(world, "S1-Q1", level(1))

    response = coordinator.post(address(world, "workbook_preview"), looked)

    assert response.status_code == 409
    assert sections(response) == {"conflict": ["S1-Q1"], "new": ["S1-Q2"]}
    assert answers_of(world.submission) == {"S1-Q1": level(1)}


def test_the_verb_saves_nothing_when_one_answer_was_overtaken(world):
    uploaded = workflow.keep_workbook(
        world.submission,
        by=world.coordinator,
        answers={"S1-Q1": level(4), "S1-Q2": level(5)},
        versions={},
        sha256="0" * 64,
    )
    save(world, "S1-Q1", level(1))
    wishes = [("S1-Q1", level(4), 0), ("S1-Q2", level(5), 0)]

    with pytest.raises(workflow.Overtaken):
        workflow.enter_workbook(uploaded, wishes, by=world.coordinator)

    assert answers_of(world.submission) == {"S1-Q1": level(1)}
    assert UploadedWorkbook.objects.count() == 1


def test_a_workbook_confirmed_twice_is_saved_once(world, coordinator):
    desk = Desk(strategy(world))
    desk.put("S1-Q1", 4)
    upload(coordinator, world, desk.saved())
    looked = seen(coordinator, world)

    for _ in range(2):
        response = coordinator.post(address(world, "workbook_preview"), looked)

    assert response["Location"] == address(world)
    assert AnswerEvent.objects.count() == 1


def test_workbooks_of_three_contributors_merge(world, client):
    typed = {"S": "S1-Q1", "O": "O1-Q1", "T": "T1-Q1"}
    for part, code in typed.items():
        person = make_user(f"{part}@yunting.example", Role.CONTRIBUTOR, bank=world.bank)
        dimension = Dimension.objects.get(edition=world.cycle.edition, code=part)
        workflow.assign(world.submission, dimension, person, by=world.coordinator)
        browser = reading_english(Client(), person)
        desk = Desk(browser.get(address(world, "workbook_file")).content)
        desk.put(code, 3)
        upload(browser, world, desk.saved())
        confirm(browser, world)

    assert answers_of(world.submission) == {code: level(3) for code in typed.values()}


def test_a_contributor_gets_the_own_dimensions_only(world):
    assign(world, "S")
    browser = reading_english(Client(), world.contributor)

    response = browser.get(address(world, "workbook_file"))

    sheets = ["填写说明 How to fill in", "战略 Strategy", "_meta", "_lists"]
    assert Desk(response.content).book.sheetnames == sheets
    assert response["Content-Disposition"] == 'attachment; filename="hive-2026-yunting-S.xlsx"'
    assert browser.get(address(world, "workbook_file"), {"part": "O"}).status_code == 404


def test_a_contributor_cannot_change_other_sections_by_a_whole_workbook(world):
    assign(world, "S")
    save(world, "O1-Q1", level(2))
    desk = Desk(exported(world.submission, parts="S O"))
    desk.put("S1-Q1", 4)
    place = desk.put("O1-Q1", 5)
    browser = reading_english(Client(), world.contributor)

    response = upload(browser, world, desk.saved())

    assert response.status_code == 422
    assert [m.place for m in response.context["page"].mistakes] == [place]
    assert answers_of(world.submission) == {"O1-Q1": level(2)}
    assert UploadedWorkbook.objects.count() == 0


def test_a_contributor_may_upload_a_whole_workbook_that_others_left_alone(world):
    assign(world, "S")
    save(world, "O1-Q1", level(2))
    desk = Desk(exported(world.submission, parts="S O"))
    desk.put("S1-Q1", 4)
    browser = reading_english(Client(), world.contributor)

    upload(browser, world, desk.saved())
    confirm(browser, world)

    assert answers_of(world.submission) == {"O1-Q1": level(2), "S1-Q1": level(4)}


def test_an_empty_workbook_deletes_nothing(world, coordinator):
    empty = strategy(world)
    save(world, "S1-Q1", level(2))
    save(world, "S1-Q2", level(3))

    upload(coordinator, world, empty)
    preview = coordinator.get(address(world, "workbook_preview"))

    assert sections(preview) == {"empty": ["S1-Q1", "S1-Q2"]}
    assert "Save these answers" not in preview.content.decode()


@pytest.mark.parametrize("state", ["awaiting_signoff", "withdrawn"])
def test_a_locked_state_takes_no_workbook(world, coordinator, state):
    desk = Desk(strategy(world))
    desk.put("S1-Q1", 4)
    uploaded = workflow.keep_workbook(
        world.submission, by=world.coordinator, answers={"S1-Q1": level(4)}, versions={},
        sha256="0" * 64,
    )  # fmt: skip
    looked = seen(coordinator, world)
    bring_to(world, state)
    count = AnswerEvent.objects.count()

    answers = [
        upload(coordinator, world, desk.saved()).status_code,
        coordinator.post(address(world, "workbook_preview"), looked).status_code,
    ]
    with pytest.raises(workflow.Locked):
        workflow.enter_workbook(uploaded, [("S1-Q1", level(4), 0)], by=world.coordinator)

    assert answers == [409, 409]
    assert AnswerEvent.objects.count() == count


def test_a_workbook_comes_too_late(world, coordinator, time_machine: TimeMachineFixture):
    desk = Desk(strategy(world))
    desk.put("S1-Q1", 4)
    time_machine.move_to(world.cycle.closes_at)
    browser = reading_english(Client(), world.coordinator)

    response = upload(browser, world, desk.saved())

    assert response.status_code == 409
    assert "Answers cannot be changed now" in response.content.decode()
    assert AnswerEvent.objects.count() == 0


def test_a_workbook_is_taken_for_a_correction(world, coordinator):
    bring_to(world, "returned")
    desk = Desk(strategy(world))
    was = answers_of(world.submission)["S1-Q1"]
    desk.put("S1-Q1", 1 if was.value != 1 else 2)
    desk.put("S1-Q1", None, Column.APART)

    upload(coordinator, world, desk.saved())
    confirm(coordinator, world)

    assert answers_of(world.submission)["S1-Q1"] == level(1 if was.value != 1 else 2)


@pytest.mark.parametrize("role", ["approver", "executive"])
def test_other_roles_have_no_workbook(world, role):
    browser = reading_english(Client(), getattr(world, role))

    answers = [
        browser.get(address(world, page)).status_code
        for page in ("workbook", "workbook_file", "workbook_preview")
    ]

    assert answers == [403, 403, 403]


def test_nobody_sees_anothers_upload(world, coordinator):
    other = make_user("second@yunting.example", Role.COORDINATOR, bank=world.bank)
    desk = Desk(strategy(world))
    desk.put("S1-Q1", 4)
    upload(coordinator, world, desk.saved())

    response = reading_english(Client(), other).get(address(world, "workbook_preview"))

    assert (response.status_code, response["Location"]) == (302, address(world))
    with pytest.raises(workflow.NotAllowed):
        workflow.discard_workbook(UploadedWorkbook.objects.get(), by=other)


def test_an_upload_can_be_given_up(world, coordinator):
    upload(coordinator, world, strategy(world))

    response = coordinator.post(address(world, "workbook_preview"), {"discard": "1"})

    assert response["Location"] == address(world)
    assert UploadedWorkbook.objects.count() == 0


def test_a_later_upload_takes_the_place_of_the_earlier(world, coordinator):
    for answer in (2, 4):
        desk = Desk(strategy(world))
        desk.put("S1-Q1", answer)
        upload(coordinator, world, desk.saved())

    confirm(coordinator, world)

    assert answers_of(world.submission) == {"S1-Q1": level(4)}


def test_an_upload_is_forgotten_after_a_day(world, coordinator, time_machine: TimeMachineFixture):
    upload(coordinator, world, strategy(world))
    kept = workflow.purge_workbooks(timezone.now())
    later = timezone.now() + timedelta(days=1, minutes=1)

    assert (kept, workflow.purge_workbooks(later)) == (0, 1)


def test_an_upload_that_expired_is_not_shown(world, coordinator):
    upload(coordinator, world, strategy(world))
    UploadedWorkbook.objects.update(
        created_at=timezone.now() - timedelta(days=2), expires_at=timezone.now()
    )

    response = coordinator.get(address(world, "workbook_preview"))

    assert response.status_code == 302


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, "Choose the workbook on your computer first."),
        ({"file": SimpleUploadedFile("w.xlsx", b"")}, "This file is empty."),
    ],
)
def test_an_upload_without_a_file_says_what_to_do(world, coordinator, files, sentence):
    response = coordinator.post(address(world), files)

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_workbook_of_another_submission_is_not_found(world, coordinator):
    other = Submission.objects.create(
        bank=world.bank.__class__.objects.create(code="other", name_zh="他行", name_en="Other"),
        cycle=world.cycle,
        state_since=timezone.now(),
    )

    answers = [
        coordinator.get(reverse(f"assessments:{page}", args=[other.pk])).status_code
        for page in ("workbook", "workbook_file", "workbook_preview")
    ]

    assert answers == [404, 404, 404]
