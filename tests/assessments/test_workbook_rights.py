"""Who may take and return a workbook, of what, and when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import TimeMachineFixture

from assessments import workflow
from assessments.models import AnswerEvent, Submission, UploadedWorkbook
from assessments.queries import answers_of
from assessments.workbook.layout import Column
from hive.banks.roles import Role
from hive.catalogue.models import Dimension
from tests.assessments.typing_in import reading_english
from tests.assessments.uploading import (
    address,
    assign,
    confirm,
    level,
    save,
    seen,
    strategy,
    upload,
)
from tests.assessments.workbooks import Desk, exported
from tests.factories import make_user
from tests.submissions import World, bring_to

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def coordinator(world: World, client: Client) -> Client:
    return reading_english(client, world.coordinator)


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


def keep(world: World, *, hours: int = 24) -> UploadedWorkbook:
    now = timezone.now()
    return UploadedWorkbook.objects.create(
        submission=world.submission,
        by=world.coordinator,
        answers={},
        versions={},
        sha256="0" * 64,
        created_at=now,
        expires_at=now + timedelta(hours=hours),
    )


def test_one_workbook_per_person(world):
    keep(world)

    with pytest.raises(IntegrityError):
        keep(world)


def test_workbooks_are_kept_for_a_while(world):
    with pytest.raises(IntegrityError):
        keep(world, hours=-1)
