"""Web and worker live and end together."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from reports.demo.processes import run_together

WAITS = [sys.executable, "-c", "import time; time.sleep(60)"]
ENDS = [sys.executable, "-c", "import sys; print('a mail'); sys.exit(3)"]


def test_when_one_ends_the_other_is_ended_and_its_status_is_told(tmp_path: Path) -> None:
    begun = time.monotonic()

    status = run_together([WAITS, ENDS], tmp_path / "mail.log")

    assert status == 3
    assert time.monotonic() - begun < 20
    assert (tmp_path / "mail.log").read_text() == "a mail\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_both_end_when_told_to_stop(tmp_path: Path, number: signal.Signals) -> None:
    before = signal.getsignal(number)
    threading.Timer(1.0, os.kill, (os.getpid(), number)).start()

    status = run_together([WAITS, WAITS], tmp_path / "mail.log")

    assert status == 0
    assert signal.getsignal(number) == before
