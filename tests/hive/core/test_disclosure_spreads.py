"""How banks lie in the bands: one partition for every group, no bank made out by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from hive.core.benchmark import BandSpread, band_spreads, peer_statistics
from hive.core.disclosure import (
    MIN_IN_PART,
    Group,
    Part,
    PublicSpread,
    Withheld,
    grow,
    release_all,
    release_spreads,
)
from hive.core.model import Band, Text
from hive.core.scoring import band_number
from tests.cohorts import ASSET_BANDS, KINDS, draw_cohort, draw_counts, draw_scores, make_model

BANDS = tuple(
    Band(n, f"b{n}", Decimal(20 * n - 20), Decimal(20 * n), Text("", ""), Text("", ""))
    for n in range(1, 6)
)
MODEL = replace(make_model(), bands=BANDS)
ROOT = Group("all", None, KINDS, ASSET_BANDS, ())
LOW, HIGH = (Group(code, "all", KINDS, ASSET_BANDS, ()) for code in ("low", "high"))
TREE = (ROOT, LOW, HIGH)


def spreads(low: Sequence[int], high: Sequence[int]) -> list[BandSpread]:
    """The same node for two groups and the one that holds both."""
    both = tuple(a + b for a, b in zip(low, high, strict=True))
    of = {"all": both, "low": tuple(low), "high": tuple(high)}
    return [BandSpread(code, "S", counts) for code, counts in of.items()]


def told(figure: PublicSpread | Withheld) -> list[tuple[int, int, int]] | str:
    if isinstance(figure, Withheld):
        return figure.reason
    return [(part.first, part.last, part.banks) for part in figure.parts]


def test_every_band_is_told_where_no_group_has_one_or_two_banks_in_it() -> None:
    of_all, of_low, of_high = release_spreads(spreads([3, 4, 5, 0, 0], [0, 3, 3, 4, 3]), TREE, ())

    assert told(of_all) == [(1, 1, 3), (2, 2, 7), (3, 3, 8), (4, 4, 4), (5, 5, 3)]
    assert told(of_low) == [(1, 1, 3), (2, 2, 4), (3, 3, 5), (4, 4, 0), (5, 5, 0)]
    assert isinstance(of_high, PublicSpread)
    assert of_high.n == 13
    assert of_high.part_of(4) == Part(4, 4, 4)


def test_bands_with_too_few_banks_of_one_group_are_told_together_for_all() -> None:
    figures = release_spreads(spreads([1, 4, 5, 0, 0], [0, 3, 3, 4, 3]), TREE, ())

    assert [[part[:2] for part in told(figure)] for figure in figures] == [
        [(1, 2), (3, 3), (4, 4), (5, 5)]
    ] * 3


@pytest.mark.parametrize("low", [[10, 0, 0, 0, 2], [2, 6, 2, 0, 0]])
def test_nothing_is_told_where_no_cut_parts_the_banks(low: Sequence[int]) -> None:
    figures = release_spreads(spreads(low, low), TREE, ())

    assert [told(figure) for figure in figures] == ["gives_banks_away"] * 3


def test_of_equally_fine_cuts_the_one_that_parts_the_banks_is_taken() -> None:
    """Cutting off empty bands would be fine too, and would tell nothing."""
    of_all, *_parts = release_spreads(spreads([2, 5, 4, 0, 0], [1, 4, 6, 0, 0]), TREE, ())

    assert told(of_all) == [(1, 2, 12), (3, 3, 10), (4, 4, 0), (5, 5, 0)]


def test_a_group_within_one_part_is_withheld_with_all_above_it() -> None:
    figures = release_spreads(spreads([0, 12, 0, 0, 0], [4, 5, 3, 0, 0]), TREE, ())

    assert [told(figure) for figure in figures] == [
        "gives_banks_away",
        "gives_banks_away",
        [(1, 1, 4), (2, 2, 5), (3, 3, 3), (4, 4, 0), (5, 5, 0)],
    ]


def test_what_is_withheld_as_a_statistic_is_withheld_here_for_the_same_reason() -> None:
    hidden = (Withheld("low", "S", "no_variation"),)
    _all, low, high = release_spreads(spreads([4, 4, 4, 0, 0], [4, 5, 3, 0, 0]), TREE, hidden)

    assert told(low) == "no_variation"
    assert isinstance(high, PublicSpread)


@pytest.mark.parametrize("seed", range(12))
def test_drawn_cohorts_give_no_bank_away(seed: int) -> None:
    rng = Random(seed)
    cohort = draw_cohort(rng, draw_counts(rng, rng.randint(20, 160)))
    groups = grow(cohort, kinds=KINDS, asset_bands=ASSET_BANDS)
    scores = draw_scores(rng, cohort, MODEL)
    statistics = release_all(peer_statistics(scores, groups), groups, MODEL)
    raw = band_spreads(scores, groups, MODEL)
    figures = release_spreads(raw, groups, statistics)

    parents = {group.parent for group in groups}
    for figure in figures:
        if isinstance(figure, Withheld):
            continue
        group = next(each for each in groups if each.code == figure.group)
        banks = Counter(
            figure.part_of(band_number(MODEL, Fraction(scores[bank][figure.node])))
            for bank in group.banks
        )
        assert banks == {part: part.banks for part in figure.parts if part.banks}
        assert len(banks) > 1
        if group.code not in parents:
            assert min(banks.values()) >= MIN_IN_PART
    edges: dict[str, set[tuple[int, ...]]] = {}
    for figure in figures:
        if isinstance(figure, PublicSpread):
            edges.setdefault(figure.node, set()).add(tuple(part.last for part in figure.parts))
    assert all(len(cuts) == 1 for cuts in edges.values())


def test_no_withheld_group_can_be_worked_out_from_its_siblings() -> None:
    """A parent that is told has no part of the tree below it that is not."""
    found = 0
    for seed in range(40):
        rng = Random(seed)
        cohort = draw_cohort(rng, draw_counts(rng, 60))
        groups = grow(cohort, kinds=KINDS, asset_bands=ASSET_BANDS)
        scores = draw_scores(rng, cohort, MODEL)
        statistics = release_all(peer_statistics(scores, groups), groups, MODEL)
        figures = release_spreads(band_spreads(scores, groups, MODEL), groups, statistics)
        withheld = {(f.group, f.node) for f in figures if isinstance(f, Withheld)}
        found += len(withheld)
        for group in groups:
            for node in {figure.node for figure in figures}:
                if group.parent and (group.code, node) in withheld:
                    assert (group.parent, node) in withheld
    assert found


def test_counts_follow_the_exact_score_as_bands_do() -> None:
    banks = draw_cohort(Random(1), {"city": 12})
    scores = {bank.bank: {"S": Fraction(40)} for bank in banks}
    scores[banks[0].bank] = {"S": Fraction(39_999, 1000)}

    groups = grow(banks, kinds=KINDS, asset_bands=ASSET_BANDS)

    assert band_spreads(scores, groups, MODEL)[0].counts == (0, 1, 11, 0, 0)
