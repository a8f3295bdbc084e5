"""Reading the log is an act of its own."""

from __future__ import annotations

from collections.abc import Mapping

from hive.audit.log import Actor, record
from hive.audit.models import Event


def note_look(*, chosen: Mapping[str, str], by: Actor) -> None:
    """Note that somebody looked at the log, and what for."""
    record("audit.viewed", Event(), by=by, chosen=dict(chosen))
