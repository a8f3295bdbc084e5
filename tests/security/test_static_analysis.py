"""Bandit finds nothing of medium weight or above, and nothing is hidden from it in silence."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.named import ROOT

# As ``make check`` runs it.
BANDIT = [sys.executable, "-m", "bandit", "--quiet", "--recursive", "--severity-level", "medium"]
SCANNED = ("hive", "assessments", "reports", "manage.py", "tools")
# What is passed over names the one test that it answers, and says why.
REASONED = re.compile(r"# nosec B\d{3}  # \S")
# One of each kind that the rules of our own are about as well.
UNSAFE = {
    "B308": "from django.utils.safestring import mark_safe\nmark_safe(text)",
    "B610": "rows.extra(where=[text])",
    "B608": "cursor.execute('SELECT * FROM banks WHERE code = %s' % text)",
    "B602": "import subprocess\nsubprocess.run(text, shell=True)",
    "B506": "import yaml\nyaml.load(text)",
    "B301": "import pickle\npickle.loads(text)",
    "B324": "import hashlib\nhashlib.md5(text)",
    "B501": "import requests\nrequests.get(text, verify=False)",
}


def scan(*paths: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*BANDIT, *map(str, paths)], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_bandit_finds_nothing() -> None:
    scanned = scan(*SCANNED)

    assert scanned.returncode == 0, scanned.stdout


def test_it_is_part_of_every_check() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert f"SCANNED = {' '.join(SCANNED)}\n" in text
    check = text.partition("\ncheck:")[2].partition("\n\n")[0]
    assert ".venv/bin/bandit --quiet --recursive --severity-level medium $(SCANNED)\n" in check


@pytest.mark.parametrize("code", UNSAFE)
def test_what_is_unsafe_would_be_found(tmp_path: Path, code: str) -> None:
    example = tmp_path / "example.py"
    example.write_text(UNSAFE[code] + "\n", encoding="utf-8")

    scanned = scan(example)

    assert scanned.returncode == 1
    assert code in scanned.stdout


def test_what_is_passed_over_has_its_reason() -> None:
    lines = [
        line
        for name in SCANNED
        for path in ([ROOT / name] if name.endswith(".py") else (ROOT / name).rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if "nosec" in line
    ]

    assert [line for line in lines if not REASONED.search(line)] == []
    assert len(lines) == 2
