"""The database's own rules on which roles one person may have in force at once.

A check constraint sees one row; these need all rows of a person, so they are triggers. SQLite
forgets them when a migration alters the table of memberships: such a migration ends with
``install``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

EVENTS = ("INSERT", "UPDATE")
OTHERS = """
SELECT 1 FROM banks_membership AS other
WHERE other.user_id = NEW.user_id AND other.is_active AND other.id <> NEW.id AND ({clash})
"""
SQLITE_TRIGGER = """
CREATE TRIGGER {name}_{event} BEFORE {event} ON banks_membership
WHEN NEW.is_active AND EXISTS ({others})
BEGIN
    SELECT RAISE(ABORT, '{name}');
END
"""
# The person's row is locked first, so that two transactions cannot each add one of two roles.
POSTGRESQL_FUNCTION = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT NEW.is_active THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM banks_user WHERE id = NEW.user_id FOR UPDATE;
    IF EXISTS ({others}) THEN
        RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
    END IF;
    RETURN NEW;
END
$$
"""
POSTGRESQL_TRIGGER = """
CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON banks_membership
FOR EACH ROW EXECUTE FUNCTION {name}()
"""


@dataclass(frozen=True, slots=True)
class Guard:
    """A trigger by its name; ``clash`` says in SQL which ``other`` role ``NEW`` does not bear."""

    name: str
    clash: str

    def making(self, vendor: str) -> Iterator[str]:
        """Yield the statements that make it on this kind of database."""
        others = OTHERS.format(clash=self.clash)
        if vendor == "postgresql":
            yield POSTGRESQL_FUNCTION.format(name=self.name, others=others)
            yield POSTGRESQL_TRIGGER.format(name=self.name)
        else:
            for event in EVENTS:
                yield SQLITE_TRIGGER.format(name=self.name, event=event, others=others)

    def dropping(self, vendor: str) -> Iterator[str]:
        """Yield the statements that drop it."""
        if vendor == "postgresql":
            yield f"DROP TRIGGER {self.name} ON banks_membership"
            yield f"DROP FUNCTION {self.name}()"
        else:
            yield from (f"DROP TRIGGER {self.name}_{event}" for event in EVENTS)


GUARDS = (
    # Nobody has roles at banks and at the alliance.
    Guard("one_side_per_person", "(other.bank_id IS NULL) <> (NEW.bank_id IS NULL)"),
    # Whoever gives out accounts sees no answers, and whoever reads the log is in it only as a
    # reader: each of these two roles stands alone, all others may be held together.
    Guard(
        "one_power_per_person",
        "(NEW.role IN ('administrator', 'auditor') OR other.role IN ('administrator', 'auditor'))"
        " AND other.role <> NEW.role",
    ),
)


def install(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers; for a migration."""
    for guard in GUARDS:
        for statement in guard.making(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)


def remove(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop them."""
    for guard in GUARDS:
        for statement in guard.dropping(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)
