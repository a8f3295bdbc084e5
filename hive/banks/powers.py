"""The database's own rule that nobody reviews, administers and audits at once.

Whoever gives out accounts sees no answers, and whoever reads the log is in it only as a reader. A
check constraint sees one row; this needs all rows of a person, so it is a trigger, as ``sides``.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# The roles of banks and those that review may be held together; each of the others stands alone.
SQLITE_TRIGGER = """
CREATE TRIGGER IF NOT EXISTS one_power_per_person_{event}
BEFORE {event} ON banks_membership
WHEN NEW.is_active AND EXISTS (
    SELECT 1 FROM banks_membership AS other
    WHERE other.user_id = NEW.user_id AND other.is_active AND other.id <> NEW.id
      AND (NEW.role IN ('administrator', 'auditor') OR other.role IN ('administrator', 'auditor'))
      AND other.role <> NEW.role
)
BEGIN
    SELECT RAISE(ABORT, 'one_power_per_person');
END
"""

# The person's row is locked first, so that two transactions cannot each add one power.
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION one_power_per_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT NEW.is_active THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM banks_user WHERE id = NEW.user_id FOR UPDATE;
    IF EXISTS (
        SELECT 1 FROM banks_membership AS other
        WHERE other.user_id = NEW.user_id AND other.is_active AND other.id <> NEW.id
          AND (NEW.role IN ('administrator', 'auditor')
               OR other.role IN ('administrator', 'auditor'))
          AND other.role <> NEW.role
    ) THEN
        RAISE EXCEPTION 'one_power_per_person'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'one_power_per_person';
    END IF;
    RETURN NEW;
END
$$
"""
POSTGRESQL_TRIGGER = """
CREATE OR REPLACE TRIGGER one_power_per_person
BEFORE INSERT OR UPDATE ON banks_membership
FOR EACH ROW EXECUTE FUNCTION one_power_per_person()
"""


def install(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the trigger."""
    for statement in installing(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def remove(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the trigger."""
    for statement in removing(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def installing(vendor: str) -> tuple[str, ...]:
    """The statements that make the trigger on this kind of database."""
    if vendor == "postgresql":
        return POSTGRESQL_FUNCTION, POSTGRESQL_TRIGGER
    return tuple(SQLITE_TRIGGER.format(event=event) for event in ("INSERT", "UPDATE"))


def removing(vendor: str) -> tuple[str, ...]:
    """The statements that drop it."""
    if vendor == "postgresql":
        return (
            "DROP TRIGGER IF EXISTS one_power_per_person ON banks_membership",
            "DROP FUNCTION IF EXISTS one_power_per_person()",
        )
    return tuple(
        f"DROP TRIGGER IF EXISTS one_power_per_person_{event}" for event in ("INSERT", "UPDATE")
    )
