"""The clock: everything that is due, once; harmless to repeat."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.module_loading import import_string


class Command(BaseCommand):
    """Does what the floors above have put on the clock, and clears ended sessions."""

    help = "Do what is due now: mail, files, ended sessions. Safe to run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run once and say what was done."""
        for duty in settings.HIVE_CLOCK:
            done = import_string(duty)(timezone.now())
            if done or options["verbosity"] > 1:
                self.stdout.write(f"{duty.rpartition('.')[2]}: {done}")
        import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
