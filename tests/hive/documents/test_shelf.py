"""Kept files have names that say nothing, are whole or absent, and go when nothing needs them."""

from __future__ import annotations

import os
import re
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.utils import timezone

from hive.documents import shelf
from tests import files

NAME = re.compile(r"evidence/([0-9a-f]{2})/([0-9a-f]{2})/\1\2[0-9a-f]{28}")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@contextmanager
def a_full_disk() -> Iterator[None]:
    """Let no file of this process grow beyond some bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_names_are_random_and_spread_over_folders() -> None:
    names = {shelf.put(BytesIO(b"same")) for _ in range(50)}

    assert len(names) == 50
    assert all(NAME.fullmatch(name) for name in names)


def test_a_file_and_its_previews_lie_beside_each_other(folder: Path) -> None:
    name = shelf.put(BytesIO(b"paper"), [BytesIO(b"one"), BytesIO(b"two")])

    lying = {str(p.relative_to(folder)): p.read_bytes() for p in files.stored_files(folder)}
    assert lying == {name: b"paper", f"{name}-1.png": b"one", f"{name}-2.png": b"two"}


def test_nobody_else_on_the_machine_can_read_a_file(folder: Path) -> None:
    shelf.put(BytesIO(b"paper"))

    (path,) = files.stored_files(folder)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_full_disk_leaves_nothing_behind(folder: Path) -> None:
    with a_full_disk(), pytest.raises(OSError, match="File too large"):
        shelf.put(BytesIO(b"small"), [BytesIO(b"x" * 5000)])

    assert files.stored_files(folder) == []


TRAVERSAL = """
../evil
../../etc/passwd
evidence/../../evil
/etc/passwd
/evil
evidence/aa/../../../evil
./../evil
evidence//../../../evil
....//....//../../../evil
evidence/aa/bb/../../../../evil
""".split()


@pytest.mark.parametrize("name", TRAVERSAL)
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    with pytest.raises(SuspiciousFileOperation):
        default_storage.path(name)
    with pytest.raises(SuspiciousFileOperation):
        shelf.open_file(name)


def test_discarding_takes_the_previews_along(folder: Path) -> None:
    name = shelf.put(BytesIO(b"paper"), [BytesIO(b"one")])

    shelf.discard(name, 1)

    assert files.stored_files(folder) == []


def test_only_old_files_without_an_owner_are_swept(folder: Path) -> None:
    kept, old, new = (shelf.put(BytesIO(b"x"), [BytesIO(b"p")]) for _ in range(3))
    yesterday = timezone.now() - timedelta(days=1)
    for name in (kept, old):
        for path in (default_storage.path(name), default_storage.path(f"{name}-1.png")):
            os.utime(path, (yesterday.timestamp() - 60,) * 2)

    swept = shelf.sweep({kept}, before=yesterday)

    names = {str(path.relative_to(folder)) for path in files.stored_files(folder)}
    assert swept == 2
    assert names == {kept, f"{kept}-1.png", new, f"{new}-1.png"}
