"""Every promise has its row, and every test that a row names can be run."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.named import exists
from tests.security.outcomes import Outcomes
from tests.security.promises import (
    COUNT,
    DOCUMENT,
    Promise,
    faults_of,
    read_promises,
    summary,
    table,
)


def test_every_promise_has_its_row() -> None:
    assert [promise.number for promise in read_promises()] == list(range(1, COUNT + 1))


def test_every_row_says_where_it_stands_and_why() -> None:
    assert [fault for promise in read_promises() for fault in faults_of(promise)] == []


def test_every_test_that_a_row_names_is_there() -> None:
    missing = [
        (promise.number, name)
        for promise in read_promises()
        for name in promise.tests
        if not exists(name)
    ]

    assert missing == []


def test_the_document_is_told_from_the_rows() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == table()


@pytest.mark.parametrize(
    ("promise", "fault"),
    [
        (Promise(1, "x", "mostly", "all", ("t",)), "1 stands nowhere"),
        (Promise(1, "x", "shown", "all"), "1 is shown by no test"),
        (Promise(1, "x", "shown", "", ("t",)), "1 tells no figure"),
        (Promise(1, "x", "not", "", ("t",), "no"), "1 names tests though nothing is shown"),
        (Promise(1, "x", "partly", "half", ("t",)), "1 does not say why not"),
        (Promise(1, "x", "shown", "all", ("t",), "but"), "1 gives a reason though it is shown"),
    ],
)
def test_a_row_that_says_too_little_is_found(promise: Promise, fault: str) -> None:
    assert fault in faults_of(promise)


@pytest.mark.parametrize(
    "name",
    [
        "tests/test_house.py::test_that_is_not_there",
        "tests/test_that_is_not_there.py",
        "tests/test_house.py::_pins",
    ],
)
def test_a_test_that_is_not_there_is_missed(name: str) -> None:
    assert not exists(name)


def test_the_worst_outcome_of_a_test_is_noted() -> None:
    heard, name = Outcomes(), read_promises()[0].tests[0]
    for outcome in ("passed", "skipped", "passed"):
        report = SimpleNamespace(
            nodeid=f"{name}[{outcome}]",
            when="call",
            outcome=outcome,
            passed=outcome == "passed",
        )
        heard.pytest_runtest_logreport(report)

    assert heard.heard == {name: "skipped"}
    assert "1 not run, 1 skipped" in summary(heard.heard)[0]
