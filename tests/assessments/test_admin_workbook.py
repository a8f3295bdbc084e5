"""An analyst enters a workbook that a bank sent: a draft, told to the bank, on record."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.utils import translation

from assessments import workflow
from assessments.models import AnswerEvent
from assessments.queries import answers_of
from hive.audit.models import Event
from hive.banks.models import User
from hive.banks.roles import REVIEWERS, Role
from hive.core.answers import Answer, State
from hive.post.models import OutboxMail
from tests.assessments.reviewing import act_page, browser, do, labels, said
from tests.assessments.workbooks import Desk, exported
from tests.submissions import World, bring_to, change

pytestmark = pytest.mark.django_db
LABEL = "Enter the bank’s workbook"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def level(number: int) -> Answer:
    return Answer(State.ANSWERED, number)


def enter(user: User, world: World, content: bytes) -> HttpResponse:
    return do(user, world.submission, "workbook", file=SimpleUploadedFile("w.xlsx", content))


def test_an_analyst_enters_a_workbook_and_the_bank_is_told(world):
    desk = Desk(exported(world.submission, parts="S"))
    desk.put("S1-Q1", 4)
    desk.put("S1-Q2", 5)

    response = enter(world.analyst, world, desk.saved())

    world.submission.refresh_from_db()
    assert said(response, world.analyst) == [
        "The workbook is entered; what the bank answered online since stays."
    ]
    assert answers_of(world.submission) == {"S1-Q1": level(4), "S1-Q2": level(5)}
    assert world.submission.state == "draft"
    assert set(AnswerEvent.objects.values_list("source", "by")) == {("analyst", world.analyst.pk)}
    (event,) = Event.objects.filter(verb="workbook.entered_for_bank")
    assert (event.bank, event.subject, event.detail["answers"]) == (
        world.bank.pk, str(world.submission.pk), 2
    )  # fmt: skip
    (mail,) = OutboxMail.objects.filter(template="workbook_entered")
    assert mail.recipient == world.coordinator.email
    assert "Analyst of the alliance entered 2 answers" in mail.body
    assert "your bank signs them" in mail.body


def test_what_the_bank_answered_online_since_stays(world):
    desk = Desk(exported(world.submission, parts="S"))
    desk.put("S1-Q1", 4)
    desk.put("S1-Q2", 5)
    online = change(world.submission, "S1-Q1", level(1))
    workflow.save_answers(world.submission, [online], by=world.coordinator)

    response = enter(world.analyst, world, desk.saved())

    assert response.status_code == 302
    assert answers_of(world.submission) == {"S1-Q1": level(1), "S1-Q2": level(5)}


def test_an_analyst_is_told_every_mistake(world):
    desk = Desk(exported(world.submission, parts="S"))
    places = [desk.put("S1-Q1", 9), desk.put("S2-Q2", 120)]

    response = enter(world.analyst, world, desk.saved())

    assert response.status_code == 422
    assert response.context["form"].errors["file"] == [
        f"{places[0]}: Choose one of the answers listed.",
        f"{places[1]}: Enter 100 or less.",
    ]
    assert AnswerEvent.objects.count() == 0


def test_an_entered_workbook_that_says_nothing_sends_no_mail(world):
    enter(world.analyst, world, exported(world.submission, parts="S"))

    assert OutboxMail.objects.filter(template="workbook_entered").count() == 0


@pytest.mark.parametrize("state", ["awaiting_signoff", "in_review", "withdrawn"])
def test_a_locked_submission_takes_no_workbook_of_an_analyst(world, state):
    desk = Desk(exported(world.submission, parts="S"))
    desk.put("S1-Q1", 4)
    bring_to(world, state)
    before = answers_of(world.submission)

    response = enter(world.analyst, world, desk.saved())

    assert LABEL not in labels(world.analyst, world.submission)
    assert said(response, world.analyst)[0].startswith("Answers cannot be changed now")
    assert answers_of(world.submission) == before


def test_the_button_is_there_while_the_bank_may_edit(world):
    assert LABEL in labels(world.analyst, world.submission)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.COORDINATOR])
def test_nobody_but_reviewers_enters_a_workbook(world, role):
    user = world.person(role)

    response = browser(user).post(act_page(world.submission, "workbook"), {})

    assert role not in REVIEWERS
    assert response.status_code in (302, 403, 404)
    with pytest.raises(workflow.NotAllowed):
        workflow.enter_for_bank(world.submission, [], by=user, sha256="0" * 64)


def test_the_form_can_carry_a_file(world):
    html = browser(world.analyst).get(act_page(world.submission, "workbook")).content.decode()

    assert 'enctype="multipart/form-data"' in html
