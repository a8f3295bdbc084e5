"""What somebody with the password of the database does to the audit log."""

from __future__ import annotations

from importlib import import_module
from io import StringIO
from typing import TYPE_CHECKING

from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

if TYPE_CHECKING:
    from hive.audit.models import Event

TABLES = ("audit_event", "audit_auditseal", "audit_auditcheckpoint")


def write_events(count: int) -> list[Event]:
    """Some acts on record."""
    event = apps.get_model("audit", "Event")
    return [
        event.objects.create(verb="make_bank", subject_type="banks.bank", detail={"place": n})
        for n in range(count)
    ]


def sql(statement: str, *values: object) -> None:
    """Write past everything that the site does, the guards of the database as well."""
    _without_guards("stays", "leaves")
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def let_sqlite_delete() -> None:
    """Take away the guards against deleting; what tests them sets them again."""
    if connection.vendor == "sqlite":
        _without_guards("leaves")


def guard_again() -> None:
    """Set the guards as they are in earnest."""
    if connection.vendor == "sqlite":
        guards = import_module("hive.audit.migrations.0002_append_only")
        _without_guards("stays", "leaves")
        with connection.cursor() as cursor:
            for statement in guards._in_sqlite():
                cursor.execute(statement)


def _without_guards(*names: str) -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            where = f" ON {table}" if connection.vendor == "postgresql" else ""
            for name in names:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}{where}")


def verified(*words: str) -> tuple[bool, list[str]]:
    """What hive_verify says: whether all is well, and each finding."""
    said = StringIO()
    try:
        call_command("hive_verify", *words, stdout=said)
    except CommandError:
        return False, said.getvalue().splitlines()[1:]
    return True, said.getvalue().splitlines()[1:]
