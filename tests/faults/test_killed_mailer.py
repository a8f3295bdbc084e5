"""A worker that is killed between two mails loses none; the one in its hands can be told."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.faults.place import ROOT, free_port

MAILS = 6
# The worker is killed while the server has this one and has not said so.
KILLED_AT = 3


class Server:
    """A mail server that has the worker killed once; keeps the names of what it was handed."""

    def __init__(self) -> None:
        self.worker: subprocess.Popen[bytes] | None = None
        self.handed: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.handed.append(str(message_from_bytes(envelope.content)["Message-ID"]))
        if self.worker and len(self.handed) == KILLED_AT:
            self.worker.send_signal(signal.SIGKILL)
            self.worker.wait()
        return "250 OK"


@pytest.fixture
def server() -> Iterator[tuple[Server, int]]:
    handler, port = Server(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


def test_a_killed_worker_loses_no_mail(tmp_path: Path, server: tuple[Server, int]) -> None:
    handler, port = server
    environment = {
        **os.environ,
        "HIVE_DATABASE_URL": f"sqlite:///{tmp_path / 'post.sqlite3'}",
        "HIVE_MAIL_URL": f"smtp://127.0.0.1:{port}",
        "PYTHONWARNINGS": "ignore",
    }

    def start(*words: object) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.faults.mailing", *map(str, words)]
        return subprocess.Popen(command, cwd=ROOT, env=environment)

    assert start("put", MAILS).wait() == 0
    handler.worker = start("now")
    assert handler.worker.wait() == -signal.SIGKILL
    handler.worker = None
    # What the dead worker held is left alone until its lease ends.
    assert start("now").wait() == 0
    assert len(handler.handed) == KILLED_AT
    assert start("later").wait() == 0

    with closing(sqlite3.connect(tmp_path / "post.sqlite3")) as database:
        rows = database.execute("SELECT id, sent_at FROM post_outboxmail").fetchall()
    assert len(rows) == MAILS
    assert [key for key, sent_at in rows if sent_at is None] == []
    handed = Counter(handler.handed)
    assert len(handed) == MAILS
    # Only the one that the server had and did not acknowledge came twice, under the same name.
    assert [name for name, times in handed.items() if times > 1] == [handler.handed[KILLED_AT - 1]]
