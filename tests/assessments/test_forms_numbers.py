"""Figures as people type them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.translation import override

from assessments.forms.numbers import NotANumber, read_number
from hive.core.model import Text

PERCENT = Text("%", "%")
PEOPLE = Text("people", "人")


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        ("63.5", "63.5"),
        (" 63.5 % ", "63.5"),
        ("６３．５％", "63.5"),
        ("63。5", "63.5"),
        ("1,234.5", "1234.5"),
        ("１，２３４，５６７", "1234567"),
        ("1 234\N{NO-BREAK SPACE}567", "1234567"),
        ("\N{MINUS SIGN}3", "-3"),
        (".5", "0.5"),
        ("7.", "7"),
        ("+7", "7"),
    ],
)
def test_a_figure_is_read_however_it_is_typed(typed: str, figure: str) -> None:
    assert read_number(typed, PERCENT) == Decimal(figure)


@pytest.mark.parametrize("typed", ["120 people", "120人", "１２０人"])
def test_the_unit_may_be_written_behind_the_figure(typed: str) -> None:
    assert read_number(typed, PEOPLE) == 120


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12,5", "Write decimals with a point, for example 12.5, and leave out commas."),
        ("1,23,456", "Write decimals with a point, for example 12.5, and leave out commas."),
        ("5%", "Leave out the percent sign: this figure is not a percentage."),
        ("about 5", "Enter a number in figures, for example 12.5."),
        ("1e5", "Enter a number in figures, for example 12.5."),
        ("12 5", "Enter a number in figures, for example 12.5."),
        ("NaN", "Enter a number in figures, for example 12.5."),
        ("9" * 41, "Enter a number in figures, for example 12.5."),
    ],
)
def test_what_could_mean_two_figures_or_none_is_refused(typed: str, said: str) -> None:
    with override("en"), pytest.raises(NotANumber) as refused:
        read_number(typed, PEOPLE)

    assert str(refused.value) == said
