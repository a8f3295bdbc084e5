"""Lets another process work on the rows of a test: under another clock, watched, or many times.

usage: python -m tests.elsewhere TASK SUBMISSION...    prints what the task of tests/errands.py says

HIVE_DATABASE_URL names a copy of the test's database. TESTS_NOW is the moment that the process
takes for the present.
"""

from __future__ import annotations

import tests.environment  # noqa: F401  -- sets the environment that the settings read

# isort: split
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import django
import time_machine
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent

Json = dict[str, Any]


def copy_of_the_database(folder: Path) -> str:
    """Copy what the test sees, whether committed or not, and return the copy's address."""
    connection.ensure_connection()
    copy = folder / "copy.sqlite3"
    copy.write_bytes(connection.connection.serialize())
    return f"sqlite:///{copy}"


def start(
    task: str, arguments: Sequence[str], *, watch: Sequence[str] = (), **environment: str
) -> subprocess.Popen[str]:
    """Begin a task in a process of its own, under another program if one is to watch it."""
    command = [*watch, sys.executable, "-m", "tests.elsewhere", task, *arguments]
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONHASHSEED"}
    return subprocess.Popen(
        command, cwd=ROOT, env=kept | environment, stdout=subprocess.PIPE, text=True
    )


def result_of(process: subprocess.Popen[str]) -> Json:
    """Wait for a task and read what it says."""
    said, _nothing = process.communicate(timeout=120)
    assert process.returncode == 0
    found: Json = json.loads(said)
    return found


if __name__ == "__main__":
    if moment := os.environ.get("TESTS_NOW"):
        time_machine.travel(moment).start()
    django.setup()
    task = getattr(importlib.import_module("tests.errands"), sys.argv[1])
    print(json.dumps(task(sys.argv[2:])))
