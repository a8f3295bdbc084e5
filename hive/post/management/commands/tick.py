"""The clock: everything that is due, once; harmless to repeat."""

from __future__ import annotations

from contextlib import ExitStack
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.module_loading import import_string


class Command(BaseCommand):
    """Does what the floors above have put on the clock, and clears ended sessions."""

    help = "Do what is due now: reminders, mail, files, ended sessions. Safe to run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run once and say what was done; a duty that fails keeps no other from its turn."""
        with ExitStack() as turns:
            turns.callback(import_module(settings.SESSION_ENGINE).SessionStore.clear_expired)
            for duty in reversed(settings.HIVE_CLOCK):
                turns.callback(self._do, duty, options["verbosity"])

    def _do(self, duty: str, verbosity: int) -> None:
        done = import_string(duty)(timezone.now())
        if done or verbosity > 1:
            self.stdout.write(f"{duty.rpartition('.')[2]}: {done}")
