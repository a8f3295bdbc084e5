"""Sealers that run two at once and are killed leave one chain without gaps."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest

from tests.faults.place import ROOT, wait_for

Environment = dict[str, str]


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Environment]:
    """The environment of processes with a database of their own, of the kind that is tested."""
    where = {"HIVE_AUDIT_ROOT": str(tmp_path / "audit"), "PYTHONWARNINGS": "ignore"}
    url = os.environ.get("HIVE_DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {**os.environ, **where, "HIVE_DATABASE_URL": f"sqlite:///{tmp_path}/log.sqlite3"}
        return
    name = f"log_{uuid4().hex}"
    with psycopg.connect(_at(url, "postgres"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield {
            **os.environ,
            **where,
            "HIVE_DATABASE_URL": _at(url, name),
        }
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.database
def test_two_sealers_of_which_one_is_killed_make_one_chain(own: Environment) -> None:
    kills_leave_one_chain(own, events=400, kills=1)


@pytest.mark.faults
def test_two_sealers_killed_thirty_times_make_one_chain(own: Environment) -> None:
    kills_leave_one_chain(own, events=30_000, kills=30)


def _at(url: str, database: str) -> str:
    return urlsplit(url)._replace(path=f"/{database}").geturl()


def kills_leave_one_chain(own: Environment, *, events: int, kills: int) -> None:
    """Run two sealers at a time and kill one in its midst, again and again; then let one finish."""
    assert start(own, "tests.faults.sealing", "write", str(events)).wait() == 0
    for number in range(kills):
        before = sealed(own)
        pair = [start(own, "tests.faults.sealing", "seal") for _each in range(2)]
        wait_for(lambda before=before: sealed(own) > before, seconds=60)
        time.sleep(Random(number).random() / 10)
        pair[0].send_signal(signal.SIGKILL)
        pair[0].wait()
        if number == kills - 1:
            assert pair[1].wait() == 0
        pair[1].kill()
        pair[1].wait()
    assert sealed(own) == events

    checked = start(own, "manage", "hive_verify", stdout=subprocess.PIPE)
    said = checked.communicate()[0].decode()
    assert (checked.returncode, said.splitlines()) == (
        0,
        [
            f"Checked seals 1 to {events} against 1 heads kept outside the database.",
            "Nothing was changed, deleted, inserted or moved.",
        ],
    )


def start(own: Environment, *words: str, stdout: int | None = None) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", *words], cwd=ROOT, env=own, stdout=stdout)


def sealed(own: Environment) -> int:
    """How many events are sealed, asked past the site."""
    kind, _separator, place = own["HIVE_DATABASE_URL"].partition(":///")
    with closing(
        sqlite3.connect(place, timeout=20) if kind == "sqlite" else psycopg.connect(kind)
    ) as database:
        (row,) = database.execute("SELECT count(*) FROM audit_auditseal").fetchall()
        return row[0]
