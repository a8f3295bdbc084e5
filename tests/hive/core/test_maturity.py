"""The figure shown, next steps, leads and gaps."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from hive.core.maturity import Difference, indicator_shares, leads_and_gaps, next_step, shown
from hive.core.scoring import Score
from tests.editions import model_from, real_model, steep_edition

MODEL = real_model()


@pytest.mark.parametrize(
    ("value", "figure"),
    [
        ("59.996", "59.99"),
        ("59.994", "59.99"),
        ("60", "60.00"),
        ("46.38888", "46.39"),
        ("46.385", "46.39"),
        ("99.999", "100.00"),
        ("0.004", "0.00"),
    ],
)
def test_a_figure_is_rounded_half_up_but_never_over_a_band_edge(value: str, figure: str) -> None:
    assert shown(MODEL, Fraction(value)) == Decimal(figure)
    assert str(shown(MODEL, Fraction(value))) == figure


def test_a_figure_keeps_its_band_in_an_edition_with_other_edges() -> None:
    model = model_from(steep_edition())

    assert [str(shown(model, Fraction(v))) for v in ("33.4999", "33.5", "66.2449", "66.25")] == [
        "33.49", "33.50", "66.24", "66.25"
    ]  # fmt: skip


def test_the_next_step_is_that_of_the_band_and_there_is_none_at_the_top() -> None:
    indicator = MODEL.indicators[0]
    scores = [Score("S1", Fraction(1), Decimal(1), band, None) for band in (1, 4, 5, None)]

    steps = [next_step(indicator, score) for score in scores]

    assert steps == [indicator.next_steps[1], indicator.next_steps[4], None, None]


def test_shares_of_the_total_add_up() -> None:
    shares = indicator_shares(MODEL)

    assert shares["S1"] == Fraction(40, 600)
    assert sum(shares.values()) == 1


def test_leads_and_gaps_are_weighed_and_ties_keep_the_order_of_the_model() -> None:
    medians = {indicator.code: Decimal("50.00") for indicator in MODEL.indicators}
    own = medians | {
        "S1": Decimal("60.00"), "S2": Decimal("61.00"), "O1": Decimal("50.01"),
        "T1": Decimal("50.01"), "E2": Decimal("40.00"), "E3": Decimal("40.00"),
    }  # fmt: skip
    del own["D1"]

    leads, gaps = leads_and_gaps(MODEL, own, medians)

    assert [lead.indicator for lead in leads] == ["S1", "S2", "O1"]
    assert gaps == (
        Difference("E2", Decimal("-10.00"), Fraction(30, 600)),
        Difference("E3", Decimal("-10.00"), Fraction(30, 600)),
    )
