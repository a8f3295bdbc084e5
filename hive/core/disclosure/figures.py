"""Raw statistics in, figures that may be told out - or the reason why they may not."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hive.core.benchmark import PeerRatio, PeerStatistic
from hive.core.groups import THRESHOLD, Threshold


@dataclass(frozen=True, slots=True)
class PublicStatistic:
    """A released figure of a group: scores on the edition's scale, rounded to two decimals.

    ``n`` counts banks. ``node`` is the code of the total, a dimension or an indicator.
    """

    group: str
    node: str
    n: int
    mean: Decimal
    lower_quartile: Decimal
    median: Decimal
    upper_quartile: Decimal


@dataclass(frozen=True, slots=True)
class PublicRatio:
    """The score bands, by position, in which a group's quartiles of a key ratio lie."""

    group: str
    question: str
    lower_quartile_band: int
    median_band: int
    upper_quartile_band: int


@dataclass(frozen=True, slots=True)
class Withheld:
    """A figure that is not released; ``reason`` is a key.

    too_few_banks, too_few_controllers, no_variation, or protects_another: the figure would
    give one that is withheld for lack of variation. ``node`` is the question of a key ratio.
    """

    group: str
    node: str
    reason: str


def release(stat: PeerStatistic, *, threshold: Threshold = THRESHOLD) -> PublicStatistic | Withheld:
    """Return the public form of a statistic, or why there is none."""
    reason = threshold.shortfall(stat.n, stat.controllers)
    if reason is None and not stat.varies:
        reason = "no_variation"
    if reason is not None:
        return Withheld(stat.group, stat.node, reason)
    return PublicStatistic(
        stat.group,
        stat.node,
        stat.n,
        stat.mean,
        stat.lower_quartile,
        stat.median,
        stat.upper_quartile,
    )


def release_ratio(ratio: PeerRatio, *, threshold: Threshold = THRESHOLD) -> PublicRatio | Withheld:
    """Return the public form of a key ratio, which has no n, or why there is none."""
    reason = threshold.shortfall(ratio.n, ratio.controllers)
    if reason is not None or ratio.bands is None:
        return Withheld(ratio.group, ratio.question, reason or "too_few_banks")
    return PublicRatio(ratio.group, ratio.question, *ratio.bands)
