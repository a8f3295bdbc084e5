"""Signed exports: one every night, and what an auditor asks for."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import BinaryIO

from hive.audit import archive, exports
from hive.audit.chain import ORIGIN, Head, Link
from hive.audit.links import last_head, link_of, links_between, purged_head
from hive.audit.log import Actor, record
from hive.audit.models import AuditSeal, Event
from hive.audit.nights import night_of

logger = logging.getLogger(__name__)


def export_due(now: datetime) -> int:
    """Once a night, write what was sealed since the last export; returns how many events."""
    night, before = night_of(now), archive.exports()
    if before and before[-1].night >= night:
        return 0
    try:
        return _export(night, _start_after(before), now)
    except (exports.NotAnExport, OSError):
        logger.exception("The audit log could not be exported. The next tick tries again.")
        return 0


def _export(night: date, start: Head, now: datetime) -> int:
    last = last_head()
    if last.number <= start.number:
        return 0
    path = archive.path_of(night, start.number + 1, last.number)
    with archive.written_whole(path) as file:
        links = links_between(start.number, last.number)
        written = exports.write(file.write, links, after=start, made_at=now)
    record(
        "audit.exported", AuditSeal(number=last.number), by=None, first=start.number + 1,
        events=written.events, sha256=written.sha256, file=path.name,
    )  # fmt: skip
    return written.events


def export_chosen(
    events: Iterable[Event], *, chosen: Mapping[str, str], made_at: datetime, by: Actor
) -> BinaryIO:
    """Write these sealed events, signed, for a person; the file is gone when it is closed.

    No transaction: what is sealed does not change, and on SQLite others would wait to write.
    """
    with ExitStack() as on_failure:
        file = on_failure.enter_context(TemporaryFile())
        written = exports.write(
            file.write, _links(events), after=ORIGIN, made_at=made_at, chosen=chosen
        )
        record(
            "audit.downloaded", Event(), by=by, chosen=dict(chosen),
            events=written.events, sha256=written.sha256,
        )  # fmt: skip
        file.seek(0)
        on_failure.pop_all()
    return file


def _links(events: Iterable[Event]) -> Iterator[Link]:
    return (link_of(event.seal, event) for event in events)


def _start_after(before: list[archive.ExportFile]) -> Head:
    """Where the next export begins: behind the last one, as long as that is still known."""
    purged = purged_head()
    if not before or before[-1].last <= purged.number:
        return purged
    return exports.head_in(before[-1].path)
