"""What is kept of the log outside the database: its head after every sealing, and the exports."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from django.conf import settings

from hive.audit.chain import ORIGIN, Head, canonical
from hive.audit.keys import keyed_hash

HEAD = "head.json"
NAME = re.compile(r"audit-(\d{4}-\d\d-\d\d)-(\d+)-(\d+)\.jsonl")


class HeadUnreadable(Exception):
    """The file that says how far the chain reached was changed, or cannot be read."""


@dataclass(frozen=True)
class ExportFile:
    """One nightly export: whose night, and which seals it holds."""

    path: Path
    night: date
    first: int
    last: int


def folder() -> Path:
    """Where everything is kept; outside the database, for the worker alone."""
    return Path(settings.HIVE_AUDIT_ROOT)


def kept_head() -> Head:
    """How far the chain reached when it was last sealed from this machine."""
    try:
        kept = json.loads((folder() / HEAD).read_bytes())
        head = Head(kept["number"], kept["mac"])
        is_ours = kept["signature"] == _signature(head)
    except FileNotFoundError:
        return ORIGIN
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise HeadUnreadable from error
    if not is_ours:
        raise HeadUnreadable
    return head


def keep_head(head: Head) -> None:
    """Write down how far the chain reaches."""
    content = {"number": head.number, "mac": head.mac, "signature": _signature(head)}
    with written_whole(folder() / HEAD) as file:
        file.write(canonical(content) + b"\n")


def exports() -> list[ExportFile]:
    """The nightly exports that lie here, the earliest first."""
    found = [
        ExportFile(path, date.fromisoformat(name[1]), int(name[2]), int(name[3]))
        for path in folder().glob("audit-*.jsonl")
        if (name := NAME.fullmatch(path.name))
    ]
    return sorted(found, key=lambda each: each.last)


def path_of(night: date, first: int, last: int) -> Path:
    """What the export of a night is called."""
    return folder() / f"audit-{night.isoformat()}-{first:012d}-{last:012d}.jsonl"


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """Write a file so that it is there as a whole, on the disk, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        with open(draft, "xb", opener=_for_owner) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    opened = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _signature(head: Head) -> str:
    return keyed_hash("head", canonical([head.number, head.mac]))
