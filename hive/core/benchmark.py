"""The cohort's table to raw statistics of its groups, which may identify a bank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from hive.core.groups import Group, count_controllers
from hive.core.model import HiveModel, Question
from hive.core.scoring import band_number

QUARTILES = [0.25, 0.5, 0.75]
HUNDREDTH = Decimal("0.01")

Scores = Mapping[str, Mapping[str, Fraction | Decimal]]
Figures = Mapping[str, Mapping[str, Decimal]]


@dataclass(frozen=True, slots=True)
class PeerStatistic:
    """A node's figures over all banks of a group, in two decimals; not for telling as it is.

    ``varies`` is false where all banks agree in the two decimals that are shown.
    """

    group: str
    node: str
    n: int
    controllers: int
    mean: Decimal
    lower_quartile: Decimal
    median: Decimal
    upper_quartile: Decimal
    varies: bool


@dataclass(frozen=True, slots=True)
class PeerRatio:
    """Where the quartiles of a key ratio lie over the ``n`` banks of a group that answered.

    ``bands`` are positions in the question's score bands: lower quartile, median, upper quartile;
    None when no bank answered.
    """

    group: str
    question: str
    n: int
    controllers: int
    bands: tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class BandSpread:
    """How many banks of a group have a score in each band of the edition, the lowest first."""

    group: str
    node: str
    counts: tuple[int, ...]


class IncompleteScores(ValueError):
    """A counted bank without a score on a node: one n per group would be untrue."""


def peer_statistics(scores: Scores, groups: Sequence[Group]) -> tuple[PeerStatistic, ...]:
    """Describe every group on every node, groups and nodes in the order given.

    ``scores`` holds node -> score for every member of the groups, the same nodes for all.
    Quartiles are interpolated linearly on n-1, as Excel's QUARTILE.INC does.
    """
    banks = sorted(frozenset().union(*(group.banks for group in groups)))
    table = _table(scores, banks)
    return tuple(stat for group in groups for stat in _describe(group, table))


def band_spreads(
    scores: Scores, groups: Sequence[Group], model: HiveModel
) -> tuple[BandSpread, ...]:
    """Count every group's banks by the band of each node, groups and nodes in the order given."""
    bands = {
        bank: {node: band_number(model, Fraction(value)) for node, value in values.items()}
        for bank, values in scores.items()
    }
    return tuple(spread for group in groups for spread in _spread(group, bands, model))


def ratio_statistics(
    figures: Figures, groups: Sequence[Group], questions: Sequence[Question]
) -> tuple[PeerRatio, ...]:
    """Find the score bands of each group's quartiles on each question.

    ``figures`` holds question -> number for the banks that answered with one; others are absent.
    """
    import pandas as pd

    banks = sorted(frozenset().union(*(group.banks for group in groups)))
    codes = [question.code for question in questions]
    rows = [[float(figures.get(b, {}).get(c, "nan")) for c in codes] for b in banks]
    table = pd.DataFrame(rows, index=banks, columns=codes)
    return tuple(ratio for group in groups for ratio in _ratios(group, table, questions))


def _table(scores: Scores, banks: Sequence[str]) -> Any:
    import pandas as pd

    nodes = list(scores[banks[0]]) if banks else []
    rows = [_row(bank, scores[bank], nodes) for bank in banks]
    return pd.DataFrame(rows, index=list(banks), columns=nodes, dtype=float)


def _row(bank: str, values: Mapping[str, Fraction | Decimal], nodes: Sequence[str]) -> list[float]:
    if values.keys() != set(nodes) or None in values.values():
        raise IncompleteScores(f"{bank}: a counted bank needs a score on every node")
    return [float(values[node]) for node in nodes]


def _describe(group: Group, table: Any) -> Iterator[PeerStatistic]:
    rows = table.loc[[member.bank for member in group.members]]
    controllers = count_controllers(group.members)
    means = rows.mean()
    quartiles = rows.quantile(QUARTILES)
    varies = rows.round(2).nunique() > 1
    for node in table.columns:
        mean, lower, median, upper = map(_hundredths, (means[node], *quartiles[node]))
        yield PeerStatistic(
            group.code, node, len(rows), controllers, mean, lower, median, upper, bool(varies[node])
        )


def _spread(
    group: Group, bands: Mapping[str, Mapping[str, int]], model: HiveModel
) -> Iterator[BandSpread]:
    members = [bands[member.bank] for member in group.members]
    for node in members[0]:
        times = Counter(member[node] for member in members)
        yield BandSpread(group.code, node, tuple(times[band.number] for band in model.bands))


def _ratios(group: Group, table: Any, questions: Sequence[Question]) -> Iterator[PeerRatio]:
    rows = table.loc[[member.bank for member in group.members]]
    quartiles = rows.quantile(QUARTILES)
    for question in questions:
        answered = rows[question.code].notna()
        members = [m for m, has in zip(group.members, answered, strict=True) if has]
        bands = _bands(question, quartiles[question.code]) if members else None
        controllers = count_controllers(members)
        yield PeerRatio(group.code, question.code, len(members), controllers, bands)


def _bands(question: Question, quartiles: Sequence[float]) -> tuple[int, int, int]:
    lower, median, upper = (_band_index(question, _without_dust(q)) for q in quartiles)
    return lower, median, upper


def _band_index(question: Question, figure: Decimal) -> int:
    for index, band in enumerate(question.score_bands):
        if band.floor <= figure and (band.ceiling is None or figure < band.ceiling):
            return index
    raise ValueError(f"{question.code}: {figure} lies in no scoring band")


def _hundredths(figure: float) -> Decimal:
    return _without_dust(figure).quantize(HUNDREDTH, ROUND_HALF_UP)


def _without_dust(figure: float) -> Decimal:
    # Nine places keep all that scores can differ by and drop what binary fractions add.
    return Decimal(f"{figure:.9f}")
