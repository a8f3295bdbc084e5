"""Scorecards from stored rows to the bytes of the PDF: one, two hundred, and their page."""

from __future__ import annotations

import multiprocessing
import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import typst
from django.db import connections
from django.test import Client
from django.urls import reverse

from assessments.models import Submission
from hive.banks.roles import Role
from hive.memory import settle
from reports.scorecard import build
from reports.scorecard.pdf import scorecard_pdf
from tests.bench.rows import Row
from tests.bench.typst_paper import FONTS, TypstPaper
from tests.factories import signed_in
from tests.published import Published, published_cycle

ROUNDS = 5
BATCH = 200
PROCESSES = 2
# So many scorecards in, a worker has everything it keeps.
WARM = 20
PAGES = 100
PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")
STEPS = 10_000_000


@dataclass(frozen=True)
class Cost:
    """What something took, in seconds on the wall and of the processor."""

    wall: float
    cpu: float


def bench_scorecard() -> Iterator[Row]:
    """At most one second warm; a fixed loop of the same run tells how fast the machine is now."""
    submission = _cohort().submissions[0]
    first = _cost(lambda: _set(submission, "zh-hans"))
    yield Row("the first scorecard of a process", first.wall, "s", limit=4)
    for language in ("zh-hans", "en"):
        yield from _warm(submission, language)


def bench_batch_of_scorecards() -> Iterator[Row]:
    """Two workers set two hundred scorecards; neither grows once it is warm."""
    submissions = _cohort().submissions
    jobs = [
        (submissions[n % len(submissions)], language)
        for n in range(BATCH // 2)
        for language in ("zh-hans", "en")
    ]
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    started = time.perf_counter()
    with fork.Pool(PROCESSES) as pool:
        grown = pool.map(_set_all, [jobs[n::PROCESSES] for n in range(PROCESSES)], chunksize=1)
    yield Row(f"{BATCH} scorecards by two workers", time.perf_counter() - started, "s", limit=110)
    yield Row("the larger worker's memory at the end, to its warm one", max(grown), "x", limit=1.1)


def bench_scorecard_and_typst() -> Iterator[Row]:
    """Ours beside the same document set by typst, from the same dataclass, in turns."""
    submission = _cohort().submissions[0]
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
    for language in ("zh-hans", "en"):
        card = build(submission, language=language)
        ours, theirs = [], []
        for _ in range(ROUNDS + 1):
            ours.append(_cost(lambda card=card: scorecard_pdf(card)).wall)
            theirs.append(_cost(lambda card=card: TypstPaper(card).pdf(fonts)).wall)
        our, their = (statistics.median(taken[1:]) for taken in (ours, theirs))
        yield Row(f"set by typst, {language}, median", their, "s")
        yield Row(f"set by us, {language}, and the ratio to typst", our, "s", our / their)
        yield Row(f"size by typst, {language}", len(TypstPaper(card).pdf(fonts)) / 1000, "kB")


def bench_results_page() -> Iterator[Row]:
    """The page of results, through the whole of the middleware, in a worker that has settled."""
    cohort = _cohort()
    settle()
    submission = cohort.submissions[0]
    client = signed_in(Client(), cohort.person_at(submission, Role.EXECUTIVE))
    address = reverse("reports:results", args=[submission.pk])
    for _ in range(WARM):
        client.get(address)
    taken = sorted(_cost(lambda: client.get(address)).wall for _ in range(PAGES))
    yield Row("the results page, p95", taken[PAGES * 95 // 100 - 1], "s", limit=0.15)
    yield Row("the results page, median", taken[PAGES // 2], "s")


@cache
def _cohort() -> Published:
    return published_cycle()


def _set_all(jobs: list[tuple[Submission, str]]) -> float:
    """Set some scorecards; return memory at the end by memory when warm."""
    warm = 0
    for n, (submission, language) in enumerate(jobs):
        _set(submission, language)
        if n == WARM:
            warm = _resident()
    return _resident() / warm


def _resident() -> int:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * PAGE_SIZE


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
