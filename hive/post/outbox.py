"""Writing mail: a row in the transaction of the act, sent by the worker afterwards."""

from __future__ import annotations

from typing import Any, Protocol

from django.conf import settings
from django.template import Context, Engine
from django.utils import timezone, translation

from hive.post.models import OutboxMail

SUBJECT = "Subject:"


class Recipient(Protocol):
    """Whoever gets mail, in the language of their choice."""

    @property
    def email(self) -> str: ...

    @property
    def language(self) -> str: ...


def post(event: str, template: str, recipient: Recipient, *, context: dict[str, Any]) -> OutboxMail:
    """Write one message from ``templates/emails/<template>.txt``, whose first line is the subject.

    A second call for the same event, template and address changes nothing.
    """
    with translation.override(recipient.language):
        subject, body = _rendered(template, {"recipient": recipient, **context})
    return put(event, template, recipient.email, subject, body)


def subject_of(template: str, recipient: Recipient, *, context: dict[str, Any]) -> str:
    """What a message would be called, for those who read of it in their digest."""
    with translation.override(recipient.language):
        subject, _body = _rendered(template, {"recipient": recipient, **context})
    return " ".join(subject.split())[:250]


def put(event: str, template: str, address: str, subject: str, body: str) -> OutboxMail:
    """Write one finished message; a repeated one is returned as it was first written."""
    mail, _ = OutboxMail.objects.get_or_create(
        event=event,
        template=template,
        recipient=address,
        defaults={
            "subject": " ".join(subject.split())[:250],
            "body": body,
            "due_at": timezone.now(),
        },
    )
    return mail


def _rendered(template: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and body in the active language. Plain text, so nothing is escaped for HTML."""
    language = "zh" if (translation.get_language() or "zh").startswith("zh") else "en"
    alliance = settings.HIVE_ALLIANCE_NAME[language]
    values = {"origin": settings.SITE_ORIGIN, "alliance": alliance, **context}
    source = Engine.get_default().get_template(f"emails/{template}.txt")
    subject, _, body = source.render(Context(values, autoescape=False)).strip().partition("\n")
    signature = f"-- \n{alliance}\n{settings.HIVE_CONTACT_EMAIL}\n"
    return subject.removeprefix(SUBJECT), f"{body.strip()}\n\n{signature}"
