"""Mail of a year: a server that is down, switches of each person, and a corrected approver."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import workflow
from assessments.approvers import ask_new_approvers
from hive.banks import workflow as banks
from hive.banks.models import Membership, User
from hive.banks.roles import Role
from hive.post import delivery
from hive.post.models import DigestLine, OutboxMail
from tests.assessments.typing_in import reading_english
from tests.factories import current_code, make_user
from tests.faults.place import free_port
from tests.hive.banks.test_invitations import mailed_token
from tests.submissions import World, bring_to

pytestmark = pytest.mark.django_db


class Server:
    """A mail server in one of its moods; keeps what it took."""

    def __init__(self) -> None:
        self.mood = "well"
        self.taken: list[str] = []

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.mood == "refusing":
            return "451 Not now"
        if self.mood == "dropping":
            server.transport.abort()
        if self.mood == "slow":
            await asyncio.sleep(2)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    handler, port = Server(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.HIVE_MAIL_SERVER = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": "",
        "EMAIL_HOST_PASSWORD": "",
    }
    monkeypatch.setattr(delivery, "TIMEOUT_SECONDS", 0.5)
    yield handler
    controller.stop()


@pytest.mark.parametrize("mood", ["refusing", "slow", "dropping"])
def test_a_bank_submits_while_the_mail_server_is_down(
    world: World, server: Server, client: Client, mood: str
) -> None:
    """Promise 20: the act is unaffected, the queue drains later, one mail for each event."""
    server.mood = mood
    submission = bring_to(world, "awaiting_signoff")
    now = timezone.now()
    down = [delivery.deliver_due(now)]
    reading_english(client, world.approver)
    sign = reverse("assessments:sign", args=[submission.pk])
    response = client.post(sign, {"code": current_code(world.approver)})
    down.append(delivery.deliver_due(now + timedelta(minutes=1)))

    server.mood = "well"
    up = [delivery.deliver_due(now + timedelta(minutes=minutes)) for minutes in (5, 6, 400)]

    submission.refresh_from_db()
    assert (response.status_code, submission.state, down) == (302, "submitted", [0, 0])
    due = [*[world.approver.email] * 2, world.coordinator.email]
    assert (sum(up), Counter(server.taken)) == (3, Counter(due))
    assert OutboxMail.objects.filter(sent_at=None).count() == 0


def switch_off(user: User, **choices: bool) -> None:
    wanted = dict.fromkeys(("handovers", "comments", "digest", "reminders"), True) | choices
    banks.choose_mail(user, by=user, **wanted)


def test_what_is_not_wanted_at_once_is_in_the_digest(world: World) -> None:
    switch_off(world.contributor, handovers=False)
    row = world.cycle.edition.dimensions.get(code="D")

    workflow.assign(world.submission, row, world.contributor, by=world.coordinator)

    assert not OutboxMail.objects.filter(recipient=world.contributor.email).exists()
    line = DigestLine.objects.get(recipient=world.contributor.email)
    assert line.text == "A section of the 2026 self-assessment is yours"
    assert f"/submissions/{world.submission.pk}/dimensions/data/" in line.link


def test_nothing_is_gathered_for_whoever_wants_no_digest(world: World) -> None:
    switch_off(world.contributor, handovers=False)
    row = world.cycle.edition.dimensions.get(code="D")
    workflow.assign(world.submission, row, world.contributor, by=world.coordinator)
    switch_off(world.contributor, handovers=False, digest=False)
    question = world.cycle.edition.questions.get(code="D1-Q1")

    workflow.comment(world.submission, question, by=world.coordinator, text="See.")
    workflow.assign(world.submission, row, world.coordinator, by=world.coordinator)

    mails = OutboxMail.objects.filter(recipient=world.contributor.email)
    assert [mail.template for mail in mails] == ["comment"]
    assert not DigestLine.objects.filter(recipient=world.contributor.email).exists()


def test_a_request_for_signature_cannot_be_switched_off(world: World) -> None:
    switch_off(world.approver, handovers=False, comments=False, digest=False, reminders=False)

    bring_to(world, "awaiting_signoff")

    assert OutboxMail.objects.get(recipient=world.approver.email).template == "signature_requested"


def test_choices_are_made_on_the_account_page(world: World, client: Client) -> None:
    reading_english(client, world.contributor)

    page = client.get(reverse("banks:account")).content.decode()
    client.post(reverse("banks:choose_mail"), {"digest": "on"})

    world.contributor.refresh_from_db()
    chosen = world.contributor
    assert "Always sent: requests for your signature" in page
    assert [chosen.mail_handovers, chosen.mail_comments] == [False, False]
    assert [chosen.mail_digest, chosen.mail_reminders] == [True, False]


def test_a_wrong_approver_is_replaced_in_two_clicks_and_the_new_one_asked_at_once(
    world: World, client: Client
) -> None:
    right = make_user("right@yunting.example", Role.EXECUTIVE, bank=world.bank)
    submission = bring_to(world, "awaiting_signoff")
    reading_english(client, world.coordinator)
    signers = reverse("assessments:signers", args=[submission.pk])
    check = client.get(reverse("assessments:check", args=[submission.pk])).content.decode()
    home = client.get("/").content.decode()

    client.post(reverse("assessments:name_signer", args=[submission.pk]), {"person": right.pk})
    wrong = Membership.objects.get(user=world.approver, role=Role.APPROVER)
    client.post(reverse("assessments:end_signer", args=[submission.pk, wrong.pk]))
    page = client.get(signers).content.decode()

    assert (signers in check, signers in home) == (True, True)
    assert f"The request went by mail to: {world.approver}." in check
    mails = OutboxMail.objects.filter(template="signature_requested").order_by("created_at")
    assert list(mails.values_list("recipient", flat=True)) == [world.approver.email, right.email]
    assert ("right@yunting.example" in page, world.approver.email in page) == (True, False)
    assert "Has the request by mail" in page


def test_an_invited_approver_is_asked_once_the_invitation_is_accepted(
    world: World, client: Client
) -> None:
    submission = bring_to(world, "awaiting_signoff")
    reading_english(client, world.coordinator)
    invite = reverse("assessments:invite_signer", args=[submission.pk])

    wrong = client.post(invite, {"email": "nobody", "name": "", "language": "en"})
    client.post(invite, {"email": "new@yunting.example", "name": "New", "language": "en"})
    invitation = world.bank.invitation_set.get()
    banks.accept_invitation(mailed_token(invitation), name="New", password="quite a long phrase")
    ask_new_approvers(timezone.now())
    ask_new_approvers(timezone.now())

    asked = OutboxMail.objects.filter(template="signature_requested")
    assert wrong.status_code == 422
    assert asked.filter(recipient="new@yunting.example").count() == 1


def test_whoever_requested_is_not_asked_to_sign(world: World) -> None:
    Membership.objects.create(user=world.coordinator, bank=world.bank, role=Role.APPROVER)

    bring_to(world, "awaiting_signoff")

    asked = OutboxMail.objects.filter(template="signature_requested")
    assert list(asked.values_list("recipient", flat=True)) == [world.approver.email]
