"""Empties the tables after a test that committed; thousands of tests want that quick."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.management.color import Style
from django.core.management.commands import flush
from django.db.backends.base.base import BaseDatabaseWrapper

# What migrating left there, and what no test changes.
KEPT = {"django_content_type", "auth_permission"}
CACHE = settings.CACHES["default"]["LOCATION"]
# No trigger, neither of a reference nor of the guards, hears what a replica does.
AS_A_REPLICA = "SET LOCAL session_replication_role = replica"


def empty_quickly(patch: pytest.MonkeyPatch) -> None:
    """Let "flush" delete rows, and leave alone what it would have to make anew."""
    patch.setattr(flush, "sql_flush", _emptying)
    patch.setattr(flush, "emit_post_migrate_signal", lambda *given, **more: None)


def _emptying(
    style: Style, connection: BaseDatabaseWrapper, *, reset_sequences: bool, allow_cascade: bool
) -> list[str]:
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    # What is counted against guessing is counted of people, and the next ones may have their keys.
    tables = [*(name for name in names if name not in KEPT), CACHE]
    if connection.vendor != "postgresql":
        return connection.ops.sql_flush(style, tables, reset_sequences=reset_sequences)
    # To truncate a table writes new files, even for an empty one.
    deletes = [" ".join(["DELETE FROM", connection.ops.quote_name(name)]) for name in tables]
    return ["; ".join([AS_A_REPLICA, *deletes])]
