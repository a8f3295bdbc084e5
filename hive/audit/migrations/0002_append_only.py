"""The database itself lets nobody change the log, nor delete more than a checkpoint stands for.

Django makes a table of SQLite anew when it alters it, and forgets triggers: a later migration that
alters one of these tables ends with ``guard`` again.
"""

from django.db import migrations

LEAST_DAYS = 180
CHANGED = ["audit_event", "audit_auditseal", "audit_auditcheckpoint"]
# What may be deleted: an old event whose seal a checkpoint covers, then its seal, no checkpoint.
DELETED = {
    "audit_event": (
        "OLD.at < {cut} AND EXISTS (SELECT 1 FROM audit_auditseal s "
        "JOIN audit_auditcheckpoint c ON s.number <= c.number WHERE s.event_id = OLD.id)"
    ),
    "audit_auditseal": (
        "EXISTS (SELECT 1 FROM audit_auditcheckpoint c WHERE OLD.number <= c.number) "
        "AND NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.id = OLD.event_id)"
    ),
    "audit_auditcheckpoint": "1 = 0",
}
REFUSAL = "The audit log is only added to."
# Works with the rights of the owner of the tables, so the role of the site needs none to delete.
PURGE = """
CREATE FUNCTION audit_purge(until bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_auditseal WHERE number <= until);
DELETE FROM audit_auditseal WHERE number <= until;
$$
"""


def guard(apps, schema_editor):
    """Make the triggers."""
    make = {"postgresql": _in_postgresql, "sqlite": _in_sqlite}[schema_editor.connection.vendor]
    for statement in make():
        schema_editor.execute(statement, None)


def unguard(apps, schema_editor):
    """Take them away."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION audit_purge")
        schema_editor.execute("DROP FUNCTION audit_refuse CASCADE")
        for table in CHANGED:
            schema_editor.execute(f"DROP FUNCTION {table}_leave CASCADE")
    else:
        for table in CHANGED:
            schema_editor.execute(f"DROP TRIGGER {table}_stays")
            schema_editor.execute(f"DROP TRIGGER {table}_leaves")


def _in_postgresql():
    refuse = f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';"
    yield (
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {refuse} END $$"
    )
    for table in CHANGED:
        condition = DELETED[table].format(cut=f"now() - interval '{LEAST_DAYS} days'")
        yield (
            f"CREATE FUNCTION {table}_leave() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN RETURN OLD; END IF; {refuse} END $$"
        )
        yield (
            f"CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
        )
        yield (
            f"CREATE TRIGGER {table}_leaves BEFORE DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_leave()"
        )
    yield PURGE


def _in_sqlite():
    for table in CHANGED:
        condition = DELETED[table].format(cut=f"datetime('now', '-{LEAST_DAYS} days')")
        yield (
            f"CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
        yield (
            f"CREATE TRIGGER {table}_leaves BEFORE DELETE ON {table} WHEN NOT ({condition}) "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


class Migration(migrations.Migration):
    """Guards the three tables."""

    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(guard, unguard)]
