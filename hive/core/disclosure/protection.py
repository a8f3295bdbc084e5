"""Withholding what would give away a figure that is withheld because all banks agree on it.

Figures hang together in two ways: a group's sum is the sum of its parts' sums, and a node's mean
is the weighted mean of its parts' means. A withheld figure could be worked out from the others of
its family. So for the group in question and every group above it, each family of nodes (a node
and its parts) that has a withheld member gets a second one: then there is always a way to change
the withheld figure, and its partners with it, that leaves everything published as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hive.core.benchmark import PeerStatistic
from hive.core.disclosure.figures import PublicStatistic, Withheld, release
from hive.core.groups import THRESHOLD, Group, Threshold, ancestors
from hive.core.model import TOTAL, HiveModel


def release_all(
    statistics: Sequence[PeerStatistic],
    groups: Sequence[Group],
    model: HiveModel,
    *,
    threshold: Threshold = THRESHOLD,
) -> tuple[PublicStatistic | Withheld, ...]:
    """Release the statistics of a publication together, in the order given."""
    figures = [release(stat, threshold=threshold) for stat in statistics]
    hidden = _hidden(figures, groups, model)
    return tuple(
        Withheld(figure.group, figure.node, "protects_another")
        if isinstance(figure, PublicStatistic) and (figure.group, figure.node) in hidden
        else figure
        for figure in figures
    )


def _hidden(
    figures: Sequence[PublicStatistic | Withheld], groups: Sequence[Group], model: HiveModel
) -> set[tuple[str, str]]:
    families = _families(model)
    hidden = set()
    for group in groups:
        nodes = _with_partners(_without_variation(figures, group), families)
        for each in (group, *ancestors(groups, group)):
            hidden |= {(each.code, node) for node in nodes}
    return hidden


def _without_variation(
    figures: Iterable[PublicStatistic | Withheld], group: Group
) -> frozenset[str]:
    return frozenset(
        figure.node
        for figure in figures
        if isinstance(figure, Withheld)
        and figure.group == group.code
        and figure.reason == "no_variation"
    )


def _families(model: HiveModel) -> Mapping[str, tuple[str, ...]]:
    below = {d.code: tuple(i.code for i in d.indicators) for d in model.dimensions}
    return {TOTAL: tuple(below), **below}


def _with_partners(
    nodes: frozenset[str], families: Mapping[str, tuple[str, ...]]
) -> frozenset[str]:
    """Add nodes until no family has a single one; parts before the node they make up."""
    for parent, parts in families.items():
        family = (*parts, parent)
        if len(nodes.intersection(family)) == 1:
            partner = next(node for node in family if node not in nodes)
            return _with_partners(nodes | {partner}, families)
    return nodes
