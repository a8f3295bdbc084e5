"""Fills an empty database with banks whose coordinators are signed in; prints how to be them.

usage: python -m tests.faults.seed BANKS
"""

from __future__ import annotations

import tests.environment  # noqa: F401  -- sets the environment that the settings read

# isort: split
import json
import sys
from collections.abc import Iterator
from typing import Any

import django


def main(banks: int) -> None:
    """Migrate, open a cycle, and print a JSON list of people."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    print(json.dumps(list(_people(banks))))


def _people(banks: int) -> Iterator[dict[str, Any]]:
    from django.conf import settings
    from django.test import Client

    from assessments.models import Submission
    from hive.banks.roles import Role
    from hive.catalogue.edition_file import read_edition_file
    from hive.catalogue.workflow import load
    from tests.editions import REAL
    from tests.factories import make_bank, make_user, signed_in
    from tests.submissions import open_cycle

    made = [make_bank(f"bank-{number}") for number in range(banks)]
    cycle = open_cycle(
        load(read_edition_file(REAL)), make_user("lead@alliance.example", Role.LEAD_ANALYST)
    )
    for bank in made:
        user = make_user(f"coordinator@{bank.code}.example", Role.COORDINATOR, bank=bank)
        session = signed_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME]
        submission = Submission.objects.get(bank=bank, cycle=cycle)
        yield {"session": session.value, "submission": str(submission.pk), "user": str(user.pk)}


if __name__ == "__main__":
    main(int(sys.argv[1]))
