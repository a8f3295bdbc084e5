"""An audit log in a database of its own, for sealers that are killed.

usage: python -m tests.faults.sealing write EVENTS | seal
"""

from __future__ import annotations

import tests.environment  # noqa: F401  -- sets the environment that the settings read

# isort: split
import sys

import django


def write(count: int) -> None:
    """Make the tables of the log and put some events into them."""
    from django.core.management import call_command

    from hive.audit.models import Event

    call_command("migrate", "audit", verbosity=0)
    Event.objects.bulk_create(
        Event(verb="make_bank", subject_type="banks.bank", detail={"place": n})
        for n in range(count)
    )


def seal() -> None:
    """Seal everything in many small transactions, so that there is time to be killed."""
    from django.utils import timezone

    from hive.audit.models import Event
    from hive.audit.workflow import seal_due, sealing

    sealing.BATCH = 5
    while Event.objects.filter(seal=None).exists():
        seal_due(timezone.now())


if __name__ == "__main__":
    django.setup()
    write(int(sys.argv[2])) if sys.argv[1] == "write" else seal()
