"""The span audit: no combination of published sums and counts may cover fewer than six banks.

Banks that stand in the same published groups move together: they form an atom, and a combination
of groups covers an atom or leaves it out. Where every atom holds six banks nothing smaller can be
reached - a tree of groups of at least ten is such a case, and needs no search.

Otherwise an integer program looks, for every small atom, for the combination that covers the
fewest banks. Any combination can be scaled so that its largest coefficient is 1, so each program
takes one atom as the largest, bounds the others by -1 and 1, and needs no "big M". The solver's
tolerance can only let too much through, never too little: what it finds is checked with fractions
and, if it is not exact, ruled out before the search goes on. A search without a verdict refuses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

MIN_COVERED = 6
SECONDS_PER_SEARCH = 60

# The solver's verdicts, as scipy numbers them.
OPTIMAL = 0
INFEASIBLE = 2

Vector = list[Fraction]


class AuditRefused(Exception):
    """Something stands against publishing these groups together."""


class Undecided(AuditRefused):
    """The audit came to no verdict, so nothing may be published."""


class Exposed(AuditRefused):
    """A combination of published groups that covers too few banks.

    ``combination`` holds (position in the tables, factor); ``banks`` are those it covers.
    """

    def __init__(self, combination: tuple[tuple[int, int], ...], banks: frozenset[str]) -> None:
        self.combination = combination
        self.banks = banks
        terms = " ".join(f"{factor:+d} x group {position}" for position, factor in combination)
        super().__init__(f"published groups combine to {len(banks)} bank(s): {terms}")


def audit(tables: Sequence[frozenset[str]], *, min_covered: int | None = MIN_COVERED) -> None:
    """Raise Exposed with a smallest combination of these sets that covers too few banks.

    ``tables`` are the sets of banks whose sums and sizes are published, over all tables. A bank's
    figures of different years or revisions are different things: give them different names.
    """
    if not min_covered:
        raise Undecided("no threshold is set for the banks that a combination must cover")
    span = _Span(tables, min_covered)
    if (exposed := span.smallest()) is not None:
        raise exposed


@dataclass(frozen=True, slots=True)
class _Atom:
    banks: frozenset[str]
    inside: frozenset[int]


class _Span:
    """All rational combinations of published sets, as vectors over atoms and then over sets."""

    def __init__(self, tables: Sequence[frozenset[str]], min_covered: int) -> None:
        self.limit = min_covered - 1
        self.atoms = _atoms(tables)
        self.sets = sorted({banks: i for i, banks in reversed(list(enumerate(tables)))}.values())
        self.small = [i for i, atom in enumerate(self.atoms) if len(atom.banks) <= self.limit]
        self.weights = [len(self.atoms[i].banks) for i in self.small]

    def smallest(self) -> Exposed | None:
        """Return a combination that covers the fewest banks, if these are too few."""
        if not self.small:
            return None
        basis = self._vanishing_on_large_atoms()
        limit, best = self.limit, None
        for largest in self.small if basis else ():
            found = self._search(basis, largest, limit)
            if found is not None:
                limit, best = len(found.banks) - 1, found
        return best

    def _vanishing_on_large_atoms(self) -> list[Vector]:
        large = [i for i in range(len(self.atoms)) if i not in self.small]
        return _vanishing(self._vectors(), large, self.small)

    def _vectors(self) -> list[Vector]:
        return [
            [Fraction(position in atom.inside) for atom in self.atoms]
            + [Fraction(position == other) for other in self.sets]
            for position in self.sets
        ]

    def _search(self, basis: Sequence[Vector], largest: int, limit: int) -> Exposed | None:
        ruled_out: list[frozenset[int]] = []
        while support := self._solve(basis, largest, limit, ruled_out):
            outside = [i for i in self.small if i not in support]
            exact = _vanishing(basis, outside, sorted(support))
            if exact:
                return self._exposed(exact[0])
            ruled_out.append(support)
        return None

    def _solve(
        self,
        basis: Sequence[Vector],
        largest: int,
        limit: int,
        ruled_out: Sequence[frozenset[int]],
    ) -> frozenset[int]:
        """Return the atoms that the solver's best combination covers, none if there is none."""
        from scipy.optimize import milp

        options = {"mip_rel_gap": 0, "time_limit": SECONDS_PER_SEARCH}
        result = milp(**self._program(basis, largest, limit, ruled_out), options=options)
        if result.status == INFEASIBLE:
            return frozenset()
        if result.status != OPTIMAL:
            raise Undecided(result.message)
        covered = result.x[len(basis) :]
        return frozenset(
            atom for atom, is_in in zip(self.small, covered, strict=True) if is_in > 0.5
        )

    def _program(
        self,
        basis: Sequence[Vector],
        largest: int,
        limit: int,
        ruled_out: Sequence[frozenset[int]],
    ) -> dict[str, Any]:
        """Return the integer program: the factor of each basis vector, then 1 per covered atom.

        The basis is reduced, so a factor is the combination's value on some atom: -1 to 1.
        """
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint

        value = np.array([[float(vector[atom]) for vector in basis] for atom in self.small])
        unit, zero = np.eye(len(self.small)), np.zeros(len(basis))
        cost = np.concatenate([zero, self.weights])
        pivot = np.concatenate([value[self.small.index(largest)], 0 * unit[0]])
        others = [[float(a not in support) for a in self.small] for support in ruled_out]
        return {
            "c": cost,
            "integrality": cost > 0,
            "bounds": Bounds(np.concatenate([zero - 1, 0 * unit[0]]), 1),
            "constraints": [
                LinearConstraint(np.hstack([value, -unit]), ub=0),
                LinearConstraint(np.hstack([-value, -unit]), ub=0),
                LinearConstraint(pivot, lb=1, ub=1),
                LinearConstraint(cost, ub=limit),
                *(LinearConstraint(np.concatenate([zero, row]), lb=1) for row in others),
            ],
        }

    def _exposed(self, vector: Vector) -> Exposed:
        by_atom, by_set = vector[: len(self.atoms)], vector[len(self.atoms) :]
        scale = lcm(*(factor.denominator for factor in by_set))
        pairs = zip(self.sets, by_set, strict=True)
        combination = tuple((position, int(f * scale)) for position, f in pairs if f)
        covered = [a.banks for a, value in zip(self.atoms, by_atom, strict=True) if value]
        return Exposed(combination, frozenset().union(*covered))


