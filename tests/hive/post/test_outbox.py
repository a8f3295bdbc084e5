"""Writing mail: once for each event and person, in their language, never as HTML."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.utils import timezone

from hive.banks import workflow
from hive.banks.roles import Role
from hive.post.backend import OutboxBackend
from hive.post.models import OutboxMail
from hive.post.outbox import post
from tests.factories import OURS, make_user

pytestmark = pytest.mark.django_db


def written(event: str, email: str = "one@a.example", **context) -> OutboxMail:
    person = make_user(email)
    context = {"at": timezone.now(), "link": "https://x.example/", **context}
    return post(event, "password_reset_link", person, context=context)


def test_a_mail_has_subject_text_and_signature(settings):
    mail = written("e1")

    assert mail.subject == "Set a new password"
    assert "https://x.example/" in mail.body
    assert mail.body.endswith(
        f"-- \n{settings.HIVE_ALLIANCE_NAME['en']}\n{settings.HIVE_CONTACT_EMAIL}\n"
    )


def test_one_mail_for_each_event_and_person():
    person, other = make_user("one@a.example"), make_user("two@a.example")
    context = {"link": "https://x.example/"}

    for recipient in (person, person, other, person):
        post("e1", "password_reset_link", recipient, context=context)
    post("e2", "password_reset_link", person, context=context)

    assert sorted(OutboxMail.objects.values_list("event", "recipient")) == [
        ("e1", "one@a.example"),
        ("e1", "two@a.example"),
        ("e2", "one@a.example"),
    ]


def test_the_database_keeps_one_mail_for_each_event_and_person():
    mail = written("e1")
    mail.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        mail.save(force_insert=True)


def test_plain_text_is_not_escaped():
    assert "https://x.example/?a=1&b=<2>" in written("e1", link="https://x.example/?a=1&b=<2>").body


def test_a_name_cannot_add_a_line_to_the_subject():
    administrator = make_user("admin@a.example", Role.ADMINISTRATOR)
    administrator.name = "Evil\nBcc: everybody@x.example"

    workflow.invite(
        email="new@a.example",
        name="N",
        role=Role.ANALYST,
        organisation=OURS,
        language="en",
        by=administrator,
    )

    assert OutboxMail.objects.get().subject == "Invitation to Hive"


def test_a_rolled_back_act_leaves_no_mail():
    with transaction.atomic():
        written("e1")
        transaction.set_rollback(True)

    assert not OutboxMail.objects.exists()


def test_what_the_framework_sends_is_kept_too():
    messages = [EmailMessage("Subject", "Text", to=["one@a.example", "two@a.example"])]

    assert OutboxBackend().send_messages(messages) == 1

    assert sorted(OutboxMail.objects.values_list("recipient", "subject", "body")) == [
        ("one@a.example", "Subject", "Text"),
        ("two@a.example", "Subject", "Text"),
    ]
