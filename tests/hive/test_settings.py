"""The settings: what they refuse to start with, and how they open SQLite."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "HIVE_ENV_FILE": os.devnull,
    "HIVE_DEMO": "0",
    "HIVE_DEBUG": "0",
    "HIVE_SECRET_KEY": "0123456789" * 6,
    "HIVE_AUDIT_KEY": "9876543210" * 6,
    "HIVE_ALLOWED_HOSTS": "hive.example",
    "HIVE_SITE_ORIGIN": "https://hive.example",
    "HIVE_DATABASE_URL": "sqlite://:memory:",
}


def test_settings_start_safely() -> None:
    started = _start(SAFE)

    assert (started.returncode, started.stderr) == (0, "")


@pytest.mark.parametrize(
    "name", ["HIVE_SECRET_KEY", "HIVE_AUDIT_KEY", "HIVE_ALLOWED_HOSTS", "HIVE_SITE_ORIGIN"]
)
def test_settings_refuse_to_start_without(name: str) -> None:
    started = _start({key: value for key, value in SAFE.items() if key != name})

    assert started.returncode == 1
    assert _last_line(started) == (
        f"django.core.exceptions.ImproperlyConfigured: Set the {name} environment variable"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HIVE_SECRET_KEY", "0123456789" * 4 + "012345678"),
        ("HIVE_SECRET_KEY", "django-insecure-" + "0123456789" * 5),
        ("HIVE_AUDIT_KEY", "9876543210" * 4 + "987654321"),
        ("HIVE_AUDIT_KEY", "0123456789" * 6),
        ("HIVE_AUDIT_DAYS", "179"),
        ("HIVE_ALLOWED_HOSTS", "hive.example,*"),
        ("HIVE_DEBUG", "1"),
        ("HIVE_SITE_ORIGIN", "http://hive.example"),
    ],
)
def test_settings_refuse_to_start_unsafely(name: str, value: str) -> None:
    started = _start(SAFE | {name: value})

    assert started.returncode == 1
    assert _last_line(started).startswith("django.core.exceptions.ImproperlyConfigured: HIVE_")


def test_sqlite_keeps_what_it_acknowledged_and_waits_for_its_turn(tmp_path: Path) -> None:
    code = (
        "from django.db import connection\n"
        "cursor = connection.cursor()\n"
        "for name in ('journal_mode', 'synchronous', 'busy_timeout'):\n"
        "    print(name, cursor.execute(f'PRAGMA {name}').fetchone()[0])\n"
        "print('transaction_mode', connection.transaction_mode)\n"
    )
    started = _start(SAFE | {"HIVE_DATABASE_URL": f"sqlite:///{tmp_path}/hive.sqlite3"}, code)

    assert started.stdout.splitlines() == [
        "journal_mode wal",
        "synchronous 2",
        "busy_timeout 20000",
        "transaction_mode IMMEDIATE",
    ]


def _start(
    environment: dict[str, str], code: str = "import hive.settings"
) -> subprocess.CompletedProcess[str]:
    others = {name: value for name, value in os.environ.items() if not name.startswith("HIVE_")}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=others | environment | {"DJANGO_SETTINGS_MODULE": "hive.settings"},
        capture_output=True,
        text=True,
        check=False,
    )


def _last_line(started: subprocess.CompletedProcess[str]) -> str:
    return started.stderr.splitlines()[-1]
