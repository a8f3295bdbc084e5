"""Handing the outbox to the mail server, again and again until it takes it."""

from __future__ import annotations

from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import F, Q

from hive.post.models import OutboxMail

BATCH = 100
LEASE = timedelta(minutes=10)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
TIMEOUT_SECONDS = 10


def deliver_due(now: datetime) -> int:
    """Send every message that is due and return how many the server took.

    What fails is tried again later, after twice the wait each time.
    """
    mails = lease_due(now)
    if not mails:
        return 0
    server = mail_server()
    try:
        server.open()
    except OSError as error:
        for mail in mails:
            put_off(mail, now, error)
        return 0
    try:
        return _deliver_all(mails, server, now)
    finally:
        server.close()


def _deliver_all(mails: list[OutboxMail], server: BaseEmailBackend, now: datetime) -> int:
    """Hand over one after the other; a server that stalls or hangs up is asked for no more."""
    sent = 0
    for place, mail in enumerate(mails):
        try:
            sent += deliver(mail, server, now)
        except (SMTPServerDisconnected, TimeoutError, ConnectionError) as error:
            for left in mails[place:]:
                put_off(left, now, error)
            break
    return sent


@transaction.atomic
def lease_due(now: datetime) -> list[OutboxMail]:
    """Take due messages for this worker; a worker that dies loses them when the lease ends."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    due = OutboxMail.objects.filter(free, sent_at__isnull=True, due_at__lte=now)
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    keys = [mail.pk for mail in due.order_by("due_at")[:BATCH]]
    taken = OutboxMail.objects.filter(pk__in=keys)
    taken.update(leased_until=now + LEASE, attempts=F("attempts") + 1)
    return list(taken.order_by("due_at"))


def deliver(mail: OutboxMail, server: BaseEmailBackend, now: datetime) -> bool:
    """Hand one message over; tell whether the server took it. Raises when the server is gone."""
    try:
        server.send_messages([as_message(mail)])
    except (SMTPServerDisconnected, TimeoutError, ConnectionError):
        raise
    # SMTP errors are OSErrors; an address or header that cannot be written is a ValueError.
    except (OSError, ValueError) as error:
        put_off(mail, now, error)
        return False
    mail.sent_at, mail.leased_until, mail.last_error = now, None, ""
    mail.save(update_fields=["sent_at", "leased_until", "last_error"])
    return True


def put_off(mail: OutboxMail, now: datetime, error: Exception) -> None:
    """Note why it failed and when to try again."""
    wait = min(FIRST_WAIT * 2 ** min(mail.attempts - 1, 16), LONGEST_WAIT)
    mail.due_at, mail.leased_until = now + wait, None
    mail.last_error = f"{type(error).__name__}: {error}"[:250]
    mail.save(update_fields=["due_at", "leased_until", "last_error"])


def as_message(mail: OutboxMail) -> EmailMessage:
    """The message as sent; its id is that of the row, so a repeated one can be told."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    return EmailMessage(
        mail.subject,
        mail.body,
        settings.DEFAULT_FROM_EMAIL,
        [mail.recipient],
        headers={"Message-ID": f"<{mail.pk}@{domain}>"},
    )


def mail_server() -> BaseEmailBackend:
    """The server of ``HIVE_MAIL_URL``."""
    server = settings.HIVE_MAIL_SERVER
    backend = server["EMAIL_BACKEND"]
    if backend != "django.core.mail.backends.smtp.EmailBackend":
        return get_connection(backend)
    return get_connection(
        backend,
        host=server["EMAIL_HOST"],
        port=server["EMAIL_PORT"],
        username=server["EMAIL_HOST_USER"],
        password=server["EMAIL_HOST_PASSWORD"],
        use_tls=server.get("EMAIL_USE_TLS", False),
        use_ssl=server.get("EMAIL_USE_SSL", False),
        timeout=TIMEOUT_SECONDS,
    )
