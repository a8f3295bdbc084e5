"""Reviewing in the admin: what analysts read, and what they cannot write."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from assessments import workflow
from assessments.admin.review_page import review_page
from assessments.models import Submission
from hive.banks.admin_site import site
from hive.catalogue.queries import model_of
from hive.core.answers import Answer, State
from hive.core.model import Kind
from tests.assessments.reviewing import browser, page
from tests.factories import make_bank
from tests.submissions import World, bring_to, change

pytestmark = pytest.mark.django_db

CANARY = "a canary that sings of unsigned answers"
QUEUE = "/admin/assessments/submission/"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


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


def queries_of(django_assert_max_num_queries, client, path) -> int:
    client.get(path)
    with django_assert_max_num_queries(15) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_the_queue_asks_the_same_at_10_and_60_submissions(world, django_assert_max_num_queries):
    client = browser(world.lead)

    add_submissions(world, 9)
    at_10 = queries_of(django_assert_max_num_queries, client, QUEUE)
    add_submissions(world, 50)
    at_60 = queries_of(django_assert_max_num_queries, client, QUEUE)

    assert Submission.objects.count() == 60
    assert at_60 == at_10


def add_submissions(world, count):
    banks = [make_bank(f"b{count}-{number:02}") for number in range(count)]
    since = world.submission.state_since
    Submission.objects.bulk_create(
        Submission(cycle=world.cycle, bank=bank, state="draft", state_since=since) for bank in banks
    )


def test_the_page_of_a_submission_asks_little(world, django_assert_max_num_queries):
    submission = bring_to(world, "accepted")

    queries_of(django_assert_max_num_queries, browser(world.lead), page(submission))
