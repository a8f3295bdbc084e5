"""One scorecard in a warm process, from stored rows to the bytes of the PDF."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

from reports.scorecard import build
from reports.scorecard.pdf import scorecard_pdf
from tests.bench.rows import Row
from tests.published import published_cycle

ROUNDS = 5


def bench_scorecard() -> Iterator[Row]:
    """At most one second warm; a fixed loop of the same run tells how fast the machine is now."""
    submission = published_cycle().submissions[0]
    began = time.perf_counter()
    scorecard_pdf(build(submission, language="zh-hans"))
    yield Row("the first scorecard of a process", time.perf_counter() - began, "s", limit=4)
    for language in ("zh-hans", "en"):
        times = [_once(submission, language) for _ in range(ROUNDS)]
        yield Row(f"a scorecard warm, {language}, median", statistics.median(times), "s", limit=1)
    yield Row("10 million steps of a loop", _loop(), "s")


def _once(submission: object, language: str) -> float:
    began = time.perf_counter()
    scorecard_pdf(build(submission, language=language))
    return time.perf_counter() - began


def _loop() -> float:
    began = time.perf_counter()
    for _ in range(10_000_000):
        pass
    return time.perf_counter() - began
