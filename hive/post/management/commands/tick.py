"""The clock: everything that is due, once; harmless to repeat."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.module_loading import import_string


class Command(BaseCommand):
    """Does what the settings name as duties, and clears ended sessions."""

    help = "Do what is due now: send mail, forget what has expired. Safe to run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run once and say what was done."""
        for name, duty in settings.HIVE_DUTIES.items():
            count = import_string(duty)(timezone.now())
            if count or options["verbosity"] > 1:
                self.stdout.write(f"{name}: {count}")
        import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
