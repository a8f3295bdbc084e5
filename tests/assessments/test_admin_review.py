"""Reviewing in the admin: what analysts read, what they do, and what they cannot."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from assessments import workflow
from assessments.admin.review_page import review_page
from assessments.models import Return, Submission
from hive.banks.admin_site import site
from hive.banks.roles import REVIEWERS, Role
from hive.catalogue.queries import model_of
from hive.core.answers import Answer, State
from hive.core.model import Kind
from tests.assessments.reviewing import act_page, browser, do, in_two_weeks, labels, page, said
from tests.factories import make_bank
from tests.submissions import World, bring_to, change, make_world

pytestmark = pytest.mark.django_db

CANARY = "a canary that sings of unsigned answers"
QUEUE = "/admin/assessments/submission/"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def world() -> World:
    return make_world()


def sing(world: World) -> str:
    """Let the bank answer one question with a reason that must not be read; returns its code."""
    model = model_of(world.cycle.edition)
    code = next(question.code for question in model.scored if question.na_allowed)
    answer = Answer(State.NOT_APPLICABLE, None, CANARY)
    workflow.save_answers(
        world.submission, [change(world.submission, code, answer)], by=world.coordinator
    )
    return code


def sections_in_words(submission: Submission) -> dict[str, str]:
    review = review_page(submission)
    return {
        line.code: line.words
        for section in review.sections
        for block in section.blocks
        for line in block.lines
    }


# --- what is read ---


def test_unsigned_answers_are_nowhere_in_the_admin(world):
    sing(world)

    body = browser(world.lead).get(page(world.submission)).content.decode()
    queue = browser(world.lead).get(QUEUE).content.decode()

    assert CANARY not in body + queue
    assert "Answers can be read once the bank has signed." in body


def test_the_queue_counts_no_states_of_unsigned_answers(world):
    sing(world)

    row = browser(world.analyst).get(QUEUE).context["cl"].result_list[0]
    admin = site.get_model_admin(Submission)

    assert (admin.progress(row), admin.not_applicable(row), admin.dont_know(row)) == (
        "1/54", "—", "—"
    )  # fmt: skip


@pytest.mark.parametrize(
    "query", [f"answers__reason={CANARY}", "answers__value=3", f"answer_events__reason={CANARY}"]
)
def test_the_queue_cannot_be_asked_about_answers(world, query):
    sing(world)

    client = browser(world.analyst)
    client.raise_request_exception = False

    assert client.get(f"{QUEUE}?{query}").status_code == 400


def test_signed_answers_are_read_in_words(world):
    submission = bring_to(world, "submitted")
    model = model_of(world.cycle.edition)
    level = next(q for q in model.scored if q.kind is Kind.LEVEL)
    number = submission.answers.get(question__code=level.code).value

    words = sections_in_words(submission)

    assert words[level.code] == f"Level {number}: {level.choice(str(number)).text.en}"
    assert set(words) == set(model.questions)


def test_changes_after_a_return_stay_with_the_bank_until_signed(world):
    submission = bring_to(world, "returned")
    before = sections_in_words(submission)
    code = sing(world)

    body = browser(world.analyst).get(page(submission)).content.decode()

    assert CANARY not in body
    assert sections_in_words(submission)[code] == before[code]
    assert "The bank is changing its answers; you read what it signed last." in body


def test_the_page_of_a_signed_submission_never_shows_raw_json(world):
    submission = bring_to(world, "in_review")

    body = browser(world.analyst).get(page(submission)).content.decode()

    assert "{&#x27;" not in body
    assert "options" not in body


# --- what is done ---


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
    "draft": ["Give more time"],
    "awaiting_signoff": ["Give more time"],
    "submitted": ["Take into review", "Open again"],
    "in_review": ["Recommend acceptance", "Return with a letter", "Open again"],
    "returned": [],
    "accepted": ["Open again"],
    "published": ["Open again"],
    "withdrawn": ["Take back into the cycle"],
}


@pytest.mark.parametrize(("state", "expected"), EXPECTED_BUTTONS.items())
def test_every_state_offers_its_acts_to_a_lead_analyst(world, state, expected):
    assert labels(world.lead, bring_to(world, state)) == expected


# --- what cannot be written ---


def test_no_field_of_a_submission_can_be_posted(world):
    submission = bring_to(world, "in_review")
    before = Submission.objects.filter(pk=submission.pk).values().get()
    typed = {field.name: "accepted" for field in Submission._meta.fields}

    response = browser(world.lead).post(page(submission), typed)

    assert response.status_code == 403
    assert Submission.objects.filter(pk=submission.pk).values().get() == before


def test_submissions_are_neither_added_nor_deleted(world):
    client = browser(world.lead)

    answers = [
        client.get(reverse("admin:assessments_submission_add")).status_code,
        client.post(reverse("admin:assessments_submission_delete", args=[world.submission.pk]))
        .status_code,
    ]  # fmt: skip

    assert answers == [403, 403]


# --- how much is asked of the database ---


def queries_of(django_assert_max_num_queries, client, path) -> int:
    client.get(path)
    with django_assert_max_num_queries(15) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_the_queue_asks_the_same_at_10_and_60_submissions(django_assert_max_num_queries):
    banks = [make_bank(f"b{number:02}") for number in range(9)]
    world = make_world()
    client = browser(world.lead)
    at_10 = queries_of(django_assert_max_num_queries, client, QUEUE)
    more = [make_bank(f"c{number:02}") for number in range(50)]
    Submission.objects.bulk_create(
        Submission(
            cycle=world.cycle, bank=bank, state="draft", state_since=world.submission.state_since
        )
        for bank in more
    )

    at_60 = queries_of(django_assert_max_num_queries, client, QUEUE)

    assert Submission.objects.count() == len(banks) + len(more) + 1 == 60
    assert at_60 == at_10


def test_the_page_of_a_submission_asks_little(world, django_assert_max_num_queries):
    submission = bring_to(world, "accepted")

    queries_of(django_assert_max_num_queries, browser(world.lead), page(submission))
