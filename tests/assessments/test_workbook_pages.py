"""The Excel round trip in a browser without JavaScript: download, upload, preview, confirm."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from assessments import workflow
from assessments.models import AnswerEvent, UploadedWorkbook
from assessments.queries import answers_of
from assessments.workbook.layout import Column
from hive.audit.models import Event
from hive.core.answers import Answer, Selection, State
from tests.assessments.typing_in import reading_english
from tests.assessments.uploading import (
    address,
    confirm,
    level,
    save,
    sections,
    seen,
    strategy,
    upload,
)
from tests.assessments.workbooks import Desk
from tests.submissions import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(world: World, client: Client) -> Client:
    return reading_english(client, world.coordinator)


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


def test_an_empty_workbook_deletes_nothing(world, coordinator):
    empty = strategy(world)
    save(world, "S1-Q1", level(2))
    save(world, "S1-Q2", level(3))

    upload(coordinator, world, empty)
    preview = coordinator.get(address(world, "workbook_preview"))

    assert sections(preview) == {"empty": ["S1-Q1", "S1-Q2"]}
    assert "Save these answers" not in preview.content.decode()


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


def test_the_clock_forgets_an_upload_after_a_day(world, coordinator):
    upload(coordinator, world, strategy(world))
    said = StringIO()

    call_command("tick", stdout=said)
    UploadedWorkbook.objects.update(
        created_at=timezone.now() - timedelta(days=1), expires_at=timezone.now()
    )
    call_command("tick", stdout=said)

    assert "purge_workbooks: 1" in said.getvalue().splitlines()
    assert UploadedWorkbook.objects.count() == 0


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
