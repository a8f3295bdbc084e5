"""The sealed page: when it is needed, what is taken, what it binds, and who may read it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import workflow
from assessments.models import Cycle, SealedPage, Submission
from assessments.queries import answers_of, signed_snapshot
from assessments.workflow import Incomplete, Locked, NoRoom
from assessments.workflow.snapshots import hash_of
from hive.audit.models import Event
from hive.banks.models import User
from hive.core.answers import Answer, State
from tests import evidence, files
from tests.assessments.typing_in import reading_english
from tests.factories import current_code
from tests.hive.documents.test_shelf import a_full_disk
from tests.submissions import World, bring_to, change, confirm_sections, explain_all, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def world() -> World:
    """A bank that waits for its signature in a cycle that asks for a sealed page."""
    world = make_world()
    Cycle.objects.filter(pk=world.cycle.pk).update(needs_sealed_page=True)
    bring_to(world, "awaiting_signoff")
    world.submission.cycle.refresh_from_db()
    return world


def url(submission: Submission, page: str, *more: object) -> str:
    return reverse(f"assessments:{page}", args=[submission.pk, *more])


def browser(user: User) -> Client:
    return reading_english(Client(), user)


def attach(client: Client, submission: Submission, content: bytes, name: str = "scan.pdf"):
    upload = SimpleUploadedFile(name, content)
    return client.post(url(submission, "sealed_page"), {"file": upload})


def page_of(world: World, name: str, user: User) -> str:
    return browser(user).get(url(world.submission, name)).content.decode()


def answer_again(world: World, answer: Answer) -> None:
    """Take the request back if there is one, answer a question anew, and ask again."""
    submission = world.submission
    submission.refresh_from_db()
    if submission.is_awaiting_signoff:
        workflow.recall(submission, by=world.coordinator)
    changes = [change(submission, "S1-Q1", answer)]
    workflow.save_answers(submission, changes, by=world.coordinator)
    explain_all(world)
    confirm_sections(world)
    workflow.request_signoff(submission, by=world.coordinator)


def test_nothing_is_signed_without_it(world: World) -> None:
    with pytest.raises(Incomplete, match="Attach a scan of the sealed page first"):
        workflow.sign(world.submission, by=world.approver)

    page = evidence.seal(world.submission, world.coordinator)
    snapshot = workflow.sign(world.submission, by=world.approver)

    assert page.answers_sha256 == snapshot.sha256
    event = Event.objects.get(verb="submission.signed")
    assert event.detail["sealed_page"] == page.sha256


def test_cycles_that_do_not_ask_for_it_are_signed_as_ever() -> None:
    world = make_world()
    bring_to(world, "awaiting_signoff")

    workflow.sign(world.submission, by=world.approver)

    assert "Sealed page" not in page_of(world, "receipt", world.approver)


def test_a_page_of_other_answers_does_not_count(world: World) -> None:
    evidence.seal(world.submission, world.coordinator)
    answer_again(world, Answer(State.DONT_KNOW))

    with pytest.raises(Incomplete):
        workflow.sign(world.submission, by=world.approver)
    assert "Missing" in page_of(world, "sign", world.approver)


def test_a_new_scan_takes_the_place_of_the_old_one(
    world: World, folder: Path, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        evidence.seal(world.submission, world.coordinator)
        second = evidence.seal(world.submission, world.approver, files.pdf("One", "Two"))

    assert list(SealedPage.objects.all()) == [second]
    assert len(files.stored_files(folder)) == 2
    assert Event.objects.filter(verb="submission.sealed_page_attached").count() == 2


def test_what_was_signed_with_a_page_keeps_it(world: World) -> None:
    submission = world.submission
    first = evidence.seal(submission, world.coordinator)
    workflow.sign(submission, by=world.approver)
    workflow.reopen(submission, by=world.lead, reason="A slip.", due_at=timezone.now() + week())
    signed = answers_of(submission)["S1-Q1"]
    answer_again(world, Answer(State.DONT_KNOW))
    answer_again(world, signed)

    with pytest.raises(Incomplete, match="signed these answers"):
        evidence.seal(submission, world.coordinator)
    answer_again(world, Answer(State.DONT_KNOW))
    second = evidence.seal(submission, world.coordinator)

    assert set(submission.sealed_pages.all()) == {first, second}


def test_time_runs_for_the_seal_too(world: World) -> None:
    now = timezone.now()
    Cycle.objects.filter(pk=world.cycle.pk).update(closes_at=now)

    with pytest.raises(Locked):
        evidence.seal(world.submission, world.coordinator)


def test_scans_share_the_room_of_all_files(world: World, settings) -> None:
    settings.HIVE_EVIDENCE_TOTAL_BYTES = 100

    with pytest.raises(NoRoom, match="All files of a questionnaire"):
        evidence.seal(world.submission, world.coordinator)


def test_a_full_disk_leaves_the_scan_before(world: World, folder: Path) -> None:
    first = evidence.seal(world.submission, world.coordinator)
    before = files.stored_files(folder)

    with evidence.taken(files.pdf() + b" " * 4000) as scan, pytest.raises(NoRoom), a_full_disk():
        workflow.attach_sealed_page(world.submission, scan, by=world.coordinator)

    assert list(SealedPage.objects.all()) == [first]
    assert files.stored_files(folder) == before


def test_clearing_away_leaves_scans_alone(world: World, folder: Path) -> None:
    evidence.seal(world.submission, world.coordinator)
    before = files.stored_files(folder)

    workflow.clear_away(timezone.now() + week())

    assert files.stored_files(folder) == before


def test_the_pages_lead_to_it_and_on_to_the_signature(world: World) -> None:
    signing = page_of(world, "sign", world.approver)
    assert "The signature waits for the sealed page." in signing
    assert "Sign and submit to the alliance" not in signing
    asking = page_of(world, "sealed_page", world.approver)
    assert hash_of(world.submission, answers_of(world.submission)) in asking

    response = attach(browser(world.approver), world.submission, files.pdf())

    assert response["Location"] == url(world.submission, "sign")
    signing = page_of(world, "sign", world.approver)
    assert "Attached by" in signing
    assert "Sign and submit to the alliance" in signing
    code = {"code": current_code(world.approver)}
    browser(world.approver).post(url(world.submission, "sign"), code)
    assert "Sealed page" in page_of(world, "receipt", world.approver)


def test_the_coordinator_attaches_and_goes_back_to_checking(world: World) -> None:
    assert "Attach the sealed page" in page_of(world, "check", world.coordinator)

    response = attach(browser(world.coordinator), world.submission, files.picture(), "scan.png")

    assert response["Location"] == url(world.submission, "check")
    assert "Attach another scan" in page_of(world, "check", world.coordinator)


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (files.workbook(), 415, "A scan is a PDF, PNG or JPG."),
        (b"", 422, "empty"),
        (b"MZ" + bytes(100), 415, "PDF"),
    ],
    ids=["workbook", "empty", "program"],
)
def test_only_scans_are_taken(world: World, content: bytes, status: int, words: str) -> None:
    response = attach(browser(world.coordinator), world.submission, content)

    assert response.status_code == status
    assert words in response.content.decode()
    assert not SealedPage.objects.exists()


def test_without_a_file_the_page_says_so(world: World) -> None:
    response = browser(world.coordinator).post(url(world.submission, "sealed_page"))

    assert response.status_code == 422
    assert "Choose a file." in response.content.decode()


def test_once_signed_there_is_nothing_to_attach(world: World) -> None:
    evidence.seal(world.submission, world.coordinator)
    workflow.sign(world.submission, by=world.approver)

    response = attach(browser(world.coordinator), world.submission, files.pdf())

    assert response.status_code == 409
    assert "only while the signature is awaited" in response.content.decode()
    got = browser(world.coordinator).get(url(world.submission, "sealed_page"))
    assert got["Location"] == url(world.submission, "check")


def test_the_file_leaves_as_an_attachment_and_its_leaving_is_on_record(world: World) -> None:
    page = evidence.seal(world.submission, world.coordinator)
    client = browser(world.approver)

    file = client.get(url(world.submission, "sealed_page_file", page.pk))
    picture = client.get(url(world.submission, "sealed_page_preview", page.pk, 1))

    assert file.getvalue().startswith(b"%PDF")
    assert picture.getvalue().startswith(b"\x89PNG")
    assert file["Content-Disposition"].startswith('attachment; filename="sealed-page-')
    assert file["Content-Type"] == "application/pdf"
    assert picture["Content-Type"] == "image/png"
    assert "sandbox" in picture["Content-Security-Policy"]
    assert Event.objects.filter(verb="sealed_page.downloaded").count() == 1
    missing = client.get(url(world.submission, "sealed_page_preview", page.pk, 2))
    assert missing.status_code == 404


def test_analysts_read_it_once_it_is_signed(world: World) -> None:
    page = evidence.seal(world.submission, world.coordinator)
    analyst = browser(world.analyst)
    address = url(world.submission, "sealed_page_file", page.pk)
    assert analyst.get(address).status_code == 404

    workflow.sign(world.submission, by=world.approver)

    assert signed_snapshot(world.submission) is not None
    assert analyst.get(address).getvalue().startswith(b"%PDF")
    review = reverse("admin:assessments_submission_change", args=[world.submission.pk])
    assert address in analyst.get(review).content.decode()


def test_contributors_do_not_read_it(world: World) -> None:
    page = evidence.seal(world.submission, world.coordinator)

    address = url(world.submission, "sealed_page_file", page.pk)

    assert browser(world.contributor).get(address).status_code == 403


def week() -> timedelta:
    return timedelta(days=7)
