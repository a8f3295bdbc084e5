"""From the request to the receipt, in the browser of each person."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import workflow
from assessments.models import Submission
from assessments.queries import signed_snapshot
from hive.banks.models import RecoveryCode
from hive.banks.roles import Role
from hive.banks.workflow import make_recovery_codes
from hive.catalogue.queries import model_of
from hive.core.answers import Answer, State
from hive.post.models import OutboxMail
from tests.assessments.typing_in import reading_english, status_lines
from tests.factories import current_code, make_bank, make_user
from tests.submissions import World, answer_all, bring_to, change, sound_answers

pytestmark = pytest.mark.django_db


def url(submission: Submission, page: str) -> str:
    return reverse(f"assessments:{page}", args=[submission.pk])


def state(world: World) -> str:
    world.submission.refresh_from_db()
    return world.submission.state


def test_a_coordinator_requests_when_everything_is_answered(world: World, client: Client) -> None:
    answer_all(world)
    reading_english(client, world.coordinator)

    page = client.get(url(world.submission, "check")).content.decode()
    response = client.post(url(world.submission, "request"))

    assert f"{world.approver} will get an e-mail." in page
    assert response["Location"] == url(world.submission, "check")
    assert state(world) == "awaiting_signoff"
    assert list(OutboxMail.objects.values_list("recipient", flat=True)) == [world.approver.email]


def test_missing_answers_are_links_and_refuse_the_request(world: World, client: Client) -> None:
    answers = dict(sound_answers(world))
    del answers["S1-Q1"]
    answer_all(world, answers)
    reading_english(client, world.coordinator)

    page = client.get(url(world.submission, "check")).content.decode()
    response = client.post(url(world.submission, "request"))

    section = reverse("assessments:section", args=[world.submission.pk, "strategy"])
    assert "1 question is still to be answered." in page
    assert f'<a href="{section}#q-S1-Q1">Answer this question' in page
    assert "Request the signature" not in page
    assert response.status_code == 409
    assert "1 question is still to be answered." in response.content.decode()
    assert state(world) == "draft"


def test_a_contradiction_blocks_and_a_remark_does_not(world: World, client: Client) -> None:
    answers = dict(sound_answers(world))
    (check,) = [c for c in model_of(world.cycle.edition).checks if c.severity == "error"]
    field, limit = check.rule["field"], check.rule["limit"]
    answers[field] = Answer(State.ANSWERED, Decimal(500))
    answers[limit] = Answer(State.ANSWERED, Decimal(100))
    answer_all(world, answers)
    reading_english(client, world.coordinator)

    page = client.get(url(world.submission, "check")).content.decode()
    response = client.post(url(world.submission, "request"))

    assert (check.text.en in page, "Request the signature" in page) == (True, False)
    assert response.status_code == 409


def test_an_approver_signs_with_a_code_and_gets_the_receipt(world: World, client: Client) -> None:
    submission = bring_to(world, "awaiting_signoff")
    reading_english(client, world.approver)

    response = client.post(url(submission, "sign"), {"code": current_code(world.approver)})

    receipt = client.get(response["Location"]).content.decode()
    snapshot = signed_snapshot(submission)
    assert response["Location"] == url(submission, "receipt")
    assert state(world) == "submitted"
    assert f"2026-yunting-{snapshot.number}" in receipt
    assert snapshot.sha256 in receipt
    assert "(Beijing time)" in receipt


def test_a_second_press_shows_the_receipt_of_the_first(world: World, client: Client) -> None:
    submission = bring_to(world, "awaiting_signoff")
    reading_english(client, world.approver)
    code = current_code(world.approver)

    answers = [client.post(url(submission, "sign"), {"code": code}) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [url(submission, "receipt")] * 2
    assert submission.snapshots.count() == 1


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "Enter the 6 digits that your authenticator shows."),
        ("000000", "This code is wrong or already used. Wait for the next one and enter it."),
    ],
)
def test_without_the_right_code_nothing_is_signed(
    world: World, client: Client, code: str, said: str
) -> None:
    submission = bring_to(world, "awaiting_signoff")
    reading_english(client, world.approver)

    response = client.post(url(submission, "sign"), {"code": code})

    assert response.status_code == 422
    assert status_lines(response.content.decode()) == [f"Authenticator code: {said}"]
    assert (state(world), submission.snapshots.count()) == ("awaiting_signoff", 0)


def test_a_recovery_code_signs_nothing(world: World, client: Client) -> None:
    submission = bring_to(world, "awaiting_signoff")
    code, *_others = make_recovery_codes(world.approver, by=world.approver)
    reading_english(client, world.approver)

    response = client.post(url(submission, "sign"), {"code": code})

    assert response.status_code == 422
    assert (state(world), submission.snapshots.count()) == ("awaiting_signoff", 0)
    assert RecoveryCode.objects.unused_by(world.approver).count() == 10


def test_the_sign_page_shows_the_scores_as_they_would_be_signed(
    world: World, client: Client
) -> None:
    submission = bring_to(world, "awaiting_signoff")
    reading_english(client, world.approver)

    page = client.get(url(submission, "sign")).content.decode()

    assert "self-assessed, not reviewed" in page
    assert page.count('<td class="num own">') == 7
    assert "Signing submits the answers to the alliance" in page


def test_whoever_requested_is_not_offered_the_signature(world: World, client: Client) -> None:
    both = make_user("both@yunting.example", Role.COORDINATOR, Role.APPROVER, bank=world.bank)
    answer_all(world)
    workflow.request_signoff(world.submission, by=both)
    reading_english(client, both)

    page = client.get(url(world.submission, "sign")).content.decode()
    response = client.post(url(world.submission, "sign"), {"code": current_code(both)})

    assert "another approver has to sign" in page
    assert "Sign and submit" not in page
    assert (response.status_code, state(world)) == (409, "awaiting_signoff")


def test_an_approver_sends_back_with_a_reason(world: World, client: Client) -> None:
    submission = bring_to(world, "awaiting_signoff")
    reading_english(client, world.approver)

    silent = client.post(url(submission, "send_back"), {"back-reason": " "})
    spoken = client.post(url(submission, "send_back"), {"back-reason": "Check S1-Q1."})

    assert status_lines(silent.content.decode()) == [
        "Reason: Say why; your colleagues will read it."
    ]
    assert (silent.status_code, spoken.status_code, state(world)) == (422, 302, "draft")
    reading_english(client, world.coordinator)
    assert "did not sign: Check S1-Q1." in client.get("/").content.decode()


def test_a_coordinator_recalls_and_an_approver_withdraws(world: World, client: Client) -> None:
    submission = bring_to(world, "awaiting_signoff")
    reading_english(client, world.coordinator)
    recalled = client.post(url(submission, "recall"))
    assert (recalled.status_code, state(world)) == (302, "draft")
    reading_english(client, world.approver)

    silent = client.post(url(submission, "withdraw"), {})
    spoken = client.post(url(submission, "withdraw"), {"withdraw-reason": "A merger."})

    assert (silent.status_code, spoken.status_code, state(world)) == (422, 302, "withdrawn")


@pytest.mark.parametrize("page", ["request", "recall", "send_back", "withdraw", "sign"])
@pytest.mark.parametrize("now", ["submitted", "accepted", "withdrawn"])
def test_a_state_that_does_not_allow_it_refuses_every_act(
    world: World, client: Client, page: str, now: str
) -> None:
    submission = bring_to(world, now)
    role = Role.COORDINATOR if page in ("request", "recall") else Role.APPROVER
    reading_english(client, world.person(role))
    typed = {"back-reason": "x", "withdraw-reason": "x", "code": "000000"}

    response = client.post(url(submission, page), typed)

    if page == "sign" and now != "withdrawn":
        assert response["Location"] == url(submission, "receipt")
    else:
        assert response.status_code in (409, 422)
    assert state(world) == now


PAGES = ("tasks", "profile", "unscored", "assignments", "check", "sign", "receipt")
ACTS = ("request", "recall", "send_back", "withdraw", "sign", "profile", "unscored", "assignments")


@pytest.mark.parametrize("role", list(Role))
def test_nobody_of_another_bank_or_the_alliance_opens_anything(
    world: World, client: Client, role: Role
) -> None:
    submission = bring_to(world, "awaiting_signoff")
    bank = make_bank("other") if role.is_at_bank else None
    reading_english(client, make_user("stranger@other.example", role, bank=bank))

    opened = {client.get(url(submission, page)).status_code for page in PAGES}
    sent = {client.post(url(submission, page)).status_code for page in ACTS}

    assert (opened, sent, state(world)) == ({404}, {404}, "awaiting_signoff")


def test_strangers_are_sent_to_sign_in(world: World, client: Client) -> None:
    response = client.get(url(world.submission, "tasks"))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("role", "open_pages"),
    [
        (Role.COORDINATOR, {"tasks", "profile", "unscored", "assignments", "check", "receipt"}),
        (Role.CONTRIBUTOR, {"tasks"}),
        (Role.APPROVER, {"tasks", "profile", "unscored", "check", "sign", "receipt"}),
        (Role.EXECUTIVE, {"receipt"}),
    ],
)
def test_a_role_opens_its_pages_and_no_other(
    world: World, client: Client, role: Role, open_pages: set[str]
) -> None:
    submission = bring_to(world, "submitted")
    reading_english(client, world.person(role))

    opened = {page: client.get(url(submission, page)).status_code for page in PAGES}

    assert {page for page, status in opened.items() if status in (200, 302)} == open_pages
    assert set(opened.values()) - {200, 302} <= {403}


def test_the_first_pages_lead_to_the_present_submission(world: World, client: Client) -> None:
    submission = bring_to(world, "awaiting_signoff")
    reading_english(client, world.approver)

    way = [
        client.get(reverse(f"assessments:{p}"))["Location"] for p in ("questionnaire", "checking")
    ]

    assert way == [submission.get_absolute_url(), url(submission, "sign")]


def test_a_returned_submission_shows_the_letter_and_what_to_correct(
    world: World, client: Client
) -> None:
    submission = bring_to(world, "in_review")
    workflow.return_to_bank(
        submission,
        by=world.analyst,
        letter="Please attach the minutes.",
        due_at=timezone.now() + timedelta(days=3),
        questions=["S1-Q1", "S1-Q2"],
    )
    again = change(submission, "S1-Q1", Answer(State.DONT_KNOW))
    workflow.save_answers(submission, [again], by=world.coordinator)
    reading_english(client, world.coordinator)

    page = client.get(submission.get_absolute_url()).content.decode()

    still = page.partition("Still to correct:")[2].partition("</p>")[0]
    assert "Please attach the minutes." in page
    assert ("S1-Q1" in still, "S1-Q2" in still) == (False, True)
    assert page.count("1 to correct") == 1
