"""Many presses of one button at once: one transition or change, one receipt, one mail each."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from assessments import workflow
from assessments.models import AnswerEvent, Submission
from hive.audit.models import Event
from hive.banks.models import User
from hive.post.models import OutboxMail
from tests.assessments.reviewing import act_page, page
from tests.assessments.sending import send, told
from tests.assessments.typing_in import reading_english
from tests.factories import current_code, signed_in
from tests.submissions import bring_to, make_world

pytestmark = pytest.mark.django_db(transaction=True)

PRESSES = 50


def at_once() -> int:
    """Presses at one moment; SQLite of the tests lives in one connection."""
    return 10 if connection.vendor == "postgresql" else 1


def press(user: User, url: str, typed: dict[str, str]) -> list[HttpResponse]:
    """Send one form many times at once, from browsers of one person."""
    barrier = Barrier(at_once())
    clients = [signed_in(Client(), user) for _ in range(PRESSES)]

    def one(client: Client) -> HttpResponse:
        barrier.wait(timeout=60)
        try:
            return client.post(url, typed)
        finally:
            connection.close()

    with ThreadPoolExecutor(at_once()) as pool:
        return list(pool.map(one, clients))


def events(submission: Submission, verb: str) -> int:
    return Event.objects.filter(subject=str(submission.pk), verb=f"submission.{verb}").count()


def mails(template: str) -> list[str]:
    sent = OutboxMail.objects.filter(template=template)
    return sorted(sent.values_list("recipient", flat=True))


def test_fifty_signatures_are_one_and_everybody_gets_the_receipt() -> None:
    world = make_world()
    submission = bring_to(world, "awaiting_signoff")
    url = reverse("assessments:sign", args=[submission.pk])

    answers = press(world.approver, url, {"code": current_code(world.approver)})

    receipt = reverse("assessments:receipt", args=[submission.pk])
    assert [(a.status_code, a.headers.get("Location")) for a in answers] == [
        (302, receipt)
    ] * PRESSES
    assert (submission.snapshots.count(), events(submission, "signed")) == (1, 1)
    assert mails("signed") == [world.approver.email, world.coordinator.email]


def test_fifty_acceptances_are_one_and_none_is_told_off() -> None:
    world = make_world()
    submission = bring_to(world, "in_review")
    workflow.recommend(submission, by=world.analyst)

    answers = press(world.second_analyst, act_page(submission, "accept"), {})

    assert [(a.status_code, a.headers.get("Location")) for a in answers] == [
        (302, page(submission))
    ] * PRESSES
    assert (submission.snapshots.count(), events(submission, "accepted")) == (2, 1)
    assert mails("accepted") == [world.approver.email, world.coordinator.email]


def test_ten_requests_with_one_key_at_once_are_one_event_and_one_body() -> None:
    world, key = make_world(), uuid.uuid4()
    clients = [reading_english(Client(), world.coordinator) for _ in range(10)]
    # SQLite keeps a test's database in memory, where a writer cannot wait for another.
    at_once = 1 if connection.vendor == "sqlite" else len(clients)

    def post(client: Client) -> tuple[int, Any]:
        try:
            return told(send(client, world, key=key, choice="3"))
        finally:
            connection.close()

    with ThreadPoolExecutor(at_once) as pool:
        answers = list(pool.map(post, clients))

    assert answers == [answers[0]] * 10
    assert answers[0][0] == 200
    assert AnswerEvent.objects.count() == 1
