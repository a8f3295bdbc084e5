"""The sealer: every event once, numbers without gaps, two at once, and nothing covered up."""

from __future__ import annotations

import logging
import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from hive.audit import archive
from hive.audit.chain import Head, canonical
from hive.audit.log import record
from hive.audit.models import AuditSeal, Event
from hive.audit.workflow import export_due, seal_due, sealing
from hive.banks.models import Bank
from tests.tampering import guard_again, sql, verified, write_events

pytestmark = pytest.mark.django_db


def test_every_event_is_sealed_once_and_in_order(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 4)
    events = write_events(10)

    done = seal_due(timezone.now()), seal_due(timezone.now())

    seals = list(AuditSeal.objects.all())
    assert done == (10, 0)
    assert [(seal.number, seal.event_id) for seal in seals] == [
        (number, event.pk) for number, event in enumerate(events, 1)
    ]
    assert [seal.previous for seal in seals] == ["", *(seal.mac for seal in seals[:-1])]
    assert verified() == (True, ["Nothing was changed, deleted, inserted or moved."])


def test_a_late_event_goes_behind_those_that_are_sealed():
    first, late, second = write_events(3)
    number = late.pk
    sql("DELETE FROM audit_event WHERE id = %s", number)
    seal_due(timezone.now())
    Event(pk=number, verb="make_bank", subject_type="banks.bank").save(force_insert=True)

    seal_due(timezone.now())

    assert [seal.event_id for seal in AuditSeal.objects.all()] == [first.pk, second.pk, number]
    assert verified()[0]


def test_values_of_every_kind_are_sealed_as_the_database_gives_them_back():
    detail = {"b": [1, 2.5, None, True], "a": {"文": "é\u2028\n", "big": 2**60, "small": 1e-9}}
    record("make_bank", Bank(), by=None, **detail)

    seal_due(timezone.now())

    assert verified()[0]


def test_half_a_character_does_not_stop_the_sealer():
    assert canonical({"half": "\ud83d"}) == b'{"half":"\xed\xa0\xbd"}'


def test_the_head_is_kept_outside_after_every_sealing():
    assert archive.kept_head() == Head(0, "")
    write_events(3)

    seal_due(timezone.now())

    assert archive.kept_head() == Head(3, AuditSeal.objects.get(number=3).mac)
    assert archive.folder().stat().st_mode & 0o077 == 0


def test_nothing_is_sealed_over_a_cut_tail(caplog):
    write_events(5)
    seal_due(timezone.now())
    sql("DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_auditseal WHERE number>3)")
    sql("DELETE FROM audit_auditseal WHERE number > 3")
    write_events(2)

    with caplog.at_level(logging.ERROR):
        sealed = seal_due(timezone.now())

    assert (sealed, AuditSeal.objects.count()) == (0, 3)
    assert "hive_verify" in caplog.text


def test_nothing_is_sealed_once_the_kept_head_was_changed():
    write_events(2)
    seal_due(timezone.now())
    file = archive.folder() / archive.HEAD
    file.write_bytes(file.read_bytes().replace(b'"number":2', b'"number":1'))
    write_events(1)

    assert seal_due(timezone.now()) == 0
    assert verified() == (False, ["head.json"])


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"number": 1}', "null"])
def test_a_head_that_says_nothing_stops_the_sealer(content):
    write_events(1)
    seal_due(timezone.now())
    (archive.folder() / archive.HEAD).write_text(content)
    write_events(1)

    assert seal_due(timezone.now()) == 0


def test_a_full_disk_stops_neither_the_sealer_nor_the_clock(caplog):
    write_events(1)
    seal_due(timezone.now())
    write_events(2)

    with caplog.at_level(logging.CRITICAL + 1, logger="hive.audit"), full_disk():
        done = seal_due(timezone.now()), export_due(timezone.now())

    assert done == (2, 0)
    assert archive.kept_head().number == 1
    assert [path.name for path in archive.folder().iterdir()] == [archive.HEAD]
    assert export_due(timezone.now()) == 3
    assert verified()[0]


@contextmanager
def full_disk() -> Iterator[None]:
    """Let no file of this process grow."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_number_is_given_once():
    write_events(2)
    seal_due(timezone.now())
    (event,) = write_events(1)
    twice = AuditSeal(number=2, event=event, previous="", sealed_at=timezone.now(), mac="x")

    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save(force_insert=True)


@pytest.mark.parametrize("table", ["audit_event", "audit_auditseal"])
@pytest.mark.parametrize("act", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_the_log(table, act):
    write_events(2)
    seal_due(timezone.now())
    guard_again()
    column = "verb" if table == "audit_event" else "mac"

    with (
        pytest.raises(IntegrityError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act.format(table, column, column))

    assert verified()[0]
