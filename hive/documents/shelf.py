"""Where files are kept: under random names, written whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage

EVIDENCE = "evidence"
SCORECARDS = "scorecards"
UNFINISHED = ".part"
# A file whose row was never committed is left this long, then swept.
ORPHANS_STAY = timedelta(days=1)


class DurableStorage(FileSystemStorage):
    """Django's file storage, but a file is on disk, whole, before its name exists."""

    def _save(self, name: str, content: Any) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = path.with_name(f"{path.name}{UNFINISHED}")
        try:
            with unfinished.open("xb") as target:
                os.fchmod(target.fileno(), 0o600)
                for chunk in content.chunks():
                    target.write(chunk)
                target.flush()
                os.fsync(target.fileno())
            unfinished.replace(path)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
        _settle(path.parent)
        return name


def put(content: IO[bytes], previews: Sequence[IO[bytes]] = (), *, folder: str = EVIDENCE) -> str:
    """Keep a file and its previews; returns the name, which says nothing about them.

    OSError when there is no room: then nothing of it stays.
    """
    token = secrets.token_hex(16)
    name = f"{folder}/{token[:2]}/{token[2:4]}/{token}"
    try:
        default_storage.save(name, File(content))
        for page, preview in enumerate(previews, start=1):
            default_storage.save(preview_of(name, page), File(preview))
    except OSError:
        discard(name, len(previews))
        raise
    return name


def preview_of(name: str, page: int) -> str:
    """The name of a page's picture; pages count from 1."""
    return f"{name}-{page}.png"


def open_file(name: str) -> File:
    """Open a kept file for reading; FileNotFoundError when it is gone."""
    return default_storage.open(name)


def discard(name: str, previews: int) -> None:
    """Delete a file with its previews, as far as they are there."""
    for one in (name, *(preview_of(name, page) for page in range(1, previews + 1))):
        default_storage.delete(one)


def sweep(kept: Collection[str], before: datetime, *, folder: str = EVIDENCE) -> int:
    """Delete files that nothing refers to and that are older than ``before``; say how many."""
    count = 0
    for path in list(_files(folder)):
        name = f"{folder}/{path.parent.parent.name}/{path.parent.name}/{path.name[:32]}"
        if name not in kept and path.stat().st_mtime < before.timestamp():
            path.unlink()
            count += 1
    return count


def _files(folder: str) -> Iterator[Path]:
    return (p for p in Path(default_storage.path(folder)).glob("*/*/*") if p.is_file())


def _settle(folder: Path) -> None:
    """Make the new name itself durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
