"""Every check has bandit look for what is unsafe, and nothing is hidden from it in silence."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from tests.named import ROOT

# As ``make check`` runs it.
OPTIONS = "--quiet --recursive --severity-level medium"
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


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, set[str]]:
    """What is found in each of the examples, by the name of the file."""
    folder = tmp_path_factory.mktemp("unsafe")
    for code, example in UNSAFE.items():
        (folder / f"{code}.py").write_text(example + "\n", encoding="utf-8")
    scanned = subprocess.run(
        [sys.executable, "-m", "bandit", *OPTIONS.split(), "--format", "json", str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert scanned.returncode == 1
    results: list[dict[str, Any]] = json.loads(scanned.stdout)["results"]
    return {
        code: {each["test_id"] for each in results if each["filename"].endswith(f"/{code}.py")}
        for code in UNSAFE
    }


def test_it_is_part_of_every_check() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert f"SCANNED = {' '.join(SCANNED)}\n" in text
    assert "\ntest: check " in text
    check = text.partition("\ncheck:")[2].partition("\n\n")[0]
    assert " check-code\n" in check
    code = text.partition("\ncheck-code:")[2].partition("check-settings:")[0]
    assert f"\n\t@.venv/bin/bandit {OPTIONS} $(SCANNED)\n" in code


@pytest.mark.parametrize("code", UNSAFE)
def test_what_is_unsafe_would_be_found(found: Mapping[str, set[str]], code: str) -> None:
    assert code in found[code]


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
