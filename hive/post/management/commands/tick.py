"""The clock: everything that is due, once; harmless to repeat."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from hive.post.delivery import deliver_due


class Command(BaseCommand):
    """Sends due mail and clears ended sessions."""

    help = "Do what is due now: send mail, clear ended sessions. Safe to run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run once and say what was done."""
        sent = deliver_due(timezone.now())
        import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
        if sent or options["verbosity"] > 1:
            self.stdout.write(f"Messages sent: {sent}")
