"""A worker that is killed while it sets scorecards loses none and makes none twice."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from tests.faults.place import ROOT, wait_for
from tests.migrated import put_tables_in

DATABASE = "site.sqlite3"
ROWS = "SELECT state, stored_name, sha256, attempts FROM reports_scorecardfile"
DONE = "SELECT subject FROM audit_event WHERE verb = 'scorecard.prepared' AND result = 'done'"


def test_a_killed_worker_loses_no_scorecard(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    put_tables_in(tmp_path / DATABASE, tmp_path_factory)
    kills_lose_nothing(tmp_path, banks=2, kills=1)


@pytest.mark.faults
def test_workers_killed_ten_times_lose_no_scorecard(tmp_path: Path) -> None:
    kills_lose_nothing(tmp_path, banks=12, kills=10)


def kills_lose_nothing(folder: Path, *, banks: int, kills: int) -> None:
    """Kill one worker after the other in the midst of a scorecard; then let the last one finish."""
    run(folder, "tests.faults.scorecards", "publish", str(banks))

    for number in range(kills):
        before = attempts(folder)
        worker = start(folder, "manage", "worker", "--seconds", "1")
        wait_for(lambda before=before: attempts(folder) > before, seconds=120)
        time.sleep(Random(number).random())
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    run(folder, "tests.faults.scorecards", "later")

    rows = asked(folder, ROWS)
    assert {(state, hash_of(folder, name) == sha256) for state, name, sha256, _ in rows} == {
        ("ready", True)
    }
    assert len(rows) == len(asked(folder, DONE)) == len(set(asked(folder, DONE))) == 2 * banks
    assert 2 * banks <= attempts(folder) <= 2 * banks + kills


def run(folder: Path, module: str, *words: str) -> None:
    assert start(folder, module, *words).wait() == 0


def start(folder: Path, module: str, *words: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "HIVE_DATABASE_URL": f"sqlite:///{folder / DATABASE}",
        "HIVE_MEDIA_ROOT": str(folder / "media"),
        "HIVE_AUDIT_ROOT": str(folder / "audit"),
        "PYTHONWARNINGS": "ignore",
    }
    return subprocess.Popen([sys.executable, "-m", module, *words], cwd=ROOT, env=environment)


def attempts(folder: Path) -> int:
    return sum(row[3] for row in asked(folder, ROWS))


def asked(folder: Path, query: str) -> list[tuple]:
    with closing(sqlite3.connect(folder / DATABASE, timeout=20)) as database:
        return database.execute(query).fetchall()


def hash_of(folder: Path, name: str) -> str:
    return hashlib.sha256((folder / "media" / name).read_bytes()).hexdigest()
