"""Delivery: due mail is sent once, a dead server loses nothing, retries wait longer."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core import mail as django_mail
from django.core.management import call_command
from django.utils import timezone

from hive.post import delivery
from hive.post.delivery import deliver_due
from hive.post.models import OutboxMail
from hive.post.outbox import put

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LOCMEM = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
DEAD = {
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "EMAIL_HOST": "127.0.0.1",
    "EMAIL_PORT": 1,
    "EMAIL_HOST_USER": "",
    "EMAIL_HOST_PASSWORD": "",
}


@pytest.fixture(autouse=True)
def _server(settings):
    settings.HIVE_MAIL_SERVER = LOCMEM


def make_mail(event: str = "e1", **changes) -> OutboxMail:
    mail = put(event, "test", "one@a.example", f"Subject {event}", "Text")
    OutboxMail.objects.filter(pk=mail.pk).update(**{"due_at": NOW} | changes)
    mail.refresh_from_db()
    return mail


def test_due_mail_is_sent_once():
    mail = make_mail()

    assert (deliver_due(NOW), deliver_due(NOW)) == (1, 0)

    mail.refresh_from_db()
    assert (mail.sent_at, mail.attempts, mail.leased_until) == (NOW, 1, None)
    assert [message.subject for message in django_mail.outbox] == ["Subject e1"]
    assert str(mail.pk) in django_mail.outbox[0].extra_headers["Message-ID"]


def test_mail_of_later_waits():
    make_mail(due_at=NOW + timedelta(seconds=1))

    assert deliver_due(NOW) == 0
    assert deliver_due(NOW + timedelta(seconds=1)) == 1


def test_a_dead_server_loses_nothing(settings):
    settings.HIVE_MAIL_SERVER = DEAD
    mails = [make_mail("e1"), make_mail("e2")]

    assert deliver_due(NOW) == 0

    for mail in mails:
        mail.refresh_from_db()
        assert (mail.sent_at, mail.attempts, mail.due_at) == (None, 1, NOW + timedelta(minutes=1))
        assert "ConnectionRefusedError" in mail.last_error

    settings.HIVE_MAIL_SERVER = LOCMEM
    assert deliver_due(NOW + timedelta(minutes=1)) == 2
    assert OutboxMail.objects.filter(last_error="", sent_at__isnull=False).count() == 2


def test_each_wait_is_twice_the_last_up_to_six_hours(settings):
    settings.HIVE_MAIL_SERVER = DEAD
    mail, now, waits = make_mail(), NOW, []

    for _ in range(12):
        deliver_due(now)
        mail.refresh_from_db()
        waits.append(int((mail.due_at - now).total_seconds() / 60))
        now = mail.due_at

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]


def test_one_impossible_message_does_not_hold_up_the_others():
    bad = make_mail("e1", subject="Broken\nheader")
    make_mail("e2")

    assert deliver_due(NOW) == 1

    bad.refresh_from_db()
    assert (bad.sent_at, bad.last_error.split(":")[0]) == (None, "BadHeaderError")


def test_what_another_worker_holds_is_left_alone_until_its_lease_ends():
    make_mail(leased_until=NOW + timedelta(minutes=5))

    assert deliver_due(NOW) == 0
    assert deliver_due(NOW + timedelta(minutes=5)) == 1


def test_a_worker_that_dies_leaves_its_mail_to_the_next():
    make_mail()

    taken = delivery.lease_due(NOW)

    assert len(taken) == 1
    assert deliver_due(NOW) == 0
    assert deliver_due(NOW + delivery.LEASE) == 1


def test_tick_sends_mail_and_can_be_repeated():
    make_mail(due_at=timezone.now())
    said = StringIO()

    call_command("tick", stdout=said)
    call_command("tick", stdout=said)

    assert said.getvalue().splitlines().count("deliver_due: 1") == 1


def test_the_worker_stops_when_told():
    command = [sys.executable, "-c", STOPPED_AT_ONCE]

    done = subprocess.run(command, timeout=30, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


# A worker whose first tick is where the signal arrives.
STOPPED_AT_ONCE = f"""
import os, signal
from hive.post.management.commands import worker
worker.call_command = lambda *a, **k: os.kill(os.getpid(), {int(signal.SIGTERM)})
worker.close_old_connections = lambda: None
worker.Command().handle(seconds=60.0, verbosity=1)
"""
