"""One scorecard in a warm process, from stored rows to the bytes of the PDF."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assessments.models import Submission
from reports.scorecard import build
from reports.scorecard.pdf import scorecard_pdf
from tests.bench.rows import Row
from tests.published import published_cycle

ROUNDS = 5
STEPS = 10_000_000


@dataclass(frozen=True)
class Cost:
    """What something took, in seconds on the wall and of the processor."""

    wall: float
    cpu: float


def bench_scorecard() -> Iterator[Row]:
    """At most one second warm; a fixed loop of the same run tells how fast the machine is now."""
    submission = published_cycle().submissions[0]
    first = _cost(lambda: _set(submission, "zh-hans"))
    yield Row("the first scorecard of a process", first.wall, "s", limit=4)
    for language in ("zh-hans", "en"):
        yield from _warm(submission, language)


def _warm(submission: Submission, language: str) -> Iterator[Row]:
    """Set a scorecard in turns with the loop, so that both meet the same weather."""
    costs, loops = [], []
    for _ in range(ROUNDS):
        loops.append(_cost(_loop).cpu)
        costs.append(_cost(lambda: _set(submission, language)))
    cpu, loop = (statistics.median(taken) for taken in ([c.cpu for c in costs], loops))
    wall = statistics.median(cost.wall for cost in costs)
    yield Row(f"a scorecard warm, {language}, median", wall, "s", limit=1)
    yield Row(f"its processor time, {language}, and the ratio to the loop", cpu, "s", cpu / loop)
    yield Row(f"its size, {language}", len(_set(submission, language)) / 1000, "kB")
    yield Row(f"{STEPS // 1_000_000} million steps of a loop, beside {language}", loop, "s")


def _set(submission: Submission, language: str) -> bytes:
    return scorecard_pdf(build(submission, language=language))


def _loop() -> None:
    for _ in range(STEPS):
        pass


def _cost(work: Callable[[], object]) -> Cost:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu)
