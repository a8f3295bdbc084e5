"""The clock: everything that is due, once; harmless to repeat."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from hive.post.clock import run_due
from hive.post.delivery import deliver_due


class Command(BaseCommand):
    """Writes reminders and digests, sends due mail and clears ended sessions."""

    help = "Do what is due now: reminders, digests, mail, ended sessions. Safe to run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run once and say what was done."""
        now = timezone.now()
        try:
            run_due(now)
        finally:
            sent = deliver_due(now)
        import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
        if sent or options["verbosity"] > 1:
            self.stdout.write(f"Messages sent: {sent}")
