"""hive_verify: each kind of tampering with the tables is named by its event."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from hive.audit.log import record
from hive.audit.models import AuditSeal, Event
from hive.audit.workflow import export_due, purge_due, seal_due, verify_due
from hive.banks import workflow
from hive.banks.models import Bank
from hive.banks.roles import Role
from hive.post.models import OutboxMail
from tests.factories import make_user
from tests.tampering import sql, verified, write_events

pytestmark = pytest.mark.django_db


@pytest.fixture
def events() -> list[Event]:
    """Eight sealed events."""
    written = write_events(8)
    seal_due(timezone.now())
    return written


UPDATE = "UPDATE audit_event SET {} = {} WHERE id = %s"
COLUMNS = {
    "at": "'2026-01-01 00:00:00+00:00'",
    "actor": "'11111111111111111111111111111111'",
    "actor_label": "'x'",
    "verb": "'x'",
    "subject_type": "'x'",
    "subject": "'x'",
    "bank": "'11111111111111111111111111111111'",
    "result": "'failed'",
    "detail": """'{"place": 99}'""",
}


@pytest.mark.parametrize(("column", "value"), COLUMNS.items())
def test_a_change_of_any_column_is_found(events, column, value):
    sql(UPDATE.format(column, value), events[3].pk)

    is_well, findings = verified()

    assert not is_well
    assert findings[0] == f"event {events[3].pk}, seal 4: changed after it was sealed"


def test_the_columns_are_all_that_an_event_has():
    assert {field.column for field in Event._meta.fields} == {"id", *COLUMNS}


def test_a_deleted_event_is_found(events):
    sql("DELETE FROM audit_event WHERE id = %s", events[3].pk)

    assert verified() == (False, [f"event {events[3].pk}, seal 4: deleted, its seal still stands"])


def test_an_event_deleted_with_its_seal_is_found(events):
    sql("DELETE FROM audit_event WHERE id = %s", events[3].pk)
    sql("DELETE FROM audit_auditseal WHERE number = 4")

    assert verified() == (False, ["seal 4: missing, with its seal"])


def test_two_events_in_each_others_place_are_found(events):
    two, six = events[1].pk, events[5].pk
    for number, event in ((2, -1), (6, two), (2, six)):
        sql("UPDATE audit_auditseal SET event_id = %s WHERE number = %s", event, number)

    assert verified() == (
        False,
        [
            f"event {six}, seal 2: in the place of another event",
            f"event {two}, seal 6: in the place of another event",
        ],
    )


def test_a_changed_seal_is_found(events):
    sql("UPDATE audit_auditseal SET mac = %s WHERE number = 4", "0" * 64)

    assert verified() == (
        False,
        [
            f"event {events[3].pk}, seal 4: its seal was changed, or made without the key",
            f"event {events[4].pk}, seal 5: its seal does not follow the one before it",
        ],
    )


def test_an_event_inserted_with_an_invented_seal_is_found(events):
    added = record("make_bank", Bank(), by=None)
    last = AuditSeal.objects.get(number=8)
    AuditSeal.objects.create(
        number=9, event=added, previous=last.mac, sealed_at=timezone.now(), mac="0" * 64
    )

    assert verified() == (False, [f"event {added.pk}, seal 9: changed after it was sealed"])


def test_an_event_inserted_for_the_sealer_to_seal_is_found_by_its_time(events):
    added = record("make_bank", Bank(), by=None)
    sql(
        "UPDATE audit_event SET at = %s WHERE id = %s", timezone.now() - timedelta(days=9), added.pk
    )
    before_sealing = verified()

    seal_due(timezone.now())

    assert before_sealing == (
        False,
        [f"event {added.pk}: not sealed, though it is older than an hour"],
    )
    assert verified() == (
        False,
        [f"event {added.pk}, seal 9: claims a time at which it was not there"],
    )


def test_a_cut_tail_is_found_by_the_head_kept_outside(events):
    sql("DELETE FROM audit_event WHERE id > %s", events[4].pk)
    sql("DELETE FROM audit_auditseal WHERE number > 5")

    assert verified() == (
        False,
        ["seal 6 to 8: missing: the chain was longer when it was last kept outside the database"],
    )


def test_a_chain_rebuilt_with_the_key_is_found_by_an_export(events, outside):
    export_due(timezone.now())
    (outside / "head.json").unlink()
    sql("DELETE FROM audit_auditseal WHERE number > 2")
    sql("UPDATE audit_event SET verb = 'invented' WHERE id = %s", events[3].pk)

    seal_due(timezone.now())

    assert verified()[1][:1] == [
        "seal 8: sealed differently from what was kept outside the database"
    ]


def test_an_emptied_log_is_found(events):
    sql("DELETE FROM audit_event")
    sql("DELETE FROM audit_auditseal")

    assert verified()[1] == [
        "seal 1 to 8: missing: the chain was longer when it was last kept outside the database"
    ]


def test_an_empty_log_is_sound():
    assert verified()[0]


def test_the_night_notes_what_it_found_and_mails_the_auditors(events):
    make_user("auditor@a.example", Role.AUDITOR)
    make_user("admin@a.example", Role.ADMINISTRATOR)
    sql("DELETE FROM audit_event WHERE id = %s", events[3].pk)

    found = [workflow.verify_audit_log(timezone.now()) for _each in range(2)]

    event = Event.objects.get(verb="audit.verified")
    mail = OutboxMail.objects.get()
    assert found == [1, 0]
    assert (event.result, event.detail["findings"]) == ("failed", 1)
    assert (mail.recipient, mail.template) == ("auditor@a.example", "audit_log_not_sound")
    assert "found 1 fault" in mail.body


def test_a_sound_night_is_noted_and_mailed_to_nobody(events):
    make_user("auditor@a.example", Role.AUDITOR)

    assert workflow.verify_audit_log(timezone.now()) == 0
    assert Event.objects.get(verb="audit.verified").result == "done"
    assert not OutboxMail.objects.exists()


def test_the_clock_seals_verifies_and_exports(outside):
    write_events(3)

    call_command("tick")
    call_command("tick")

    verbs = Event.objects.exclude(verb="make_bank").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["audit.verified", "audit.exported"]
    assert AuditSeal.objects.count() == 5
    assert len(list(outside.glob("audit-*.jsonl"))) == 1
    assert verified()[0]


def test_years_of_nights_verify():
    start = timezone.now() - timedelta(days=1500)
    for day in range(0, 1500, 150):
        with time_machine.travel(start + timedelta(days=day), tick=False):
            now = timezone.now()
            write_events(2)
            seal_due(now)
            verify_due(now, tell=lambda verdict: None)
            export_due(now)
            purge_due(now)

    failed = Event.objects.filter(verb="audit.verified").exclude(result="done")
    assert not failed.exists()
    with time_machine.travel(start + timedelta(days=1350), tick=False):
        assert verified()[0]
    assert AuditSeal.objects.order_by("number").first().number > 1
