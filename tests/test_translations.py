"""Every text that the product speaks has its Chinese, and every Chinese text is still spoken."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SPEAKING = ["assessments", "hive", "reports", "templates", "locale"]
TEXTS = Path("locale", "zh_Hans", "LC_MESSAGES", "django.po")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the translations, brought up to date with the texts in code and templates."""
    copy = tmp_path_factory.mktemp("house")
    for name in SPEAKING:
        shutil.copytree(ROOT / name, copy / name)
    _run(sys.executable, "-m", "django", "makemessages", "--locale=zh_Hans", cwd=copy)
    return copy / TEXTS


def test_every_text_is_translated(extracted: Path) -> None:
    assert _run("msgattrib", "--no-obsolete", "--untranslated", str(extracted)) == ""


def test_no_translation_is_a_guess(extracted: Path) -> None:
    assert _run("msgattrib", "--no-obsolete", "--only-fuzzy", str(extracted)) == ""


def test_no_translation_has_lost_its_text(extracted: Path) -> None:
    assert _run("msgattrib", "--only-obsolete", str(extracted)) == ""


def _run(*command: str, cwd: Path = ROOT) -> str:
    others = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        command, cwd=cwd, env=others, capture_output=True, text=True, check=True
    ).stdout