def _atoms(tables: Sequence[frozenset[str]]) -> list[_Atom]:
    inside: dict[str, set[int]] = defaultdict(set)
    for position, banks in enumerate(tables):
        for bank in banks:
            inside[bank].add(position)
    together: dict[frozenset[int], set[str]] = defaultdict(set)
    for bank, positions in sorted(inside.items()):
        together[frozenset(positions)].add(bank)
    return [_Atom(frozenset(banks), positions) for positions, banks in together.items()]


def _vanishing(
    vectors: Sequence[Vector], zero: Iterable[int], elsewhere: Iterable[int]
) -> list[Vector]:
    """Return a reduced basis of the combinations that are zero here but not elsewhere."""
    _, rest = _eliminated(vectors, zero)
    basis, _ = _eliminated(rest, elsewhere)
    return basis


def _eliminated(
    vectors: Sequence[Vector], columns: Iterable[int]
) -> tuple[list[Vector], list[Vector]]:
    """Return the vectors used to clear columns, each reduced by the others, and what is left."""
    used: list[Vector] = []
    rest = list(vectors)
    for column in columns:
        at = next((i for i, vector in enumerate(rest) if vector[column]), None)
        if at is None:
            continue
        chosen = rest.pop(at)
        pivot = [value / chosen[column] for value in chosen]
        rest = [_cleared(vector, pivot, column) for vector in rest]
        used = [*(_cleared(vector, pivot, column) for vector in used), pivot]
    return used, rest


def _cleared(vector: Vector, pivot: Vector, column: int) -> Vector:
    factor = vector[column]
    if not factor:
        return vector
    return [value - factor * other for value, other in zip(vector, pivot, strict=True)]
