"""One answer sent by a script: every status with its whole body."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments import workflow
from assessments.models import Answer as Row
from assessments.models import AnswerEvent, Cycle, Submission
from assessments.moments import clock
from assessments.queries import answers_of
from hive.banks.roles import Role
from tests.assessments.sending import address, assign, reason, send, told
from tests.assessments.typing_in import reading_english
from tests.factories import BACKEND, make_bank, make_user
from tests.submissions import World, bring_to, change

pytestmark = pytest.mark.django_db

MOST_QUERIES = 8
# What opens and ends a transaction asks for no rows.
FRAMES = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
NOT_NOW = "This could not be saved just now. What you typed is still on the page."
LOCKED = "Answers cannot be changed now: the submission is locked or its deadline has passed."


@pytest.fixture
def coordinator(world: World, client: Client) -> Client:
    return reading_english(client, world.coordinator)


def test_a_saved_answer_is_told_with_its_version_time_and_progress(
    world: World, coordinator: Client
) -> None:
    response = send(coordinator, world, "S2-Q2", figure="１０")

    event = AnswerEvent.objects.get()
    assert (event.value, event.source, event.by) == ("10", "web", world.coordinator)
    assert told(response) == (
        200,
        {
            "version": 1,
            "saved_at": event.at.isoformat(),
            "saved": f"Saved {clock(event.at)}",
            "answered": True,
            "warning": "Saved, but unusual: most banks lie between 20 and 100. "
            "Please check the figure and its unit.",
            "section": {"answered": 1, "total": 9, "text": "Strategy: 1 of 9 answered"},
            "indicator": {"code": "S2", "answered": 1, "total": 3},
            "progress": {"answered": 1, "total": 54},
        },
    )


def test_an_answer_is_taken_back_and_a_fact_of_the_profile_counts_apart(
    world: World, coordinator: Client
) -> None:
    send(coordinator, world, choice="3")

    back = send(coordinator, world, version=1, choice="-none").json()
    fact = send(coordinator, world, "bank_type", choice="city").json()

    assert (back["version"], back["answered"], back["progress"]["answered"]) == (2, False, 0)
    assert (fact["indicator"], fact["section"]["answered"], fact["progress"]["answered"]) == (
        None, 1, 0
    )  # fmt: skip
    assert set(answers_of(world.submission)) == {"bank_type"}


def test_a_stale_answer_is_told_with_both_values_and_what_adopts_theirs(
    world: World, coordinator: Client
) -> None:
    assign(world)
    workflow.save_answers(
        world.submission,
        [change(world.submission, "S2-Q2", reason("No plan."))],
        by=world.contributor,
    )

    status, body = told(
        send(coordinator, world, "S2-Q2", choice="-na", reason="No milestone fell due.")
    )

    html = body.pop("html")
    assert (status, body) == (
        409,
        {
            "error": "A colleague changed this answer while you had the page open.",
            "mine": "Not applicable: No milestone fell due.",
            "theirs": "Not applicable: No plan.",
            "by": "Contributor",
            "at": f"today {clock(timezone.now())[:5]}",
            "version": 1,
            "merged": "No milestone fell due.\nNo plan.",
            "saved": f"Saved today {clock(timezone.now())[:5]}, Contributor",
            "adopt": {"choice": ["-na"], "figure": "", "other": "", "reason": "No plan."},
        },
    )
    for value in ("mine:S2-Q2", "theirs:S2-Q2", "merged:S2-Q2"):
        assert f'value="{value}"' in html
    assert answers_of(world.submission)["S2-Q2"] == reason("No plan.")


def test_an_answer_taken_back_meanwhile_is_a_conflict_too(
    world: World, coordinator: Client
) -> None:
    send(coordinator, world, choice="3")
    send(coordinator, world, version=1, choice="-none")

    status, body = told(send(coordinator, world, version=1, choice="4"))

    assert (status, body["theirs"], body["by"], body["version"]) == (
        409, "No answer", "Coordinator", 2
    )  # fmt: skip
    assert body["adopt"] == {"choice": [], "figure": "", "other": "", "reason": ""}


def test_a_version_that_never_was_overwrites_nothing(world: World, coordinator: Client) -> None:
    assert send(coordinator, world, version=7, choice="3").json()["version"] == 1
    assert send(coordinator, world, version=7, choice="4").status_code == 409


def test_a_wrong_answer_is_told_what_to_do(world: World, coordinator: Client) -> None:
    response = send(coordinator, world, "S2-Q2", figure="120")

    assert told(response) == (422, {"errors": ["Enter 100 or less."]})
    assert not AnswerEvent.objects.exists()


def test_a_pasted_reason_is_stored_plain(world: World, coordinator: Client) -> None:
    pasted = "\ufeffNo\u00a0plan\u200b.\r\n\uf0b7 Cafe\u0301"

    send(coordinator, world, "S2-Q2", choice="-na", reason=pasted)

    assert answers_of(world.submission)["S2-Q2"] == reason("No plan.\n• Café")


def test_a_stranger_and_another_person_are_asked_to_sign_in(
    world: World, coordinator: Client
) -> None:
    expected = {
        "error": "You are signed out. What you typed is still on this page: sign in to save it."
    }
    stranger = Client(headers={"accept-language": "en"})
    other = {"x-hive-person": str(world.approver.pk)}
    own = {"x-hive-person": str(world.coordinator.pk)}

    assert told(send(stranger, world, choice="3")) == (401, expected)
    assert told(send(coordinator, world, choice="3", headers=other)) == (401, expected)
    assert not AnswerEvent.objects.exists()
    assert send(coordinator, world, choice="3", headers=own).status_code == 200


def test_without_its_second_factor_a_session_saves_nothing(world: World) -> None:
    both = make_user("both@yunting.example", Role.COORDINATOR, Role.APPROVER, bank=world.bank)
    client = Client()
    client.force_login(both, backend=BACKEND)

    assert send(client, world, choice="3").status_code == 401
    assert not AnswerEvent.objects.exists()


def test_an_old_token_is_refused_in_json_and_a_fresh_one_is_to_be_had(world: World) -> None:
    client = reading_english(Client(enforce_csrf_checks=True), world.coordinator)

    refused = send(client, world, choice="3")
    session = client.get(reverse("banks:session")).json()
    ends_in = session.pop("ends_in")
    saved = send(client, world, choice="3", headers={"x-csrftoken": session.pop("token")})

    text = "This page was open too long to be trusted."
    assert told(refused) == (403, {"error": text, "csrf": True})
    assert session == {
        "person": {"id": str(world.coordinator.pk), "name": "Coordinator"},
        "bank": str(world.bank.pk),
        "may_stay": True,
    }
    assert 1790 < ends_in <= 1800
    assert saved.status_code == 200


def test_a_stranger_gets_a_token_to_sign_in_with(client: Client) -> None:
    session = client.get(reverse("banks:session")).json()

    ended = {"ends_in": 0, "may_stay": False}
    assert session == {"token": session["token"], "person": None, "bank": None, **ended}
    assert len(session["token"]) == 64


def test_a_locked_submission_says_so_and_writes_nothing(world: World, coordinator: Client) -> None:
    bring_to(world, "awaiting_signoff")
    before = AnswerEvent.objects.count()

    response = send(coordinator, world, version=1, choice="-dk")

    assert told(response) == (423, {"error": f"{LOCKED} What you typed is still on this page."})
    assert AnswerEvent.objects.count() == before


def test_a_late_answer_says_so_and_writes_nothing(world: World, coordinator: Client) -> None:
    Cycle.objects.update(closes_at=timezone.now() - timedelta(seconds=1))

    response = send(coordinator, world, choice="3")

    assert told(response) == (423, {"error": f"{LOCKED} What you typed is still on this page."})
    assert not AnswerEvent.objects.exists()


@pytest.mark.parametrize("role", [Role.APPROVER, Role.EXECUTIVE, Role.CONTRIBUTOR, Role.ANALYST])
def test_who_does_not_fill_in_is_refused(world: World, client: Client, role: Role) -> None:
    assign(world, "O")
    reading_english(client, world.person(role))

    response = send(client, world, choice="3")

    assert told(response) == (403, {"error": "Your role does not let you do this."})
    assert not AnswerEvent.objects.exists()


def test_another_bank_and_another_question_do_not_exist(world: World, client: Client) -> None:
    neighbour = make_user("c@other.example", Role.COORDINATOR, bank=make_bank("other"))

    assert send(reading_english(client, neighbour), world, choice="3").status_code == 404
    reading_english(client, world.coordinator)
    assert send(client, world, "S9-Q9", choice="3").status_code == 404
    assert client.get(address(world)).status_code == 405


def test_a_page_goes_on_saving_whatever_bank_another_page_was_opened_for(
    world: World, client: Client
) -> None:
    person = make_user("two@banks.example", Role.COORDINATOR, bank=world.bank)
    other = make_bank("other")
    person.memberships.create(bank=other, role=Role.COORDINATOR)
    reading_english(client, person)

    unchosen = send(client, world, choice="3")
    client.post(reverse("banks:choose_bank"), {"bank": other.pk})
    chosen = send(client, world, version=1, choice="4")

    assert (unchosen.status_code, chosen.status_code) == (200, 200)


def failing(*beginnings: str) -> Callable[..., Any]:
    """A database that fails at statements that begin so."""

    def execute(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(beginnings):
            raise OperationalError("could not extend file: No space left on device")
        return execute(sql, params, many, context)

    return execute


def test_a_full_disk_is_told_with_the_time_of_the_last_save(
    world: World, coordinator: Client
) -> None:
    send(coordinator, world, choice="3")
    last = AnswerEvent.objects.get()

    with connection.execute_wrapper(failing('INSERT INTO "assessments_answerevent"')):
        response = send(coordinator, world, version=1, choice="4")

    safe = f"Your last save was at {clock(last.at)}, and everything up to it is there."
    assert told(response) == (503, {"error": f"{NOT_NOW} {safe}"})
    assert AnswerEvent.objects.get() == last


def test_a_database_that_is_gone_is_told_without_a_word_about_it(
    world: World, coordinator: Client
) -> None:
    coordinator.raise_request_exception = False

    with connection.execute_wrapper(failing("SELECT", "INSERT", "UPDATE")):
        response = send(coordinator, world, choice="3")

    assert told(response) == (503, {"error": NOT_NOW})


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CONTRIBUTOR])
def test_a_save_takes_few_queries(world: World, client: Client, role: Role) -> None:
    assign(world)
    reading_english(client, world.person(role))
    send(client, world, "S1-Q2", choice="3")

    counts = [
        count_of(lambda: send(client, world, choice="3")),
        count_of(lambda: send(client, world, version=1, choice="4")),
        count_of(lambda: send(client, world, version=2, choice="-none")),
    ]

    assert AnswerEvent.objects.filter(question__code="S1-Q1").count() == 3
    assert max(counts) <= MOST_QUERIES


def count_of(act: Callable[[], HttpResponse]) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert act().status_code == 200
    return sum(not query["sql"].startswith(FRAMES) for query in queries)


def test_a_repeated_request_is_one_change_until_somebody_changes_it_again(
    world: World, coordinator: Client
) -> None:
    key = uuid.uuid4()
    first = send(coordinator, world, key=key, choice="3")

    again = send(coordinator, world, key=key, choice="3")
    send(coordinator, world, version=1, choice="5")
    late = send(coordinator, world, key=key, choice="3")

    assert told(again) == told(first)
    assert (late.status_code, late.json()["theirs"][:7]) == (409, "Level 5")
    assert AnswerEvent.objects.count() == 2


def test_a_key_used_for_a_second_change_still_saves_it(world: World, coordinator: Client) -> None:
    key = uuid.uuid4()
    for version, level in enumerate(("3", "4", "3")):
        response = send(coordinator, world, version=version, key=key, choice=level)
        assert response.json()["version"] == version + 1

    assert answers_of(world.submission)["S1-Q1"].value == 3


def test_the_same_key_in_another_submission_is_another_change(
    world: World, coordinator: Client
) -> None:
    bank = make_bank("second")
    second = Submission.objects.create(cycle=world.cycle, bank=bank, state_since=timezone.now())
    person = make_user("c@second.example", Role.COORDINATOR, bank=bank)
    key = uuid.uuid4()
    send(coordinator, world, key=key, choice="3")

    there = World(**vars(world) | {"submission": second})
    response = send(reading_english(Client(), person), there, key=key, choice="3")

    assert response.status_code == 200
    assert Row.objects.count() == 2
