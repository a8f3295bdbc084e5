"""From scores to words: the figure shown, the band, next steps, leads and gaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from hive.core.model import Dimension, HiveModel, Indicator, Text
from hive.core.scoring import Score, band_number


def shown(model: HiveModel, value: Fraction) -> Decimal:
    """Round a score for people: half up to the edition's decimals, but never over a band edge.

    59.996 is shown as 59.99 where a band begins at 60.
    """
    scale = 10**model.scoring.decimals
    rounded = (2 * value.numerator * scale + value.denominator) // (2 * value.denominator)
    rounded += band_number(model, value) - band_number(model, Fraction(rounded, scale))
    return Decimal(rounded).scaleb(-model.scoring.decimals)


def next_step(indicator: Indicator, score: Score) -> Text | None:
    """Return the step for the indicator's band; None at the top or without a score."""
    return None if score.band is None else indicator.next_steps.get(score.band)


def recommendation(dimension: Dimension, score: Score) -> Text | None:
    """Return the recommendation for the dimension's band; None without a score."""
    return None if score.band is None else dimension.recommendations.get(score.band)


@dataclass(frozen=True, slots=True)
class Difference:
    """An indicator's distance from the peer median in shown points, and its share of the total."""

    indicator: str
    points: Decimal
    share: Fraction


def leads_and_gaps(
    model: HiveModel, own: Mapping[str, Decimal], medians: Mapping[str, Decimal], *, most: int = 3
) -> tuple[tuple[Difference, ...], tuple[Difference, ...]]:
    """Return the indicators furthest above and below the peer median, by difference x weight.

    Only indicators with both figures count, leads only above, gaps only below; ties keep the
    order of the model. Figures are as shown.
    """
    shares = indicator_shares(model)
    found = [
        Difference(i.code, own[i.code] - medians[i.code], shares[i.code])
        for i in model.indicators
        if i.code in own and i.code in medians
    ]
    above = sorted((d for d in found if d.points > 0), key=_pull, reverse=True)
    below = sorted((d for d in found if d.points < 0), key=_pull)
    return tuple(above[:most]), tuple(below[:most])


def indicator_shares(model: HiveModel) -> Mapping[str, Fraction]:
    """Return each indicator's share of the total: its share of the dimension x the dimension's."""
    whole = sum(Fraction(d.weight) for d in model.dimensions)
    shares = {}
    for dimension in model.dimensions:
        within = sum(Fraction(i.weight) for i in dimension.indicators)
        for indicator in dimension.indicators:
            share = Fraction(indicator.weight) / within * Fraction(dimension.weight) / whole
            shares[indicator.code] = share
    return shares


def _pull(difference: Difference) -> Fraction:
    return Fraction(difference.points) * difference.share
