"""Work that takes too long is ended, and nothing rings afterwards."""

from __future__ import annotations

import signal
import time
from contextlib import suppress

import pytest

from hive.alarm import TookTooLong, at_most


def test_work_that_is_done_in_time_is_left_alone() -> None:
    with at_most(5):
        done = True

    assert done
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_work_that_takes_too_long_is_ended() -> None:
    started = time.monotonic()

    with pytest.raises(TookTooLong), at_most(0.01):
        time.sleep(5)

    assert time.monotonic() - started < 4
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_an_alarm_that_was_swallowed_rings_again() -> None:
    with pytest.raises(TookTooLong), at_most(0.01):
        swallow_once()


def swallow_once() -> None:
    with suppress(TookTooLong):
        time.sleep(5)
    time.sleep(5)
