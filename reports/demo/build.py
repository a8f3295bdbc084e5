"""Building the whole demonstration, once and in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from assessments.enums import CycleState
from assessments.models import Cycle
from hive.audit.log import record
from hive.banks import workflow as banks_workflow
from hive.banks.models import Bank, User
from hive.banks.roles import Role
from hive.catalogue.queries import model_of
from reports.demo.banks import InventedBank, invent_banks
from reports.demo.cycles import (
    World,
    at_hour,
    fill_open,
    fill_published,
    later,
    middles_in,
    open_year,
)
from reports.demo.edition import edition_in_use, invented_edition
from reports.demo.people import Recruiter
from reports.demo.plan import (
    read_answers,
    read_open,
    read_people,
    read_published,
)
from reports.demo.plans import plan_ahead

Say = Callable[[str], None]

# A cycle with less time than this is moved on, so that a demonstration can be taken up later.
LEAST_TIME = timedelta(days=7)


def build(say: Say) -> None:
    """Make everything that is missing; what is there already stays as people left it."""
    present = Cycle.objects.filter(year=read_open().year).first()
    if present is not None:
        say("the invented banks are there already")
        keep_open(present, say)
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
    edition, changed = edition_in_use(), invented_edition()
    recruiter = Recruiter(read_people())
    alliance = recruiter.alliance()
    lead = alliance[Role.LEAD_ANALYST][0]
    past = [(open_year(year, edition, now=now, by=lead), year) for year in read_published()]
    present = open_year(read_open(), changed, now=now, by=lead)
    invented = invent_banks(model_of(edition), plan)
    banks = _make_banks(invented, alliance[Role.ADMINISTRATOR])
    teams = recruiter.teams(banks.values())
    say(f"{len(banks)} invented banks and {User.objects.count()} people")
    world = World(now, edition, model_of(edition), plan, invented, banks, teams, alliance)
    newest = past[-1][1]
    middles = middles_in(newest, world)
    for cycle, year in past:
        fill_published(cycle, year, world, later(middles, year.year - newest.year, world))
        say(f"cycle {cycle.year}: filed, reviewed, published")
    plan_ahead(past[-1][0], world)
    middles = later(middles, present.year - newest.year, world)
    world = replace(world, edition=changed, model=model_of(changed))
    steps = fill_open(present, read_open(), world, middles)
    say(f"cycle {present.year}: open, with banks in {len(set(steps.values()))} states")


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
