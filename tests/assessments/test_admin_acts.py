"""Acts of analysts in the admin: each calls its verb, and nobody else can."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from assessments.models import Return, Submission
from hive.banks.admin_site import site
from hive.banks.roles import REVIEWERS, Role
from hive.catalogue.queries import model_of
from tests.assessments.reviewing import act_page, browser, do, in_two_weeks, labels, said
from tests.submissions import bring_to

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_an_analyst_takes_a_submission_into_review(world):
    submission = bring_to(world, "submitted")

    do(world.analyst, submission, "start")

    submission.refresh_from_db()
    assert submission.state == "in_review"


def test_one_recommends_and_another_accepts(world):
    submission = bring_to(world, "in_review")

    do(world.analyst, submission, "recommend")
    do(world.second_analyst, submission, "accept")

    submission.refresh_from_db()
    assert (submission.state, submission.recommended_by, submission.accepted_by) == (
        "accepted", world.analyst, world.second_analyst
    )  # fmt: skip


def test_whoever_recommended_is_told_why_they_cannot_accept(world):
    submission = bring_to(world, "in_review")
    do(world.analyst, submission, "recommend")

    response = do(world.analyst, submission, "accept")

    submission.refresh_from_db()
    assert submission.state == "in_review"
    assert said(response, world.analyst) == [
        "You recommended acceptance; another person has to accept."
    ]
    assert "Accept" not in labels(world.analyst, submission)
    assert "Accept" in labels(world.second_analyst, submission)


def test_a_return_carries_letter_due_date_and_questions(world):
    submission = bring_to(world, "in_review")
    codes = [q.code for q in model_of(world.cycle.edition).scored[:2]]

    do(world.analyst, submission, "return", letter="Please look again.", due_at=in_two_weeks(),
       questions=codes)  # fmt: skip

    submission.refresh_from_db()
    letter = Return.objects.get()
    assert (submission.state, letter.letter, letter.questions, letter.due_at) == (
        "returned", "Please look again.", codes, submission.due_at
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"letter": "", "due_at": in_two_weeks()}, "letter"),
        ({"letter": "Look again."}, "due_at"),
        ({"letter": "Look again.", "due_at": "2020-01-01"}, "due_at"),
        ({"letter": "L", "due_at": in_two_weeks(), "questions": ["NO-SUCH"]}, "questions"),
    ],
)
def test_a_return_that_lacks_something_is_asked_again(world, typed, field):
    submission = bring_to(world, "in_review")

    response = do(world.analyst, submission, "return", **typed)

    submission.refresh_from_db()
    assert (response.status_code, submission.state) == (422, "in_review")
    assert list(response.context["form"].errors) == [field]


@pytest.mark.parametrize("state", ["submitted", "in_review", "accepted", "published"])
def test_a_lead_analyst_opens_a_signed_submission_again(world, state):
    submission = bring_to(world, state)

    do(world.lead, submission, "reopen", reason="A wrong figure.", due_at=in_two_weeks())

    submission.refresh_from_db()
    assert submission.state == "returned"


def test_a_lead_analyst_takes_a_withdrawn_bank_back(world):
    submission = bring_to(world, "withdrawn")

    do(world.lead, submission, "restore")

    submission.refresh_from_db()
    assert submission.state == "draft"


def test_a_lead_analyst_gives_a_bank_more_time(world):
    do(world.lead, world.submission, "extend", until=in_two_weeks())

    world.submission.refresh_from_db()
    assert world.submission.extended_until is not None


@pytest.mark.parametrize(
    ("state", "name"), [("accepted", "reopen"), ("withdrawn", "restore"), ("draft", "extend")]
)
def test_acts_of_lead_analysts_are_refused_to_analysts(world, state, name):
    submission = bring_to(world, state)

    answers = [
        browser(world.analyst).get(act_page(submission, name)).status_code,
        do(world.analyst, submission, name, reason="x", due_at=in_two_weeks()).status_code,
    ]

    submission.refresh_from_db()
    assert (answers, submission.state) == ([403, 403], state)


@pytest.mark.parametrize("role", [role for role in Role if role not in REVIEWERS])
def test_nobody_else_acts_on_submissions(world, role):
    submission = bring_to(world, "submitted")
    person = world.person(role)

    names = [act.name for act in site.get_model_admin(Submission).acts]
    answers = {name: do(person, submission, name).status_code for name in names}

    submission.refresh_from_db()
    assert answers == dict.fromkeys(names, 403)
    assert submission.state == "submitted"


def test_an_act_needs_the_csrf_token_and_post(world):
    submission = bring_to(world, "submitted")
    client = browser(world.analyst)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies

    looked = client.get(act_page(submission, "start")).status_code
    forged = strict.post(act_page(submission, "start")).status_code

    submission.refresh_from_db()
    assert (looked, forged, submission.state) == (200, 403, "submitted")


def test_an_act_that_comes_too_late_says_so(world):
    submission = bring_to(world, "in_review")

    response = do(world.analyst, submission, "start")

    assert said(response, world.analyst) == [
        "This cannot be done now: the submission is “In review”. Reload the page."
    ]


EXPECTED_BUTTONS = {
    "draft": ["Give more time", "Enter the bank’s workbook"],
    "awaiting_signoff": ["Give more time"],
    "submitted": ["Take into review", "Open again", "Write to the bank"],
    "in_review": [
        "Recommend acceptance",
        "Return with a letter",
        "Mark a query",
        "Open again",
        "Write to the bank",
    ],
    "returned": ["Enter the bank’s workbook", "Write to the bank"],
    "accepted": ["Open again", "Write to the bank"],
    "published": ["Open again", "Write to the bank"],
    "withdrawn": ["Take back into the cycle"],
}


@pytest.mark.parametrize(("state", "expected"), EXPECTED_BUTTONS.items())
def test_every_state_offers_its_acts_to_a_lead_analyst(world, state, expected):
    assert labels(world.lead, bring_to(world, state)) == expected
