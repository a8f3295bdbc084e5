"""A bank's place, and the smallest difference that means something."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hive.catalogue.edition_file import read_edition_file
from hive.core.disclosure import Place, PublicStatistic, is_meaningful, place, smallest_difference
from tests.cohorts import make_model

EDITION = Path(__file__).parents[3] / "fixtures" / "hive_model" / "2022.yaml"


def peers(lower: str, median: str, upper: str) -> PublicStatistic:
    quartiles = map(Decimal, (lower, median, upper))
    return PublicStatistic("all", "total", 30, Decimal("50.00"), *quartiles)


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("71", Place.TOP_QUARTER),
        ("60.01", Place.TOP_QUARTER),
        ("60", Place.AT_UPPER_QUARTILE),
        ("55", Place.UPPER_MIDDLE),
        ("50", Place.AT_MEDIAN),
        ("45", Place.LOWER_MIDDLE),
        ("40", Place.AT_LOWER_QUARTILE),
        ("39.99", Place.BOTTOM_QUARTER),
        ("0", Place.BOTTOM_QUARTER),
    ],
)
def test_place_is_told_from_the_published_quartiles(own: str, expected: Place) -> None:
    assert place(Decimal(own), peers("40.00", "50.00", "60.00")) == expected


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (Fraction("49.995"), Place.AT_MEDIAN),
        (Fraction("50.0049"), Place.AT_MEDIAN),
        (Fraction("50.005"), Place.UPPER_MIDDLE),
        (Fraction("49.9949"), Place.LOWER_MIDDLE),
        (Decimal("59.995"), Place.AT_UPPER_QUARTILE),
    ],
)
def test_place_rounds_the_own_score_to_two_decimals(
    own: Fraction | Decimal, expected: Place
) -> None:
    assert place(own, peers("40.00", "50.00", "60.00")) == expected


@pytest.mark.parametrize(
    ("quartiles", "expected"),
    [
        (("50.00", "50.00", "50.00"), Place.AS_MOST_PEERS),
        (("50.00", "50.00", "60.00"), Place.AT_MEDIAN),
        (("40.00", "50.00", "50.00"), Place.AT_MEDIAN),
    ],
)
def test_place_where_quartiles_coincide(quartiles: tuple[str, str, str], expected: Place) -> None:
    assert place(Decimal(50), peers(*quartiles)) == expected


ORDER = [
    {Place.BOTTOM_QUARTER},
    {Place.AT_LOWER_QUARTILE},
    {Place.LOWER_MIDDLE},
    {Place.AT_MEDIAN, Place.AS_MOST_PEERS},
    {Place.UPPER_MIDDLE},
    {Place.AT_UPPER_QUARTILE},
    {Place.TOP_QUARTER},
]
SCORES = st.integers(0, 400).map(lambda quarter: Decimal(quarter) / 4)


@given(st.tuples(SCORES, SCORES, SCORES).map(sorted), SCORES, SCORES)
def test_a_higher_score_never_has_a_lower_place(
    quartiles: list[Decimal], one: Decimal, other: Decimal
) -> None:
    stat = peers(*map(str, quartiles))

    low, high = (place(own, stat) for own in sorted((one, other)))

    assert height(low) <= height(high)


def height(of: Place) -> int:
    return next(i for i, places in enumerate(ORDER) if of in places)


@pytest.mark.parametrize(
    ("node", "expected"), [("S1", "8.33"), ("S", "2.78"), ("total", "0.46"), ("E3", "8.33")]
)
def test_smallest_difference_is_what_one_answer_moves(node: str, expected: str) -> None:
    model = read_edition_file(EDITION).model

    assert smallest_difference(model, node) == Decimal(expected)


def test_smallest_difference_follows_the_number_of_questions() -> None:
    assert smallest_difference(make_model(questions=2), "S1") == Decimal("12.50")


def test_smallest_difference_of_an_unknown_node_is_an_error() -> None:
    with pytest.raises(KeyError):
        smallest_difference(make_model(), "X")


@pytest.mark.parametrize(
    ("gap", "expected"), [("8.33", True), ("-8.33", True), ("8.32", False), ("-8.32", False)]
)
def test_a_smaller_gap_means_nothing(gap: str, expected: bool) -> None:
    assert is_meaningful(Decimal(gap), Decimal("8.33")) is expected
