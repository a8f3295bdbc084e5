"""How figures are written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reports.charts.figures import limit, signed, two


@pytest.mark.parametrize(
    ("value", "written"),
    [("0", "0.00"), ("7", "7.00"), ("59.99", "59.99"), ("100", "100.00"), ("12.345", "12.345")],
)
def test_two_writes_two_decimals_and_drops_none(value, written):
    assert two(Decimal(value)) == written


def test_two_writes_a_dash_for_no_score():
    assert two(None) == "—"


@pytest.mark.parametrize(
    ("value", "written"),
    [("1.25", "+1.25"), ("-5.83", "−5.83"), ("0", "0.00"), ("-0.00", "0.00"), ("20", "+20.00")],
)
def test_signed_writes_the_sign_of_a_difference(value, written):
    assert signed(Decimal(value)) == written


def test_signed_writes_a_dash_for_no_difference():
    assert signed(None) == "—"


@pytest.mark.parametrize(("value", "written"), [("20", "20"), ("12.50", "12.5"), ("100", "100")])
def test_limit_drops_idle_zeros(value, written):
    assert limit(Decimal(value)) == written
