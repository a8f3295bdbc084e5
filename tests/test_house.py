"""The house keeps its own rules: what the repository holds, what it depends on, what it loads."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
TOP_LEVEL = {
    ".ci",
    ".gitignore",
    "Makefile",
    "README.md",
    "assessments",
    "docs",
    "fixtures",
    "hive",
    "locale",
    "manage.py",
    "pyproject.toml",
    "reports",
    "requirements-bench.lock",
    "requirements-dev.lock",
    "requirements.lock",
    "static",
    "templates",
    "tests",
    "tools",
}
# Written in halves, so that this file does not hold what it looks for.
ADDRESSES = [
    left + right
    for left, right in (
        ("pypi.", "org"),
        ("pythonhosted.", "org"),
        ("registry.", "npmjs"),
        ("registry.", "yarnpkg"),
        ("deb.", "debian"),
        ("snapshot.", "debian"),
        ("mirrors.", "aliyun"),
        ("tuna.", "tsinghua"),
        ("--index", "-url"),
        ("--extra-index", "-url"),
        ("--find", "-links"),
        ("index", "-url ="),
        ("/work", "/"),
        ("/root", "/"),
        ("/home", "/"),
    )
]
HEAVY = ["numpy", "openpyxl", "pandas", "plotly", "scipy", "weasyprint"]


def test_the_top_level_holds_known_names_only() -> None:
    names = {path.name for path in ROOT.iterdir() if not _is_ignored(path.name)}

    assert names - TOP_LEVEL == set()


def test_no_file_names_a_registry_or_a_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {address}"
        for path in _files(ROOT)
        for address in ADDRESSES
        if address.encode() in path.read_bytes()
    ]

    assert found == []


LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-bench.lock"]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_library_with_hashes_and_holds_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    entries = text.replace("\\\n", " ").splitlines()

    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
    assert "://" not in text


def test_each_lock_contains_the_one_before() -> None:
    for smaller, larger in pairwise(LOCKS):
        assert _pins(smaller) - _pins(larger) == set()


def test_every_direct_dependency_says_why_it_is_here() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    lists = re.findall(r"^(?:dependencies|dev) = \[\n(.*?)^\]", text, re.DOTALL | re.MULTILINE)
    lines = [line for entries in lists for line in entries.splitlines()]

    assert len(lines) > 20
    assert [line for line in lines if not re.fullmatch(r'    "[^"]+", +# \S.+', line)] == []


def test_a_starting_web_worker_loads_no_heavy_library() -> None:
    code = (
        "import django, json, sys; django.setup(); import hive.urls; "
        f"print(json.dumps(sorted(set({HEAVY}) & set(sys.modules))))"
    )

    assert json.loads(_python(code, os.environ | {"DJANGO_SETTINGS_MODULE": "hive.settings"})) == []


@pytest.mark.django_db
def test_the_database_is_the_one_that_was_asked_for() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")

        assert connection.vendor == os.environ.get("HIVE_TEST_VENDOR", connection.vendor)


def _pins(lock: str) -> set[str]:
    return set(re.findall(r"^\S+==\S+", (ROOT / lock).read_text(), re.MULTILINE))


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if _is_ignored(path.name) or path.is_symlink():
            continue
        if path.is_dir():
            yield from _files(path)
        else:
            yield path


def _is_ignored(name: str) -> bool:
    patterns = (ROOT / ".gitignore").read_text().split()
    return name == ".git" or any(fnmatch(name, pattern.rstrip("/")) for pattern in patterns)


def _python(code: str, environment: dict[str, str]) -> str:
    started = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode == 0, started.stderr
    return started.stdout
