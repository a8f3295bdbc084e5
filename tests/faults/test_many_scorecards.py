"""Two hundred scorecards in one process: what it holds in memory stays what it was."""

from __future__ import annotations

from itertools import cycle, islice
from statistics import median

import pytest

from reports.scorecard import build
from reports.scorecard.pdf import scorecard_pdf
from tests.errands import resident
from tests.published import published_cycle

pytestmark = [pytest.mark.django_db, pytest.mark.faults]

SCORECARDS = 200
WARM = 20


def test_two_hundred_scorecards_leave_nothing_behind() -> None:
    submissions = published_cycle(kinds={"city": 12}).submissions
    held = []

    for submission, language in zip(
        islice(cycle(submissions), SCORECARDS), cycle(("zh-hans", "en")), strict=False
    ):
        scorecard_pdf(build(submission, language=language))
        held.append(resident())

    warm, last = median(held[WARM : WARM + 20]), median(held[-20:])
    print(f"resident after {WARM}: {warm / 2**20:.0f} MiB, at the end: {last / 2**20:.0f} MiB")
    assert last <= warm * 1.1
