"""What of a scorecard a printed page has room for."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from reports.scorecard.parts import PlanRow, Trace

# How many lines of the opened score a printed column holds.
COLUMN_LINES = 56
# How many steps of the plan have room on the page of the years.
PLAN_STEPS = 10

Column = tuple[Trace, ...]


def trace_pages(trace: Trace) -> list[list[Column]]:
    """Lay the opened score out in two columns to a page; a sum takes two lines or more."""
    nodes = list(trace.walk())
    lines = sum(map(_lines, nodes))
    pages = ceil(lines / (2 * COLUMN_LINES))
    most = ceil(lines / (2 * pages))
    columns: list[list[Trace]] = [[]]
    for node in nodes:
        if sum(map(_lines, columns[-1])) >= most and len(columns) < 2 * pages:
            columns.append([])
        columns[-1].append(node)
    told = [tuple(column) for column in columns]
    return [told[n : n + 2] for n in range(0, len(told), 2)]


def printed_steps(plan: Sequence[PlanRow]) -> Sequence[PlanRow]:
    """Return the steps of a plan that are printed, the earliest quarter first."""
    return plan[:PLAN_STEPS]


def unprinted_steps(plan: Sequence[PlanRow]) -> int:
    """Count the steps of a plan that have no room."""
    return max(0, len(plan) - PLAN_STEPS)


def _lines(node: Trace) -> int:
    return 2 if node.parts else 1
