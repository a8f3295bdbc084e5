"""A full disk: the site says so, loses nothing, and goes on by itself when there is space again."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults import ledger
from tests.faults.clients import acknowledged, saving
from tests.faults.place import running, wait_for

MEGABYTES = 160


@contextmanager
def small_disk() -> Iterator[Path]:
    """Mount a disk that is soon full, where the database's own user gets at it; only root may."""
    with tempfile.TemporaryDirectory(prefix="hive-disk-") as directory:
        command = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=755", "tmpfs", directory]
        mounted = subprocess.run(command, stderr=subprocess.PIPE, check=False)
        if mounted.returncode != 0:
            pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.decode().strip()}")
        try:
            Path(directory).chmod(0o755)
            yield Path(directory)
        finally:
            subprocess.run(["umount", "--lazy", directory], check=True)


def fill(disk: Path) -> Path:
    """Take all the space that is left."""
    filler = disk / "filler"
    with filler.open("wb") as file:
        try:
            while True:
                file.write(bytes(2**16))
                file.flush()
        except OSError:
            return filler


@pytest.mark.faults
def test_a_full_disk_loses_nothing_and_is_over_when_there_is_space() -> None:
    with small_disk() as disk, running("postgresql", directory=disk) as place:
        with saving(place) as browsers:
            wait_for(lambda: acknowledged(browsers) >= 200, seconds=300)
            filler = fill(disk)
            wait_for(lambda: any(503 in browser.statuses for browser in browsers), seconds=120)

            filler.unlink()
            before = acknowledged(browsers)
            wait_for(lambda: acknowledged(browsers) > before + len(browsers), seconds=10)

        assert ledger.lost(place, browsers) == []
        assert ledger.stale(place, browsers) == []
        assert ledger.folds_to_the_answers(place)
