"""The worker: the clock ticks every minute until the process is told to stop."""

from __future__ import annotations

import logging
import signal
from argparse import ArgumentParser
from threading import Event
from time import monotonic
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Runs ``tick`` again and again."""

    help = "Run tick every minute; stops at SIGTERM or Ctrl-C after the tick in hand."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the time from one tick to the next."""
        parser.add_argument("--seconds", type=float, default=60.0, help="from one tick to the next")

    def handle(self, *args: Any, **options: Any) -> None:
        """Tick until stopped; a database that is away is tried again at the next tick."""
        stopped = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        while not stopped.is_set():
            started = monotonic()
            try:
                call_command("tick", verbosity=options["verbosity"], stdout=self.stdout)
            except DatabaseError:
                logger.exception("This tick failed; the next one tries again.")
            close_old_connections()
            stopped.wait(max(0.0, options["seconds"] - (monotonic() - started)))
