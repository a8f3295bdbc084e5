"""The one tree of peer groups, grown from counts alone before a score is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Ten banks leave no combination of published figures that covers fewer than six.
MIN_BANKS = 10
MIN_CONTROLLERS = 6

ALL = "all"
OTHER_KINDS = "other_kinds"


@dataclass(frozen=True, slots=True)
class Threshold:
    """How many banks of how many controllers a figure needs; an unset number admits nothing."""

    banks: int | None = MIN_BANKS
    controllers: int | None = MIN_CONTROLLERS

    def shortfall(self, banks: int, controllers: int) -> str | None:
        """Return the key of what is missing: too_few_banks, too_few_controllers or None."""
        if not self.banks or banks < self.banks:
            return "too_few_banks"
        if not self.controllers or controllers < self.controllers:
            return "too_few_controllers"
        return None

    def is_met_by(self, members: Sequence[Member]) -> bool:
        """Say whether figures of these banks may be told."""
        return self.shortfall(len(members), count_controllers(members)) is None

    def allows_parts(self, members: Sequence[Member]) -> bool:
        """Say whether there are banks enough for two groups."""
        return self.banks is not None and len(members) >= 2 * self.banks


THRESHOLD = Threshold()


@dataclass(frozen=True, slots=True)
class Member:
    """A bank that is counted.

    ``controller`` is the founding bank or parent that can see its answers, else the bank itself.
    """

    bank: str
    controller: str
    kind: str
    asset_band: str


@dataclass(frozen=True, slots=True)
class Group:
    """Banks whose figures may be told together; ``kinds`` and ``asset_bands`` are in model order.

    ``pooled`` are those of its kinds that are too small to stand alone. A group that consists of
    them is "other kinds"; a group with some joined them, and its name says so.
    """

    code: str
    parent: str | None
    kinds: tuple[str, ...]
    asset_bands: tuple[str, ...]
    members: tuple[Member, ...]
    pooled: tuple[str, ...] = ()

    @property
    def banks(self) -> frozenset[str]:
        """The codes of the member banks."""
        return frozenset(member.bank for member in self.members)


class InvalidMembers(ValueError):
    """Members that cannot be grouped: counted twice, or of a kind or size the edition lacks."""


def count_controllers(members: Iterable[Member]) -> int:
    """Count the distinct controllers of some banks."""
    return len({member.controller for member in members})


def grow(
    members: Iterable[Member],
    *,
    kinds: Sequence[str],
    asset_bands: Sequence[str],
    threshold: Threshold = THRESHOLD,
) -> tuple[Group, ...]:
    """Divide the counted banks into all, kind classes and asset bands within a class.

    The root comes first, parents before children. ``kinds`` and ``asset_bands`` are the edition's,
    in its order. A class that holds every bank is not told twice: its parts hang on the root.
    """
    root = Group(ALL, None, tuple(kinds), tuple(asset_bands), _in_order(members))
    _check(root)
    if not threshold.is_met_by(root.members):
        return ()
    if not threshold.allows_parts(root.members):
        return (root,)
    classes = _classes(root, threshold)
    parents = classes if len(classes) > 1 else (root,)
    parts = [part for parent in parents for part in _parts(parent, threshold)]
    groups = (root, *(group for group in parents if group is not root), *parts)
    if len({group.code for group in groups}) < len(groups):
        raise InvalidMembers("the codes of kinds and asset bands give two groups the same code")
    return groups


def leaf_of(groups: Sequence[Group], kind: str, asset_band: str) -> Group | None:
    """Return the finest group for a bank, counted or not; None when there are no groups.

    A kind that no counted bank has goes with the pooled kinds where they stand, else to the root.
    """
    leaf = next((group for group in groups if group.parent is None), None)
    below = leaf
    while below is not None:
        leaf = below
        below = _child_for(_children(groups, leaf), kind, asset_band)
    return leaf


def ancestors(groups: Sequence[Group], group: Group) -> tuple[Group, ...]:
    """Return the groups above a group, the nearest first."""
    by_code = {each.code: each for each in groups}
    above = []
    while group.parent is not None:
        group = by_code[group.parent]
        above.append(group)
    return tuple(above)


def _in_order(members: Iterable[Member]) -> tuple[Member, ...]:
    return tuple(sorted(members, key=lambda member: member.bank))


def _check(root: Group) -> None:
    for bank, times in Counter(member.bank for member in root.members).items():
        if times > 1:
            raise InvalidMembers(f"{bank}: counted {times} times")
    for member in root.members:
        if member.kind not in root.kinds:
            raise InvalidMembers(f"{member.bank}: unknown kind {member.kind!r}")
        if member.asset_band not in root.asset_bands:
            raise InvalidMembers(f"{member.bank}: unknown asset band {member.asset_band!r}")


def _classes(root: Group, threshold: Threshold) -> tuple[Group, ...]:
    present = [_kind_class(root, kind) for kind in root.kinds]
    standing = [group for group in present if threshold.is_met_by(group.members)]
    pool = _pool(root, [group for group in present if group not in standing and group.members])
    if not pool.members:
        return tuple(standing)
    if threshold.is_met_by(pool.members):
        return (*standing, pool)
    # min() keeps the first of equals, which is the order of the model.
    smallest = min(standing, key=lambda group: len(group.members))
    joined = _join(root, smallest, pool)
    return tuple(joined if group is smallest else group for group in standing)


def _kind_class(root: Group, kind: str) -> Group:
    members = tuple(member for member in root.members if member.kind == kind)
    return Group(kind, root.code, (kind,), root.asset_bands, members)


def _pool(root: Group, small: Sequence[Group]) -> Group:
    kinds = tuple(kind for group in small for kind in group.kinds)
    members = _in_order(member for group in small for member in group.members)
    return Group(OTHER_KINDS, root.code, kinds, root.asset_bands, members, pooled=kinds)


def _join(root: Group, standing: Group, pool: Group) -> Group:
    kinds = tuple(k for k in root.kinds if k in standing.kinds or k in pool.kinds)
    members = _in_order((*standing.members, *pool.members))
    code = f"{standing.code}+{pool.code}"
    return Group(code, root.code, kinds, root.asset_bands, members, pooled=pool.kinds)


def _parts(parent: Group, threshold: Threshold) -> tuple[Group, ...]:
    runs = [_run(parent, (band,)) for band in parent.asset_bands]
    while len(runs) > 1 and (
        short := [run for run in runs if not threshold.is_met_by(run.members)]
    ):
        first = runs.index(min(short, key=lambda run: len(run.members)))
        left = _left_of_merge(runs, first)
        merged = _run(parent, runs[left].asset_bands + runs[left + 1].asset_bands)
        runs[left : left + 2] = [merged]
    return tuple(runs) if len(runs) > 1 else ()


def _left_of_merge(runs: Sequence[Group], index: int) -> int:
    """Return the left one of a run and its smaller neighbour; the lower neighbour of equals."""
    if index == 0:
        return 0
    if index == len(runs) - 1:
        return index - 1
    below, above = len(runs[index - 1].members), len(runs[index + 1].members)
    return index - 1 if below <= above else index


def _run(parent: Group, bands: tuple[str, ...]) -> Group:
    name = bands[0] if len(bands) == 1 else f"{bands[0]}-{bands[-1]}"
    members = tuple(member for member in parent.members if member.asset_band in bands)
    code = f"{parent.code}/{name}"
    return Group(code, parent.code, parent.kinds, bands, members, pooled=parent.pooled)


def _children(groups: Sequence[Group], parent: Group) -> list[Group]:
    return [group for group in groups if group.parent == parent.code]


def _child_for(children: Sequence[Group], kind: str, asset_band: str) -> Group | None:
    fitting = [group for group in children if asset_band in group.asset_bands]
    of_kind = [group for group in fitting if kind in group.kinds]
    return next(iter(of_kind or [group for group in fitting if group.pooled]), None)
