"""A scorecard from rows that were dumped and restored is the one that was made before."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import connection

from hive.banks.models import Bank
from tests import errands
from tests.elsewhere import result_of, start
from tests.published import published_cycle


@pytest.mark.django_db(transaction=True)
def test_a_restored_database_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    submission = published_cycle(kinds={"city": 12}).submissions[3]
    asked = [str(submission.pk), "zh-hans"]
    before = errands.made(asked)

    with restored(tmp_path) as url:
        # From here on only the copy says what was said.
        Bank.objects.filter(pk=submission.bank_id).update(name_zh="另一家银行")
        after = result_of(start("made", asked, HIVE_DATABASE_URL=url))

    assert after == before != errands.made(asked)


@contextmanager
def restored(folder: Path) -> Iterator[str]:
    """Dump the rows with the database's own tools and restore them; yields the copy's address."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{_backed_up(folder / 'restored.sqlite3')}"
        return
    there = connection.settings_dict
    at = [f"--host={there['HOST']}", f"--port={there['PORT']}", f"--username={there['USER']}"]
    copy = f"{there['NAME']}_restored"
    dump = folder / "dump.sql"
    _run("pg_dump", *at, "--no-owner", f"--file={dump}", there["NAME"])
    _run("createdb", *at, "--template=template0", copy)
    try:
        _run("psql", *at, "--quiet", "--set=ON_ERROR_STOP=1", f"--file={dump}", f"--dbname={copy}")
        yield f"postgres://{there['USER']}@{there['HOST']}:{there['PORT']}/{copy}"
    finally:
        _run("dropdb", *at, copy)


def _backed_up(path: Path) -> Path:
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
    return path


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
