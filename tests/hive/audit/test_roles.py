"""The roles of the database: the site only adds to the log, the reader only reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from hive.audit.models import AuditSeal, Event
from hive.audit.workflow import export_due, purge_due, seal_due
from tests.tampering import verified, write_events

pytestmark = pytest.mark.django_db

ROLES = Path(__file__).parents[3] / "tools" / "roles.sql"
LOG = ("audit_event", "audit_auditseal", "audit_auditcheckpoint")


@pytest.fixture(autouse=True)
def _roles(db: None) -> None:
    """Make the roles inside the test's own transaction, which takes them away again."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows no roles")
    with connection.cursor() as cursor:
        cursor.execute(ROLES.read_text())


@contextmanager
def acting_as(role: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        yield
        cursor.execute("RESET ROLE")


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except ProgrammingError as error:
        return "permission denied" in str(error) or "must be owner" in str(error)
    return False


@pytest.mark.parametrize("table", LOG)
def test_the_site_adds_to_the_log_and_changes_none_of_it(table):
    column = "verb" if table == "audit_event" else "mac"
    tries = [
        statement.format(table=table, column=column)
        for statement in (
            "UPDATE {table} SET {column} = ''",
            "DELETE FROM {table}",
            "TRUNCATE {table}",
            "ALTER TABLE {table} DISABLE TRIGGER ALL",
            "DROP TABLE {table}",
        )
    ]

    with acting_as("hive_site"):
        assert [statement for statement in tries if not refused(statement)] == []


def test_the_site_makes_and_drops_no_table():
    tries = [
        "CREATE TABLE mine (id int)",
        "DROP TABLE banks_bank",
        "ALTER TABLE banks_bank ADD COLUMN mine int",
        "DROP FUNCTION audit_purge",
        "DELETE FROM django_migrations",
    ]

    with acting_as("hive_site"):
        assert [statement for statement in tries if not refused(statement)] == []


def test_the_site_seals_exports_and_purges_with_these_rights():
    with acting_as("hive_site"):
        with time_machine.travel(timezone.now() - timedelta(days=4 * 365), tick=False):
            write_events(3)
            seal_due(timezone.now())
        write_events(1)
        seal_due(timezone.now())
        export_due(timezone.now())

        purged = purge_due(timezone.now())

        assert purged == 3
        assert AuditSeal.objects.count() == 1
        assert Event.objects.filter(verb="make_bank").count() == 1
        assert verified()[0]


def test_the_reader_reads_and_neither_writes_nor_sees_secrets():
    tries = [
        "INSERT INTO banks_bank (id) VALUES (gen_random_uuid())",
        "UPDATE banks_bank SET code = ''",
        "DELETE FROM audit_event",
        "SELECT audit_purge(1)",
        "CREATE TABLE mine (id int)",
        "SELECT password FROM banks_user",
        "SELECT * FROM mfa_authenticator",
        "SELECT * FROM banks_recoverycode",
        "SELECT * FROM banks_session",
        "SELECT password FROM banks_pastpassword",
    ]

    with acting_as("hive_reader"):
        assert Event.objects.count() == 0
        assert [statement for statement in tries if not refused(statement)] == []
