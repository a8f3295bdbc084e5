"""A published cycle in a database of its own, for workers that are killed.

usage: python -m tests.faults.scorecards publish BANKS | later
"""

from __future__ import annotations

import tests.environment  # noqa: F401  -- sets the environment that the settings read

# isort: split
import sys

import django


def publish(banks: int) -> None:
    """Migrate, and publish a cycle of some banks."""
    from django.core.management import call_command

    from tests.published import published_cycle

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    published_cycle(kinds={"city": banks})


def later() -> None:
    """Let the clock tick when the leases of all that died have ended."""
    from django.utils import timezone

    from reports.publishing.preparing import LEASE, prepare_scorecards

    while prepare_scorecards(timezone.now() + LEASE):
        pass


if __name__ == "__main__":
    django.setup()
    publish(int(sys.argv[2])) if sys.argv[1] == "publish" else later()
