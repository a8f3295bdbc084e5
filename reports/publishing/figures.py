"""From a cohort to the figures that may be told: groups, statistics, key ratios, span audit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hive.core.benchmark import band_spreads, peer_statistics, ratio_statistics
from hive.core.disclosure import (
    THRESHOLD,
    AuditRefused,
    Group,
    PublicRatio,
    PublicSpread,
    PublicStatistic,
    Threshold,
    Withheld,
    audit,
    grow,
    release_all,
    release_ratio,
    release_spreads,
)
from hive.core.model import HiveModel
from reports.publishing.cohort import Entry
from reports.publishing.errors import UnsafeFigures


@dataclass(frozen=True)
class Figures:
    """What a publication tells, and of which groups."""

    groups: tuple[Group, ...]
    statistics: tuple[PublicStatistic | Withheld, ...]
    spreads: tuple[PublicSpread | Withheld, ...]
    ratios: tuple[PublicRatio | Withheld, ...]


def make_figures(
    model: HiveModel, entries: Sequence[Entry], *, threshold: Threshold = THRESHOLD
) -> Figures:
    """Grow the groups from counts alone, audit them, and release what their statistics allow."""
    groups = safe_groups(model, entries, threshold=threshold)
    scores = {e.member.bank: e.scores for e in entries if e.member}
    raw = peer_statistics(scores, groups)
    ratios = ratio_statistics(_ratios(model, entries), groups, model.key_ratios)
    statistics = release_all(raw, groups, model, threshold=threshold)
    return Figures(
        groups,
        statistics,
        release_spreads(band_spreads(scores, groups, model), groups, statistics),
        tuple(release_ratio(ratio, threshold=threshold) for ratio in ratios),
    )


def safe_groups(
    model: HiveModel, entries: Sequence[Entry], *, threshold: Threshold = THRESHOLD
) -> tuple[Group, ...]:
    """Return the groups of the counted banks; raise UnsafeFigures when they give a bank away."""
    groups = grow(
        [entry.member for entry in entries if entry.member],
        kinds=[kind.code for kind in model.bank_types],
        asset_bands=[band.code for band in model.asset_bands],
        threshold=threshold,
    )
    try:
        audit([group.banks for group in groups])
    except AuditRefused as finding:
        raise UnsafeFigures(str(finding)) from finding
    return groups


def _ratios(model: HiveModel, entries: Sequence[Entry]) -> Mapping[str, Mapping[str, Decimal]]:
    return {
        entry.member.bank: {
            question.code: answer.value
            for question in model.key_ratios
            if (answer := entry.answers.get(question.code)) and isinstance(answer.value, Decimal)
        }
        for entry in entries
        if entry.member
    }
