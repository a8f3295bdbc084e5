"""A log to seal, and a folder of its own for what is kept outside the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def outside(settings: Any, tmp_path: Path) -> Path:
    """Where the heads and exports of one test lie."""
    settings.HIVE_AUDIT_ROOT = tmp_path / "audit"
    return settings.HIVE_AUDIT_ROOT
