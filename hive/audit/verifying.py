"""Checking the log in the database against its seals, and against what was kept outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from hive.audit import archive, exports
from hive.audit.chain import ORIGIN, Finding, Head, Kind, against_heads, faults_in
from hive.audit.links import last_head, links_between, purged_head, signature_of
from hive.audit.models import AuditCheckpoint, AuditSeal, Event

# A sealer that ticks every minute has sealed everything that is older.
LONGEST_UNSEALED = timedelta(hours=1)


@dataclass(frozen=True)
class Verdict:
    """What was checked, and what was found."""

    first: int
    last: int
    heads: int
    findings: list[Finding]
    unreadable: list[str]

    @property
    def count(self) -> int:
        """How many things are wrong."""
        return len(self.findings) + len(self.unreadable)

    @property
    def is_sound(self) -> bool:
        """Whether nothing at all was found."""
        return self.count == 0


def verify(now: datetime) -> Verdict:
    """Follow the chain from its beginning to its end, and compare with every head kept outside."""
    # What was kept outside is read first, so that what is sealed meanwhile only adds to it.
    heads, unreadable = _kept_heads()
    start, end = purged_head(), last_head()
    wanted = [head.number for head in heads]
    macs = dict(AuditSeal.objects.filter(number__in=wanted).values_list("number", "mac"))
    findings = [
        *_forged_checkpoints(),
        *faults_in(links_between(0, end.number), start),
        *_unsealed(now),
        *against_heads(heads, macs, end.number, start.number),
    ]
    return Verdict(start.number + 1, end.number, len(heads), findings, unreadable)


def _kept_heads() -> tuple[list[Head], list[str]]:
    """What the files outside say, and which of them say nothing that can be trusted."""
    heads, unreadable = [], []
    try:
        heads.append(archive.kept_head())
    except archive.HeadUnreadable:
        unreadable.append(archive.HEAD)
    for file in archive.exports():
        try:
            heads.append(exports.head_in(file.path))
        except (exports.NotAnExport, OSError) as reason:
            unreadable.append(str(reason))
    return [head for head in heads if head != ORIGIN], unreadable


def _forged_checkpoints() -> Iterator[Finding]:
    for checkpoint in AuditCheckpoint.objects.all():
        if checkpoint.signature != signature_of(checkpoint):
            yield Finding(Kind.CHECKPOINT, checkpoint.number)


def _unsealed(now: datetime) -> Iterator[Finding]:
    waiting = Event.objects.filter(seal=None, at__lt=now - LONGEST_UNSEALED).order_by("pk")
    for key in waiting.values_list("pk", flat=True):
        yield Finding(Kind.UNSEALED, event=key)
