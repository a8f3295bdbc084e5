"""Django's mail backend: whatever the framework sends becomes a row of the outbox too."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from hive.post.outbox import put


class OutboxBackend(BaseEmailBackend):
    """Keeps messages for the worker instead of sending them."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write one row for each recipient; all of them or none."""
        with transaction.atomic():
            for message in email_messages:
                event = f"message:{uuid4()}"
                for address in message.recipients():
                    put(event, "message", address, str(message.subject), str(message.body))
        return len(email_messages)
