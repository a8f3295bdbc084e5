"""Build the invented banks, people and cycles of the demonstration."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports.demo.build import build


class Command(BaseCommand):
    """``demo_data``; may be run again."""

    help = "Build the invented banks of the demonstration; what is there already stays."

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, saying what was made."""
        if not settings.HIVE_DEMO:
            raise CommandError("This is no demonstration: set HIVE_DEMO=1 to build invented banks.")
        begun = time.monotonic()
        build(self.stdout.write)
        self.stdout.write(f"demonstration data is ready ({time.monotonic() - begun:.0f} s)")
