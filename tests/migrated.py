"""An empty SQLite database with every table: made once in a run, copied for each site that asks."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.named import ROOT


def put_tables_in(database: Path, factory: pytest.TempPathFactory) -> None:
    """Let a site of a test find the tables that its migrations would make."""
    base = factory.getbasetemp()
    run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    empty = run / "migrated.sqlite3"
    # The other worker may be making it.
    with (run / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not empty.exists():
            _migrate(empty)
    shutil.copyfile(empty, database)


def _migrate(database: Path) -> None:
    """Write under another name first: a run that breaks off leaves no half of it."""
    unfinished = database.with_suffix(".unfinished")
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT, env={**os.environ, "HIVE_DATABASE_URL": f"sqlite:///{unfinished}"}, check=True,
    )  # fmt: skip
    unfinished.rename(database)
