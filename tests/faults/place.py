"""The site as it runs in earnest: a database of its own, gunicorn before it, people signed in."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPT = ROOT / "tools" / "postgres.sh"
PATIENCE = 30.0


@dataclass
class Cluster:
    """A PostgreSQL with the durable settings it comes with."""

    directory: Path
    url: str

    def kill(self) -> None:
        """End every process of it at once."""
        _script("kill", self.directory)

    def again(self) -> None:
        """Start it anew at the same address; returns when it has recovered."""
        _script("again", self.directory)


@dataclass
class Person:
    """A coordinator with a session."""

    session: str
    submission: str
    user: str


@dataclass
class Place:
    """A running site. ``cluster`` is None on SQLite."""

    address: tuple[str, int]
    people: Sequence[Person]
    url: str
    master: subprocess.Popen[bytes]
    cluster: Cluster | None = None

    def kill_a_worker(self) -> None:
        """End one web process at once; gunicorn starts another."""
        workers = children(self.master.pid)
        os.kill(workers[0], signal.SIGKILL)

    def worked(self) -> float:
        """How many seconds of processor time the present web processes have used."""
        worked = sum(map(ticks, children(self.master.pid)))
        return worked / os.sysconf("SC_CLK_TCK")

    def reload(self) -> None:
        """Let gunicorn take new workers, and wait until the old ones are gone."""
        old = set(children(self.master.pid))
        self.master.send_signal(signal.SIGHUP)
        wait_for(lambda: not old & set(children(self.master.pid)))


@contextmanager
def running(vendor: str, *, banks: int = 8, directory: Path | None = None) -> Iterator[Place]:
    """Run the site on "postgresql" or "sqlite"; ``directory`` holds the database if given."""
    with tempfile.TemporaryDirectory(prefix="hive-faults-") as made:
        where = directory or Path(made)
        where.chmod(0o755)
        with _database(vendor, where) as (url, cluster):
            yield from _serving(url, cluster, banks)


@contextmanager
def durable_cluster(directory: Path) -> Iterator[Cluster]:
    """Start a PostgreSQL in a directory and remove both afterwards."""
    url = _script("start", directory, "durable").strip()
    try:
        _psql(url, f"CREATE DATABASE {url.rpartition('/')[2]}")
        yield Cluster(directory, url)
    finally:
        _script("stop", directory)


def wait_for(claim: Any, *, seconds: float = PATIENCE) -> None:
    """Wait until a claim holds; fail when it does not in time."""
    end = time.monotonic() + seconds
    while not claim():
        if time.monotonic() > end:
            raise AssertionError(f"still not so after {seconds} s")
        time.sleep(0.02)


@contextmanager
def _database(vendor: str, directory: Path) -> Iterator[tuple[str, Cluster | None]]:
    if vendor == "sqlite":
        yield f"sqlite:///{directory / 'site.sqlite3'}", None
        return
    with durable_cluster(directory / "postgresql") as cluster:
        yield cluster.url, cluster


def _serving(url: str, cluster: Cluster | None, banks: int) -> Iterator[Place]:
    told = subprocess.run(
        [sys.executable, "-m", "tests.faults.seed", str(banks)],
        cwd=ROOT,
        env=_environment(url),
        check=True,
        stdout=subprocess.PIPE,
    )
    people = [Person(**one) for one in json.loads(told.stdout)]
    with serving(url) as (address, master):
        yield Place(address, people, url, master, cluster)


@contextmanager
def serving(url: str) -> Iterator[tuple[tuple[str, int], subprocess.Popen[bytes]]]:
    """Let two web processes serve a database; yields their address and their master."""
    address = ("127.0.0.1", free_port())
    master = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "hive.wsgi:application", "--workers", "2",
            "--worker-class", "sync", "--bind", f"{address[0]}:{address[1]}",
            "--log-level", "critical", "--graceful-timeout", "20",
        ],
        cwd=ROOT,
        env=_environment(url),
        start_new_session=True,
    )  # fmt: skip
    try:
        wait_for(lambda: _answers(address))
        yield address, master
    finally:
        os.killpg(master.pid, signal.SIGKILL)
        master.wait()


def _environment(url: str) -> dict[str, str]:
    quiet = {"HIVE_LOG_LEVEL": "CRITICAL", "PYTHONWARNINGS": "ignore"}
    return {**os.environ, "HIVE_DATABASE_URL": url, **quiet}


def _answers(address: tuple[str, int]) -> bool:
    try:
        socket.create_connection(address, timeout=1).close()
    except OSError:
        return False
    return True


def children(parent: int) -> list[int]:
    """The processes that a process has started."""
    told = subprocess.run(
        ["pgrep", "--parent", str(parent)], stdout=subprocess.PIPE, text=True, check=False
    )
    return [int(line) for line in told.stdout.split()]


def ticks(process: int) -> int:
    """Processor time of a process in the system's unit, after the name in brackets."""
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(told[11]) + int(told[12])


def _script(*words: object) -> str:
    command = ["bash", str(SCRIPT), *map(str, words)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
    return told.stdout.decode()


def _psql(url: str, statement: str) -> None:
    beside = f"{url.rpartition('/')[0]}/postgres"
    subprocess.run(["psql", "--quiet", beside, "--command", statement], check=True)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
