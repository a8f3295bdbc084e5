"""Queries: marked while reviewing, gathered in one letter, answered by a change or a reply."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import workflow
from assessments.models import Query, Submission
from assessments.workflow import Incomplete, NotAllowed
from hive.core.answers import Answer, State
from hive.post.models import OutboxMail
from tests.assessments.reviewing import act_page, browser, do, in_two_weeks, page
from tests.assessments.typing_in import reading_english, section_url
from tests.submissions import (
    World,
    bring_to,
    change,
    confirm_sections,
    explain_all,
)

pytestmark = pytest.mark.django_db

UNKNOWN = Answer(State.DONT_KNOW)


def returned(world: World, **queries: str) -> Submission:
    """A submission returned with these queries, or with a letter alone."""
    submission = bring_to(world, "in_review")
    for code, text in queries.items():
        question = code.replace("_Q", "-Q")
        workflow.ask(submission, question=question, text=text, by=world.analyst)
    due = timezone.now() + timedelta(days=9)
    workflow.return_to_bank(submission, by=world.analyst, letter="Please look.", due_at=due)
    submission.refresh_from_db()
    return submission


def set_to_unknown(world: World, code: str) -> None:
    workflow.save_answers(
        world.submission, [change(world.submission, code, UNKNOWN)], by=world.coordinator
    )
    explain_all(world)


def request(world: World) -> None:
    confirm_sections(world)
    workflow.request_signoff(world.submission, by=world.coordinator)


def reply_url(query: Query) -> str:
    return reverse("assessments:reply", args=[query.submission_id, query.pk])


def test_a_letter_gathers_every_query_and_the_mail_tells_each(world: World) -> None:
    submission = returned(world, S2_Q1="Which stage?", S1_Q1="Which board?")

    letter = submission.returns.get()
    mails = OutboxMail.objects.filter(template="returned")
    assert sorted(letter.questions) == ["S1-Q1", "S2-Q1"]
    assert set(submission.queries.values_list("letter", flat=True)) == {letter.pk}
    assert sorted(mails.values_list("recipient", flat=True)) == [
        world.approver.email, world.coordinator.email
    ]  # fmt: skip
    assert ["S1-Q1: Which board?" in m.body and "S2-Q1: Which stage?" in m.body for m in mails] == [
        True, True
    ]  # fmt: skip


def test_a_query_is_changed_and_taken_back_before_it_is_sent(world: World) -> None:
    submission = bring_to(world, "in_review")

    workflow.ask(submission, question="S1-Q1", text="First.", by=world.analyst)
    workflow.ask(submission, question="S1-Q1", text="Second.", by=world.second_analyst)
    assert list(submission.queries.values_list("text", flat=True)) == ["Second."]
    workflow.ask(submission, question="S1-Q1", text=" ", by=world.analyst)

    assert submission.queries.count() == 0


def test_what_was_returned_needs_a_change_or_a_reply_for_each_query(world: World) -> None:
    submission = returned(world, S1_Q1="Which board?", S2_Q1="Which stage?")
    with pytest.raises(Incomplete) as refused:
        request(world)
    assert refused.value.codes == ("S1-Q1", "S2-Q1")

    set_to_unknown(world, "S1-Q1")
    with pytest.raises(Incomplete) as refused:
        request(world)
    assert refused.value.codes == ("S2-Q1",)
    query = submission.queries.get(question__code="S2-Q1")
    workflow.reply(query, text="It is in the minutes.", by=world.coordinator)
    request(world)

    submission.refresh_from_db()
    assert submission.state == "awaiting_signoff"


@pytest.mark.parametrize("how", ["change", "reply"])
def test_a_letter_without_queries_needs_some_change_or_a_reply(world: World, how: str) -> None:
    submission = returned(world)
    with pytest.raises(Incomplete):
        request(world)

    if how == "change":
        set_to_unknown(world, "S3-Q1")
    else:
        workflow.reply(submission.queries.get(), text="All is right.", by=world.coordinator)
    request(world)

    submission.refresh_from_db()
    assert submission.state == "awaiting_signoff"


def test_a_reply_taken_back_is_none(world: World) -> None:
    query = returned(world, S1_Q1="Which board?").queries.get()
    workflow.reply(query, text="The main one.", by=world.coordinator)

    workflow.reply(query, text="", by=world.coordinator)

    query.refresh_from_db()
    assert (query.reply, query.replied_by, query.replied_at) == ("", None, None)


def test_the_writer_of_the_section_replies_and_others_do_not(world: World) -> None:
    query = returned(world, S1_Q1="Which board?").queries.get()
    with pytest.raises(NotAllowed):
        workflow.reply(query, text="The main one.", by=world.contributor)
    row = world.cycle.edition.dimensions.get(code="S")
    workflow.assign(world.submission, row, world.contributor, by=world.coordinator)

    workflow.reply(query, text="The main one.", by=world.contributor)

    query.refresh_from_db()
    assert query.replied_by == world.contributor


def test_a_query_of_an_earlier_letter_takes_no_reply(world: World) -> None:
    submission = returned(world, S1_Q1="Which board?")
    old = submission.queries.get()
    workflow.reply(old, text="The main one.", by=world.coordinator)
    request(world)
    workflow.sign(submission, by=world.approver)
    returned_again = timezone.now() + timedelta(days=9)
    workflow.start_review(submission, by=world.analyst)
    workflow.return_to_bank(submission, by=world.analyst, letter="Again.", due_at=returned_again)

    with pytest.raises(Incomplete):
        workflow.reply(old, text="Another one.", by=world.coordinator)


def test_the_bank_sees_a_query_at_its_question_and_replies(world: World, client: Client) -> None:
    submission = returned(world, S1_Q1="Which <i>board</i>?")
    query = submission.queries.get()
    reading_english(client, world.coordinator)
    section = client.get(section_url(submission, "strategy")).content.decode()

    response = client.post(reply_url(query), {"text": "The main one."})
    confirm_sections(world)
    check = client.get(reverse("assessments:check", args=[submission.pk])).content.decode()

    assert "Which &lt;i&gt;board&lt;/i&gt;?" in section
    assert f'href="{reply_url(query)}"' in section
    assert response["Location"] == f"{section_url(submission, 'strategy')}#q-S1-Q1"
    assert ("The main one." in check, "Replied to" in check) == (True, True)
    assert "Request the signature" in check


def test_before_the_letter_the_bank_sees_no_query(world: World, client: Client) -> None:
    submission = bring_to(world, "in_review")
    query = workflow.ask(submission, question="S1-Q1", text="Which board?", by=world.analyst)
    assert query is not None
    reading_english(client, world.coordinator)

    section = client.get(section_url(submission, "strategy")).content.decode()

    assert "Which board?" not in section
    assert client.get(reply_url(query)).status_code == 404


def test_an_analyst_marks_and_returns_in_the_admin(world: World) -> None:
    submission = bring_to(world, "in_review")
    analyst = browser(world.analyst)
    ask = act_page(submission, "ask")
    assert f'href="{ask}?question=S1-Q1"' in analyst.get(page(submission)).content.decode()

    do(world.analyst, submission, "ask", question="S1-Q1", text="Which board?")
    again = analyst.get(f"{ask}?question=S1-Q1").content.decode()
    before = analyst.get(act_page(submission, "return")).content.decode()
    do(world.analyst, submission, "return", letter="Please look.", due_at=in_two_weeks())

    assert "Which board?" in again
    assert "The letter goes on with your queries: S1-Q1." in before
    assert submission.returns.get().questions == ["S1-Q1"]


def test_nothing_is_recommended_or_accepted_while_queries_wait(world: World) -> None:
    submission = bring_to(world, "in_review")
    workflow.recommend(submission, by=world.analyst)
    workflow.ask(submission, question="S1-Q1", text="Which board?", by=world.second_analyst)

    with pytest.raises(Incomplete):
        workflow.accept(submission, by=world.second_analyst)
    with pytest.raises(Incomplete):
        workflow.recommend(submission, by=world.analyst)
    workflow.ask(submission, question="S1-Q1", text="", by=world.second_analyst)
    workflow.accept(submission, by=world.second_analyst)

    submission.refresh_from_db()
    assert submission.state == "accepted"


def test_analysts_see_reply_and_change_side_by_side_once_signed(world: World) -> None:
    submission = returned(world, S1_Q1="Which board?", S2_Q1="Which stage?")
    set_to_unknown(world, "S1-Q1")
    query = submission.queries.get(question__code="S2-Q1")
    workflow.reply(query, text="It is in the minutes.", by=world.coordinator)
    analyst = browser(world.analyst)
    during = analyst.get(page(submission)).content.decode()
    request(world)
    workflow.sign(submission, by=world.approver)

    after = analyst.get(page(submission)).content.decode()

    told = ("It is in the minutes.", "<strong>Don&#x27;t know</strong>", "<em>Unchanged</em>")
    assert [text in during for text in told] == [False, False, False]
    assert [text in after for text in told] == [True, True, True]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("a_query_asks_something", {"text": ""}),
        ("a_reply_has_an_author", {"text": "?", "reply": "So."}),
    ],
)
def test_the_database_keeps_the_rules_of_queries(
    world: World, name: str, values: dict[str, str]
) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Query.objects.create(submission=world.submission, asked_by=world.analyst, **values)


def test_a_question_waits_with_one_query_at_most(world: World) -> None:
    row = world.cycle.edition.questions.get(code="S1-Q1")
    values = {"submission": world.submission, "question": row, "asked_by": world.analyst}
    Query.objects.create(text="One.", **values)

    with pytest.raises(IntegrityError), transaction.atomic():
        Query.objects.create(text="Two.", **values)
