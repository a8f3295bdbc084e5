"""Reminders: on the right Shanghai day, once, to those whose act is awaited, naming one step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from assessments import workflow
from assessments.enums import Occasion
from assessments.models import Reminder
from assessments.reminders import Due, remind_due
from hive.post.models import OutboxMail
from tests.factories import make_user
from tests.submissions import Role, World, answer_all, bring_to, make_world

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")
DEADLINE = datetime(2026, 4, 1, 0, 0, tzinfo=SHANGHAI)
BEGIN = datetime(2026, 3, 1, 9, 0, tzinfo=SHANGHAI)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture
def world() -> Iterator[World]:
    """A cycle from 1 March to midnight after 31 March, at its beginning."""
    with time_machine.travel(BEGIN, tick=False):
        world = make_world()
        world.cycle.closes_at = DEADLINE
        world.cycle.save()
        yield world


def reminded(moment: str) -> list[tuple[str, str]]:
    """Run the clock at a moment and return who got which new reminder."""
    known = set(OutboxMail.objects.values_list("pk", flat=True))
    with time_machine.travel(at(moment), tick=False):
        remind_due(at(moment))
    new = OutboxMail.objects.filter(template="reminder").exclude(pk__in=known)
    return sorted(new.values_list("recipient", "subject"))


@pytest.mark.parametrize(
    ("moment", "days"),
    [
        ("2026-03-17 07:59", None),
        ("2026-03-17 08:00", 14),
        ("2026-03-23 23:59", 14),
        ("2026-03-24 08:00", 7),
        ("2026-03-28 08:00", 3),
        ("2026-03-30 08:00", 1),
        ("2026-04-01 00:00", 1),
        ("2026-04-01 08:00", 0),
        ("2026-04-15 08:01", None),
    ],
)
def test_each_distance_has_its_moment(world: World, moment: str, days: int | None) -> None:
    due = Due(world.submission, Occasion.DEADLINE, date(2026, 3, 31), BEGIN)

    assert due.days_at(at(moment)) == days


def test_a_day_that_is_set_late_is_reminded_of_from_then_on(world: World) -> None:
    due = Due(world.submission, Occasion.SECTION, date(2026, 3, 31), at("2026-03-25 10:00"))

    assert due.days_at(at("2026-03-25 11:00")) is None
    assert due.days_at(at("2026-03-28 08:00")) == 3


def test_the_coordinator_is_reminded_once_for_each_distance(world: World) -> None:
    who = world.coordinator.email
    said = {
        moment: reminded(moment)
        for moment in (
            "2026-03-17 08:00",
            "2026-03-17 08:01",
            "2026-03-24 08:00",
            "2026-03-28 08:00",
            "2026-03-30 08:00",
            "2026-04-01 08:00",
            "2026-04-02 08:00",
        )
    }

    assert [mails for mails in said.values() if mails] == [
        [(who, "14 days left: self-assessment 2026")],
        [(who, "7 days left: self-assessment 2026")],
        [(who, "3 days left: self-assessment 2026")],
        [(who, "1 day left: self-assessment 2026")],
        [(who, "Overdue: self-assessment 2026")],
    ]
    first = OutboxMail.objects.filter(template="reminder").order_by("created_at")[0]
    assert "67 questions are still to be answered; then ask Approver to sign." in first.body
    assert "Due: 2026-03-31" in first.body


def test_an_owner_is_reminded_of_open_sections_only(world: World) -> None:
    for code in "DE":
        row = world.cycle.edition.dimensions.get(code=code)
        workflow.assign(
            world.submission, row, world.contributor, by=world.coordinator,
            due_on=date(2026, 3, 20),
        )  # fmt: skip

    week = reminded("2026-03-13 08:00")
    answer_all(world)
    after = reminded("2026-03-17 08:00")

    subject = "7 days left: your sections of the self-assessment 2026"
    assert week == [(world.contributor.email, subject)]
    assert after == [(world.coordinator.email, "14 days left: self-assessment 2026")]


def test_only_the_approver_is_reminded_of_a_signature(world: World) -> None:
    bring_to(world, "awaiting_signoff")

    assert reminded("2026-03-24 08:00") == [
        (world.approver.email, "7 days left: self-assessment 2026")
    ]


def test_a_correction_has_reminders_of_its_own(world: World) -> None:
    submission = bring_to(world, "in_review")
    workflow.return_to_bank(
        submission, by=world.analyst, letter="See.", due_at=at("2026-03-11 00:00")
    )

    subject = "7 days left: correction of the self-assessment 2026"
    assert reminded("2026-03-03 08:00") == [(world.coordinator.email, subject)]


@pytest.mark.parametrize("state", ["submitted", "in_review", "accepted", "published", "withdrawn"])
def test_nobody_is_reminded_of_what_is_done(world: World, state: str) -> None:
    bring_to(world, state)

    assert reminded("2026-03-24 08:00") == []


def test_an_extension_moves_the_reminders(world: World) -> None:
    workflow.extend(world.submission, by=world.lead, until=at("2026-04-11 00:00"))

    assert reminded("2026-03-24 08:00") == []
    assert [subject for _who, subject in reminded("2026-03-27 08:00")] == [
        "14 days left: self-assessment 2026"
    ]


def test_whoever_wants_no_reminders_gets_none_and_others_do(world: World) -> None:
    second = make_user("second@yunting.example", Role.COORDINATOR, bank=world.bank)
    world.coordinator.mail_reminders = False
    world.coordinator.save()

    assert [who for who, _subject in reminded("2026-03-24 08:00")] == [second.email]


def test_a_worker_that_dies_half_way_leaves_all_of_it_to_the_next_tick(world: World) -> None:
    """Whatever stops the act, row and mails stand or fall together."""
    make_user("second@yunting.example", Role.COORDINATOR, bank=world.bank)

    with pytest.raises(SystemExit), connection.execute_wrapper(dying_at_the_second_mail()):
        reminded("2026-03-24 08:00")

    left = (Reminder.objects.count(), OutboxMail.objects.filter(template="reminder").count())
    assert left == (0, 0)
    assert len(reminded("2026-03-24 08:01")) == 2


def dying_at_the_second_mail() -> Callable[..., Any]:
    """Stop the process in the middle of what it writes."""
    seen: list[str] = []

    def execute(run: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith('INSERT INTO "post_outboxmail"'):
            seen.append(sql)
            if len(seen) == 2:
                raise SystemExit
        return run(sql, *rest)

    return execute


def test_two_ticks_are_one_mail(world: World) -> None:
    with time_machine.travel(at("2026-03-24 08:00"), tick=False):
        call_command("tick")
        call_command("tick")

    assert OutboxMail.objects.filter(template="reminder").count() == 1
