"""Building the whole demonstration, once and in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from assessments.enums import CycleState
from assessments.models import Cycle
from hive.audit.log import record
from hive.banks import workflow as banks_workflow
from hive.banks.models import Bank, User
from hive.banks.roles import Role
from hive.catalogue import workflow as catalogue
from hive.catalogue.edition_file import read_edition_file
from hive.catalogue.models import Edition
from hive.catalogue.queries import model_of
from reports.demo.banks import InventedBank, invent_banks
from reports.demo.cycles import World, at_hour, fill_open, fill_published, open_year
from reports.demo.people import Recruiter
from reports.demo.plan import (
    EDITION_FILE,
    read_answers,
    read_open,
    read_people,
    read_published,
)

Say = Callable[[str], None]

# A cycle with less time than this is moved on, so that a demonstration can be taken up later.
LEAST_TIME = timedelta(days=7)


def build(say: Say) -> None:
    """Make everything that is missing; what is there already stays as people left it."""
    years = (read_published().year, read_open().year)
    if Cycle.objects.filter(year__in=years).count() == len(years):
        say("the invented banks are there already")
        keep_open(Cycle.objects.get(year=years[1]), say)
        return
    with transaction.atomic():
        _build(say)


@transaction.atomic
def keep_open(cycle: Cycle, say: Say) -> None:
    """Move the end of the open cycle when it is near or past; banks in it keep their states."""
    now = timezone.now()
    if cycle.state != CycleState.OPEN or cycle.closes_at > now + LEAST_TIME:
        return
    cycle.closes_at = at_hour(now + read_open().closes, 18)
    cycle.save(update_fields=["closes_at"])
    record("move_demo_cycle", cycle, by=None, closes_at=cycle.closes_at.isoformat())
    say(f"cycle {cycle.year} now ends on {cycle.closes_at:%Y-%m-%d}")


def _build(say: Say) -> None:
    now, plan = timezone.now(), read_answers()
    edition = edition_in_use()
    model = model_of(edition)
    recruiter = Recruiter(read_people())
    alliance = recruiter.alliance()
    lead = alliance[Role.LEAD_ANALYST][0]
    past, present = (
        open_year(year, edition, now=now, by=lead) for year in (read_published(), read_open())
    )
    invented = invent_banks(model, plan)
    banks = _make_banks(invented, alliance[Role.ADMINISTRATOR])
    teams = recruiter.teams(banks.values())
    say(f"{len(banks)} invented banks and {User.objects.count()} people")
    world = World(now, edition, model, plan, invented, banks, teams, alliance)
    middles = fill_published(past, read_published(), world)
    say(f"cycle {past.year}: filed, reviewed, published")
    steps = fill_open(present, read_open(), world, middles)
    say(f"cycle {present.year}: open, with banks in {len(set(steps.values()))} states")


def edition_in_use() -> Edition:
    """Return the edition of the product, loaded if it is not there yet."""
    file = read_edition_file(EDITION_FILE)
    known = Edition.objects.filter(code=file.model.code).first()
    return known or catalogue.load(file)


def _make_banks(
    invented: Sequence[InventedBank], administrators: Sequence[User]
) -> Mapping[str, Bank]:
    banks: dict[str, Bank] = {}
    for bank in invented:
        banks[bank.code] = banks_workflow.make_bank(
            code=bank.code,
            name_zh=bank.name_zh,
            name_en=bank.name_en,
            parent=banks[bank.parent] if bank.parent else None,
            by=administrators[0],
        )
    return banks
