"""The dot plot in another order: by the gap to the median, or by the change since last year."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from enum import StrEnum

from reports.charts.parts import DotGroup, DotRow
from reports.charts.spec import DotPlot


class Order(StrEnum):
    """By what the indicators stand in line; the model's order is the usual one."""

    MODEL = "model"
    GAP = "gap"
    CHANGE = "change"


def orders_of(spec: DotPlot) -> tuple[Order, ...]:
    """Return the orders that a plot has figures for."""
    rows = [row for group in spec.groups for row in group.rows]
    found = [Order.MODEL]
    if any(row.gap is not None for row in rows):
        found.append(Order.GAP)
    if spec.has_last:
        found.append(Order.CHANGE)
    return tuple(found)


def ordered(spec: DotPlot, order: Order) -> DotPlot:
    """Put the furthest behind first, indicators without the figure last; dimensions then mix."""
    if order is Order.MODEL:
        return spec
    rows = [row for group in spec.groups for row in group.rows]
    line = sorted(rows, key=lambda row: _place(_figure(row, order)))
    return replace(spec, groups=(DotGroup("", "", tuple(line)),))


def _figure(row: DotRow, order: Order) -> Decimal | None:
    if order is Order.GAP:
        return row.gap
    if row.own.value is None or row.last is None:
        return None
    return row.own.value - row.last


def _place(figure: Decimal | None) -> tuple[bool, Decimal]:
    return figure is None, figure or Decimal(0)
