"""An outbox in a database of its own, for workers that are killed.

usage: python -m tests.faults.mailing put MAILS | now | later
"""

from __future__ import annotations

import tests.environment  # noqa: F401  -- sets the environment that the settings read

# isort: split
import sys
from datetime import timedelta

import django


def put(count: int) -> None:
    """Make the table of the outbox and put some mails into it."""
    from django.core.management import call_command

    from hive.post import outbox

    call_command("migrate", "post", verbosity=0)
    for number in range(count):
        outbox.put(f"event-{number}", "test", f"{number}@bank.example", "Subject", "Text")


def deliver(wait: timedelta) -> None:
    """Deliver what is due when the clock has gone on for a while."""
    from django.utils import timezone

    from hive.post.delivery import deliver_due

    deliver_due(timezone.now() + wait)


if __name__ == "__main__":
    django.setup()
    match sys.argv[1:]:
        case ["put", count]:
            put(int(count))
        case ["now"]:
            deliver(timedelta())
        case ["later"]:
            from hive.post.delivery import LEASE

            deliver(LEASE)
