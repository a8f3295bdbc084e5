"""Where a bank stands among its peers, told from its own score and published figures alone."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import floor

from hive.core.disclosure.figures import PublicStatistic
from hive.core.model import HiveModel


class Place(StrEnum):
    """All that is ever told of a bank's place; there is no rank and no percentile."""

    TOP_QUARTER = "top_quarter"
    AT_UPPER_QUARTILE = "at_upper_quartile"
    UPPER_MIDDLE = "upper_middle"
    AT_MEDIAN = "at_median"
    AS_MOST_PEERS = "as_most_peers"
    LOWER_MIDDLE = "lower_middle"
    AT_LOWER_QUARTILE = "at_lower_quartile"
    BOTTOM_QUARTER = "bottom_quarter"


def place(own: Fraction | Decimal, stat: PublicStatistic) -> Place:
    """Compare a bank's own score, in two decimals, with the stored figures; equal is at it.

    Where both quartiles are the same figure, a bank that has it is "as most peers".
    """
    shown = _hundredths(own)
    if shown == stat.lower_quartile == stat.upper_quartile:
        return Place.AS_MOST_PEERS
    if shown == stat.median:
        return Place.AT_MEDIAN
    if shown == stat.upper_quartile:
        return Place.AT_UPPER_QUARTILE
    if shown == stat.lower_quartile:
        return Place.AT_LOWER_QUARTILE
    if shown > stat.median:
        return Place.TOP_QUARTER if shown > stat.upper_quartile else Place.UPPER_MIDDLE
    return Place.BOTTOM_QUARTER if shown < stat.lower_quartile else Place.LOWER_MIDDLE


def smallest_difference(model: HiveModel, node: str) -> Decimal:
    """Return what one answer can move on a node: the smallest difference that means something.

    The mean distance of adjacent level scores x the mean effective weight of the node's scored
    questions. Effective weights add up to 1, so their mean is 1 / number of questions.
    """
    scores = [score for _, score in sorted(model.scoring.level_scores.items())]
    steps = [abs(upper - lower) for lower, upper in pairwise(scores)]
    return _hundredths(Fraction(sum(steps)) / len(steps) / model.scored_within[node])


def is_meaningful(gap: Decimal, smallest: Decimal) -> bool:
    """Say whether a gap is worth telling; else it is "no meaningful difference from peers"."""
    return abs(gap) >= smallest


def _hundredths(figure: Fraction | Decimal) -> Decimal:
    return Decimal(floor(Fraction(figure) * 100 + Fraction(1, 2))).scaleb(-2)
