"""The purge: exact to the day, only what was exported, and what stays still verifies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from hive.audit.chain import Head
from hive.audit.links import signature_of
from hive.audit.models import AuditCheckpoint, AuditSeal, Event
from hive.audit.nights import night_of, start_of
from hive.audit.workflow import export_due, purge_due, seal_due
from tests.tampering import guard_again, sql, verified, write_events

pytestmark = pytest.mark.django_db

KEPT = timedelta(days=3 * 365)


@pytest.fixture
def old():
    """Three events of four years ago, three of today; all sealed, all exported."""
    guard_again()
    with time_machine.travel(timezone.now() - timedelta(days=4 * 365), tick=False):
        events = write_events(3)
        seal_due(timezone.now())
    events += write_events(3)
    seal_due(timezone.now())
    export_due(timezone.now())
    return events


def test_what_is_older_than_the_retention_leaves_and_a_checkpoint_stands_for_it(old):
    third = AuditSeal.objects.get(number=3)

    purged = purge_due(timezone.now()), purge_due(timezone.now())

    checkpoint = AuditCheckpoint.objects.get()
    assert purged == (3, 0)
    assert Head(checkpoint.number, checkpoint.mac) == Head(3, third.mac)
    assert checkpoint.signature == signature_of(checkpoint)
    assert AuditSeal.objects.order_by("number").first().number == 4
    assert not Event.objects.filter(pk__in=[event.pk for event in old[:3]]).exists()
    assert Event.objects.get(verb="audit.purged").subject == "3"
    assert verified()[0]


def test_the_log_goes_on_behind_a_checkpoint(old):
    purge_due(timezone.now())
    write_events(2)

    seal_due(timezone.now())

    assert AuditSeal.objects.latest("number").number == 10
    assert verified()[0]


def test_the_purge_is_exact_to_the_day():
    now = timezone.now()
    cut = start_of(night_of(now)) - KEPT
    for moved in (-timedelta(seconds=1), timedelta(0)):
        with time_machine.travel(cut + moved, tick=False):
            write_events(1)
            seal_due(timezone.now())
    export_due(now)

    assert purge_due(now) == 1
    assert Event.objects.order_by("pk").first().at == cut


def test_nothing_is_purged_that_was_not_exported():
    with time_machine.travel(timezone.now() - timedelta(days=4 * 365), tick=False):
        write_events(3)
        seal_due(timezone.now())
    write_events(1)
    seal_due(timezone.now())

    assert purge_due(timezone.now()) == 0


def test_a_part_that_is_not_sound_stays(old):
    sql("UPDATE audit_event SET verb = 'invented' WHERE id = %s", old[1].pk)

    assert purge_due(timezone.now()) == 0
    assert AuditSeal.objects.count() == 6


def test_a_changed_checkpoint_is_found(old):
    purge_due(timezone.now())
    sql("UPDATE audit_auditcheckpoint SET mac = %s", "0" * 64)

    assert verified()[1] == [
        "seal 3: the checkpoint that stands for purged events was changed",
        f"event {old[3].pk}, seal 4: its seal does not follow the one before it",
    ]


def test_a_removed_beginning_is_found_without_a_checkpoint(old):
    sql("DELETE FROM audit_event WHERE id = %s", old[0].pk)
    sql("DELETE FROM audit_auditseal WHERE number = 1")

    assert verified()[1][0] == "seal 1: missing, with its seal"


def test_an_invented_checkpoint_is_found(old):
    sixth = AuditSeal.objects.get(number=6)
    sql("DELETE FROM audit_auditseal WHERE number <= 6")
    sql("DELETE FROM audit_event WHERE id <= %s", old[5].pk)
    AuditCheckpoint.objects.create(
        number=6, mac=sixth.mac, older_than=timezone.now(), made_at=timezone.now(), signature="0"
    )

    assert verified()[1] == ["seal 6: the checkpoint that stands for purged events was changed"]


def test_the_database_lets_a_checkpoint_purge_nothing_of_the_last_half_year(old):
    """Whoever can only add rows gains nothing by adding a checkpoint."""
    AuditCheckpoint.objects.create(
        number=6, mac="0", older_than=timezone.now(), made_at=timezone.now(), signature="0"
    )

    with refused() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE id = %s", [old[4].pk])


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_event",
        "DELETE FROM audit_auditseal",
        "DELETE FROM audit_auditcheckpoint",
    ],
)
def test_even_after_a_purge_the_database_refuses_the_rest(old, statement):
    purge_due(timezone.now())

    with refused() as cursor:
        cursor.execute(statement)


@contextmanager
def refused() -> Iterator[Any]:
    """Expect that the database says no."""
    with (
        pytest.raises(IntegrityError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        yield cursor
