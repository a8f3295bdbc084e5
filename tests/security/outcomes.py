"""Notes in build/promises.json what a run of pytest said of the tests that promises name."""

from __future__ import annotations

import json

import pytest

from tests.security.promises import OUTCOMES, read_outcomes, read_promises

# A test that was tried with many parameters is as good as its worst.
WORST = ("failed", "skipped", "passed")


class Outcomes:
    """Hears every report of the run, those of its workers too."""

    def __init__(self) -> None:
        self.named = {name for promise in read_promises() for name in promise.tests}
        self.heard: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name = report.nodeid.partition("[")[0]
        if name in self.named and (report.when == "call" or not report.passed):
            before = self.heard.get(name, report.outcome)
            self.heard[name] = min(before, report.outcome, key=WORST.index)

    def pytest_sessionfinish(self) -> None:
        if self.heard:
            OUTCOMES.parent.mkdir(exist_ok=True)
            told = json.dumps(read_outcomes() | self.heard, indent=1, sort_keys=True)
            OUTCOMES.write_text(told, encoding="utf-8")
