"""The span audit: attacks that must fail it, and drawn cohorts that must pass."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hive.core.benchmark import peer_statistics
from hive.core.disclosure import (
    MIN_BANKS,
    MIN_CONTROLLERS,
    Exposed,
    Group,
    PublicStatistic,
    Undecided,
    audit,
    grow,
    release_all,
    span,
)
from hive.core.groups import count_controllers
from tests.cohorts import (
    ASSET_BANDS,
    KINDS,
    draw_cohort,
    draw_counts,
    draw_scores,
    make_model,
)


def banks(prefix: str, count: int) -> frozenset[str]:
    return frozenset(f"{prefix}{number}" for number in range(count))


def exposed(*tables: frozenset[str]) -> Exposed:
    with pytest.raises(Exposed) as caught:
        audit(tables)
    return caught.value


def test_audit_passes_a_tree() -> None:
    left, right = banks("l", 10), banks("r", 13)

    audit([left | right, left, right])


def test_audit_passes_nothing_published() -> None:
    audit([])
    audit([frozenset()])


def test_audit_finds_a_published_group_that_is_too_small() -> None:
    found = exposed(banks("a", 30), banks("b", 5))

    assert (found.combination, found.banks) == (((1, 1),), banks("b", 5))


def test_audit_passes_six_banks() -> None:
    audit([banks("a", 30), banks("a", 24)])


def test_audit_finds_a_bank_that_left_between_two_tables() -> None:
    found = exposed(banks("a", 30), banks("a", 29))

    assert (found.combination, found.banks) == (((0, 1), (1, -1)), frozenset({"a29"}))
    assert str(found) == "published groups combine to 1 bank(s): +1 x group 0 -1 x group 1"


def test_audit_counts_a_group_published_twice_as_one() -> None:
    audit([banks("a", 30), banks("a", 30), banks("b", 10)])


def test_audit_finds_a_combination_of_three_tables_that_no_pair_shows() -> None:
    x, y, z = banks("x", 20), banks("y", 3), banks("z", 20)
    tables = [x | y, y | z, x | z]

    for pair in combinations(tables, 2):
        audit(pair)

    assert exposed(*tables).banks == y
    assert dict(exposed(*tables).combination) == {0: 1, 1: 1, 2: -1}


def test_audit_finds_thin_cells_between_two_one_way_tables() -> None:
    # Two kinds and two regions: each table holds, but kind minus region leaves two thin cells.
    north_city, south_city = banks("nc", 20), banks("sc", 2)
    north_rural, south_rural = banks("nr", 3), banks("sr", 15)
    kinds = [north_city | south_city, north_rural | south_rural]
    regions = [north_city | north_rural, south_city | south_rural]

    audit(kinds)
    audit(regions)

    assert exposed(*kinds, *regions).banks == south_city | north_rural


def test_audit_names_a_smallest_combination() -> None:
    a = banks("a", 40)

    found = exposed(a, a - {"a0", "a1", "a2", "a3"}, a - {"a0", "a1"}, a | banks("b", 12))

    assert found.banks in ({"a0", "a1"}, {"a2", "a3"})


def test_audit_sees_factors_other_than_one() -> None:
    # Every third part is published with the next, a whole twice over: y = (t1 + t2 + t3 - t4) / 2.
    parts = [banks(name, 15) for name in "pqr"]
    y = banks("y", 4)
    tables = [parts[0] | parts[1] | y, parts[1] | parts[2] | y, parts[0] | parts[2] | y]
    tables.append(parts[0] | parts[1] | parts[2] | y)

    found = exposed(*tables)

    assert found.banks == y
    assert sorted(abs(factor) for _, factor in found.combination) == [1, 1, 1, 2]


def test_a_search_without_a_verdict_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = Random(1)
    everyone = sorted(banks("a", 60))
    tables = [frozenset(rng.sample(everyone, 25)) for _ in range(12)]
    monkeypatch.setattr(span, "SECONDS_PER_SEARCH", 0)

    with pytest.raises(Undecided):
        audit(tables)


@pytest.mark.parametrize("threshold", [None, 0])
def test_an_unset_threshold_refuses(threshold: int | None) -> None:
    with pytest.raises(Undecided):
        audit([banks("a", 30)], min_covered=threshold)


FEW = st.lists(
    st.frozensets(st.sampled_from("abcdefghij"), min_size=1, max_size=9), min_size=1, max_size=6
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(tables=FEW, min_covered=st.integers(2, 6))
def test_audit_agrees_with_trying_every_small_set(
    tables: list[frozenset[str]], min_covered: int
) -> None:
    try:
        audit(tables, min_covered=min_covered)
        found = None
    except Exposed as error:
        found = error

    smallest = next((n for n in range(1, min_covered) if reaches(tables, n)), None)
    assert (len(found.banks) if found else None) == smallest
    if found is not None:
        assert covered(tables, found.combination) == found.banks


def covered(
    tables: list[frozenset[str]], combination: tuple[tuple[int, int], ...]
) -> frozenset[str]:
    factors = dict(combination)
    everyone = frozenset().union(*tables)
    return frozenset(
        bank for bank in everyone if sum(f for i, f in factors.items() if bank in tables[i])
    )


def reaches(tables: list[frozenset[str]], size: int) -> bool:
    """Say whether some combination is zero outside some set of this many banks."""
    everyone = sorted(frozenset().union(*tables))
    whole = rank(tables, everyone)
    return any(
        rank(tables, [bank for bank in everyone if bank not in chosen]) < whole
        for chosen in combinations(everyone, size)
    )


def rank(tables: list[frozenset[str]], columns: list[str]) -> int:
    rest = [[Fraction(bank in table) for bank in columns] for table in tables]
    found = 0
    while rest:
        row = rest.pop()
        at = next((i for i, value in enumerate(row) if value), None)
        if at is not None:
            found += 1
            rest = [without(row, at, other) for other in rest]
    return found


def without(row: list[Fraction], at: int, other: list[Fraction]) -> list[Fraction]:
    if not other[at]:
        return other
    factor = other[at] / row[at]
    return [x - y * factor if y else x for x, y in zip(other, row, strict=True)]


MODEL = make_model(dimensions=1, indicators=2, questions=3)


def test_drawn_cohorts_reveal_no_bank() -> None:
    rng = Random(23)
    drawn = [draw_counts(rng, rng.randint(56, 230)) for _ in range(199)]
    for counts in ({"city": 41, "rural": 27, "rural_coop": 5}, *drawn):
        cohort = draw_cohort(rng, counts)
        groups = grow(cohort, kinds=KINDS, asset_bands=ASSET_BANDS)

        figures = release_all(
            peer_statistics(draw_scores(rng, cohort, MODEL), groups), groups, MODEL
        )

        by_code = {group.code: group for group in groups}
        assert groups
        assert all(is_enough(figure, by_code[figure.group]) for figure in figures)
        audit([group.banks for group in groups])


def is_enough(figure: object, group: Group) -> bool:
    return isinstance(figure, PublicStatistic) and (
        figure.n == len(group.banks) >= MIN_BANKS
        and count_controllers(group.members) >= MIN_CONTROLLERS
    )


def test_a_table_of_regions_can_break_a_tree_that_holds() -> None:
    rng = Random(4)
    cohort = draw_cohort(rng, {"city": 30, "rural": 30})
    tree = [group.banks for group in grow(cohort, kinds=KINDS, asset_bands=ASSET_BANDS)]
    north = {member.bank for member in cohort if member.kind == "city"}
    north |= {next(member.bank for member in cohort if member.kind == "rural")}

    audit(tree)

    assert len(exposed(*tree, frozenset(north)).banks) == 1
