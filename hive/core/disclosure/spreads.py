"""How a group's banks lie in the bands: shares of it, told so that no bank can be made out.

One partition of the bands is made for a node and told for every group alike; otherwise two groups
cut differently could be set against each other. It is the finest of neighbouring bands in which
each group at the foot of the tree has no bank or at least three in each part. A group whose banks
all lie in one part would give each of them away: it is withheld, and so is every group above it,
from which its parts could be subtracted. The reason is the same wherever a spread is withheld on
its own account, for a reason that told them apart would tell what it hides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from hive.core.benchmark import BandSpread
from hive.core.disclosure.figures import PublicStatistic, Withheld
from hive.core.groups import Group, ancestors

# A part of the bands that holds fewer banks of a group, but any, is merged with its neighbour.
MIN_IN_PART = 3

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """Neighbouring bands told as one, by number from 1, and how many banks lie in them."""

    first: int
    last: int
    banks: int


@dataclass(frozen=True, slots=True)
class PublicSpread:
    """A released spread of a group over all bands; at least two parts, the lowest first."""

    group: str
    node: str
    parts: tuple[Part, ...]

    @property
    def n(self) -> int:
        """How many banks lie in the parts together."""
        return sum(part.banks for part in self.parts)

    def part_of(self, band: int) -> Part:
        """Return the part in which a band, by number from 1, lies."""
        return next(part for part in self.parts if part.first <= band <= part.last)


def release_spreads(
    spreads: Sequence[BandSpread],
    groups: Sequence[Group],
    statistics: Sequence[PublicStatistic | Withheld],
) -> tuple[PublicSpread | Withheld, ...]:
    """Release the spreads of a publication together, in the order given.

    ``statistics`` are the released figures of the same groups and nodes: whatever is withheld
    there is withheld here for the same reason.
    """
    reasons = {(f.group, f.node): f.reason for f in statistics if isinstance(f, Withheld)}
    counts = {(spread.group, spread.node): spread.counts for spread in spreads}
    cuts = {node: _finest(_of_leaves(counts, groups, node)) for node in {s.node for s in spreads}}
    hidden = set(_one_sided(counts, groups, cuts))
    return tuple(
        _released(spread, cuts[spread.node], reasons.get((spread.group, spread.node)), hidden)
        for spread in spreads
    )


def _released(
    spread: BandSpread, cuts: Sequence[int], reason: str | None, hidden: set[Key]
) -> PublicSpread | Withheld:
    if reason is None and (not cuts or (spread.group, spread.node) in hidden):
        reason = "gives_banks_away"
    if reason is not None:
        return Withheld(spread.group, spread.node, reason)
    return PublicSpread(spread.group, spread.node, tuple(_parts(spread.counts, cuts)))


def _of_leaves(
    counts: Mapping[Key, Sequence[int]], groups: Sequence[Group], node: str
) -> list[Sequence[int]]:
    parents = {group.parent for group in groups}
    return [counts[group.code, node] for group in groups if group.code not in parents]


def _finest(leaves: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Return where the bands are cut; nowhere if every cut leaves one or two banks in a part.

    Of partitions that none refines, the one that parts the banks of most groups, then the one with
    most parts that hold banks, then with most parts; among equals the lower bands stand apart.
    """
    bands = range(1, len(leaves[0]))
    every = (cuts for number in bands for cuts in combinations(bands, number))
    safe = [cuts for cuts in every if all(_is_safe(leaf, cuts) for leaf in leaves)]
    return max(safe, key=lambda cuts: (*_told(leaves, cuts), len(cuts)), default=())


def _is_safe(leaf: Sequence[int], cuts: Sequence[int]) -> bool:
    return all(part.banks == 0 or part.banks >= MIN_IN_PART for part in _parts(leaf, cuts))


def _told(leaves: Sequence[Sequence[int]], cuts: Sequence[int]) -> tuple[int, int]:
    """Count the groups that are in more than one part, and the parts that hold banks."""
    held = [[part.first for part in _parts(leaf, cuts) if part.banks] for leaf in leaves]
    return sum(len(parts) > 1 for parts in held), len({first for parts in held for first in parts})


def _one_sided(
    counts: Mapping[Key, Sequence[int]],
    groups: Sequence[Group],
    cuts: Mapping[str, Sequence[int]],
) -> Iterator[Key]:
    """Yield each group, by node, with all its banks in one part, and every group above it."""
    for group in groups:
        for node, edges in cuts.items():
            told = [part for part in _parts(counts[group.code, node], edges) if part.banks]
            if len(told) == 1:
                yield from ((each.code, node) for each in (group, *ancestors(groups, group)))


def _parts(counts: Sequence[int], cuts: Sequence[int]) -> Iterator[Part]:
    edges = (0, *cuts, len(counts))
    for start, end in pairwise(edges):
        yield Part(start + 1, end, sum(counts[start:end]))
