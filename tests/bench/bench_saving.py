"""Saving answers at a steady pace beside a page that does nothing, on both databases."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from random import Random

from tests.bench.rows import Row
from tests.faults.clients import Browser
from tests.faults.place import running

PER_SECOND = 50
SECONDS = 30
PEOPLE = 16
WARM_UP = 2.0

Ask = Callable[[Browser], bool]


def bench_saving() -> Iterator[Row]:
    """The limit is six times the page that does nothing, at the 95th of 100, and no failure."""
    for vendor in ("sqlite", "postgresql"):
        with running(vendor, banks=PEOPLE) as place:
            browsers = [Browser(place, one, Random(n)) for n, one in enumerate(place.people)]
            nothing, _ = _paced(browsers, _do_nothing)
            saves, failed = _paced(browsers, _save)
            for browser in browsers:
                browser.close()
        name = f"{PER_SECOND} saves/s on {vendor}"
        base = _percentile(nothing, 95)
        yield Row(f"a page that does nothing, {vendor}, p95", base * 1000, "ms")
        yield Row(f"{name}, median", statistics.median(saves) * 1000, "ms")
        p95 = _percentile(saves, 95)
        yield Row(f"{name}, p95", p95 * 1000, "ms", ratio=p95 / base, limit=6)
        yield Row(f"{name}, p99", _percentile(saves, 99) * 1000, "ms")
        yield Row(f"{name}, failed", failed, "of " + str(len(saves)), limit=0)


def _do_nothing(browser: Browser) -> bool:
    status, _ = browser.request("GET", "/healthz")
    return status == 200


def _save(browser: Browser) -> bool:
    browser.change()
    return set(browser.statuses) == {200}


def _paced(browsers: list[Browser], ask: Ask) -> tuple[list[float], int]:
    """Ask at the pace, whatever answers take; returns times from the due moment, and failures."""
    times: list[float] = []
    failed: list[float] = []
    start = time.perf_counter() + 0.1
    threads = [
        threading.Thread(target=_ask_in_turn, args=(browser, ask, start, n, times, failed))
        for n, browser in enumerate(browsers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, len(failed)


def _ask_in_turn(
    browser: Browser, ask: Ask, start: float, number: int, times: list[float], failed: list[float]
) -> None:
    step = PEOPLE / PER_SECOND
    for turn in range(int((WARM_UP + SECONDS) / step)):
        due = start + (turn + number / PEOPLE) * step
        time.sleep(max(0.0, due - time.perf_counter()))
        answered = ask(browser)
        took = time.perf_counter() - due
        if due - start >= WARM_UP:
            times.append(took)
            if not answered:
                failed.append(took)


def _percentile(times: list[float], percent: int) -> float:
    return statistics.quantiles(times, n=100)[percent - 1]
