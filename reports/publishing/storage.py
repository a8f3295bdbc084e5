"""Storing a prepared publication's cohort, groups and figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hive.core.disclosure import (
    Group,
    PublicRatio,
    PublicSpread,
    PublicStatistic,
    Withheld,
    leaf_of,
)
from reports.models import (
    CohortMember,
    Publication,
    PublishedGroup,
    PublishedRatio,
    PublishedStatistic,
)
from reports.publishing.cohort import Entry
from reports.publishing.figures import Figures

Rows = Mapping[str, PublishedGroup]


def store(publication: Publication, entries: Sequence[Entry], figures: Figures) -> None:
    """Write everything that hangs on a publication that was just made."""
    rows = _store_groups(publication, figures.groups)
    CohortMember.objects.bulk_create(
        _member(publication, entry, figures.groups, rows) for entry in entries
    )
    spreads = {(each.group, each.node): each for each in figures.spreads}
    PublishedStatistic.objects.bulk_create(
        _statistic(each, spreads[each.group, each.node], rows) for each in figures.statistics
    )
    PublishedRatio.objects.bulk_create(_ratio(each, rows) for each in figures.ratios)


def _store_groups(publication: Publication, groups: Sequence[Group]) -> Rows:
    rows: dict[str, PublishedGroup] = {}
    for place, group in enumerate(groups):
        rows[group.code] = PublishedGroup.objects.create(
            publication=publication,
            parent=rows[group.parent] if group.parent else None,
            code=group.code,
            place=place,
            kinds=list(group.kinds),
            asset_bands=list(group.asset_bands),
            n=len(group.members),
        )
    return rows


def _member(
    publication: Publication, entry: Entry, groups: Sequence[Group], rows: Rows
) -> CohortMember:
    leaf = leaf_of(groups, entry.kind, entry.asset_band)
    return CohortMember(
        publication=publication,
        submission=entry.submission,
        snapshot=entry.snapshot,
        group=rows[leaf.code] if leaf else None,
        counted=entry.member is not None,
    )


def _statistic(
    figure: PublicStatistic | Withheld, spread: PublicSpread | Withheld, rows: Rows
) -> PublishedStatistic:
    columns: dict[str, Any] = _spread(spread)
    if isinstance(figure, Withheld):
        columns["withheld"] = figure.reason
    else:
        names = ("n", "mean", "lower_quartile", "median", "upper_quartile")
        columns |= {name: getattr(figure, name) for name in names}
    return PublishedStatistic(group=rows[figure.group], node=figure.node, **columns)


def _spread(spread: PublicSpread | Withheld) -> dict[str, Any]:
    if isinstance(spread, Withheld):
        return {"spread_withheld": spread.reason}
    return {"spread": [[part.first, part.last, part.banks] for part in spread.parts]}


def _ratio(figure: PublicRatio | Withheld, rows: Rows) -> PublishedRatio:
    group = rows[figure.group]
    if isinstance(figure, Withheld):
        return PublishedRatio(group=group, question=figure.node, withheld=figure.reason)
    return PublishedRatio(
        group=group,
        question=figure.question,
        lower_quartile_band=figure.lower_quartile_band,
        median_band=figure.median_band,
        upper_quartile_band=figure.upper_quartile_band,
    )
