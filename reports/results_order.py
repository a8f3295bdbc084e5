"""The links by which the results page puts its indicators in another order."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from reports.charts.ordering import Order, orders_of
from reports.charts.spec import DotPlot

LABELS = {
    Order.MODEL: _("Order of the model"),
    Order.GAP: _("Furthest behind the peers first"),
    Order.CHANGE: _("Largest fall since last year first"),
}


@dataclass(frozen=True, slots=True)
class OrderChoice:
    """An order with the address that shows it."""

    label: str
    url: str
    is_chosen: bool


def order_of(asked: str | None, spec: DotPlot) -> Order:
    """Return the order asked for, the model's where there is none such."""
    return next((order for order in orders_of(spec) if order == asked), Order.MODEL)


def order_choices(spec: DotPlot, chosen: Order, group: str | None) -> tuple[OrderChoice, ...]:
    """List the orders that the plot has figures for; the group that is compared with stays."""
    kept = {"group": group} if group else {}
    return tuple(
        OrderChoice(
            str(LABELS[order]),
            f"?{urlencode(kept | {'order': order.value})}#indicators",
            order is chosen,
        )
        for order in orders_of(spec)
    )
