"""What is released, what is withheld, and what is withheld with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from hive.core.benchmark import PeerRatio, PeerStatistic, peer_statistics
from hive.core.disclosure import (
    Group,
    Member,
    PublicRatio,
    PublicStatistic,
    Threshold,
    Withheld,
    grow,
    release,
    release_all,
    release_ratio,
)
from tests.cohorts import ASSET_BANDS, KINDS, draw_scores, make_model, members, roll_up

RAW = PeerStatistic(
    group="rural",
    node="ST",
    n=10,
    controllers=6,
    mean=Decimal("51.20"),
    lower_quartile=Decimal("40.00"),
    median=Decimal("50.00"),
    upper_quartile=Decimal("62.50"),
    varies=True,
)
RATIO = PeerRatio("rural", "O3-Q1", 10, 6, (0, 1, 3))


def test_release_gives_the_figures_of_ten_banks_of_six_controllers() -> None:
    assert release(RAW) == PublicStatistic(
        group="rural",
        node="ST",
        n=10,
        mean=Decimal("51.20"),
        lower_quartile=Decimal("40.00"),
        median=Decimal("50.00"),
        upper_quartile=Decimal("62.50"),
    )


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (replace(RAW, n=9), "too_few_banks"),
        (replace(RAW, controllers=5), "too_few_controllers"),
        (replace(RAW, varies=False), "no_variation"),
        (replace(RAW, n=9, controllers=5, varies=False), "too_few_banks"),
    ],
)
def test_release_withholds_what_may_identify_a_bank(raw: PeerStatistic, reason: str) -> None:
    assert release(raw) == Withheld("rural", "ST", reason)


@pytest.mark.parametrize(
    ("threshold", "reason"),
    [
        (Threshold(banks=None), "too_few_banks"),
        (Threshold(banks=0), "too_few_banks"),
        (Threshold(controllers=None), "too_few_controllers"),
        (Threshold(controllers=0), "too_few_controllers"),
    ],
)
def test_an_unset_threshold_withholds(threshold: Threshold, reason: str) -> None:
    assert release(RAW, threshold=threshold) == Withheld("rural", "ST", reason)
    assert release_ratio(RATIO, threshold=threshold) == Withheld("rural", "O3-Q1", reason)


def test_release_withholds_a_group_of_nine() -> None:
    banks = members("rural", 9)
    scores = {m.bank: {"ST": Fraction(i)} for i, m in enumerate(banks)}
    group = Group("rural", None, ("rural",), ASSET_BANDS, tuple(banks))

    (raw,) = peer_statistics(scores, [group])

    assert release(raw) == Withheld("rural", "ST", "too_few_banks")


def test_release_ratio_gives_bands_and_no_n() -> None:
    assert release_ratio(RATIO) == PublicRatio("rural", "O3-Q1", 0, 1, 3)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (replace(RATIO, n=9), "too_few_banks"),
        (replace(RATIO, controllers=5), "too_few_controllers"),
        (replace(RATIO, bands=None), "too_few_banks"),
    ],
)
def test_release_ratio_withholds_what_too_few_answered(raw: PeerRatio, reason: str) -> None:
    assert release_ratio(raw) == Withheld("rural", "O3-Q1", reason)


MODEL = make_model(dimensions=2, weights=(30, 30, 40))
COHORT = [*members("city", 12, "a1"), *members("city", 14, "a5"), *members("rural", 15, "a2")]
TREE = grow(COHORT, kinds=KINDS, asset_bands=ASSET_BANDS)


def scores_agreeing(
    banks: Sequence[Member], nodes: Sequence[str]
) -> dict[str, dict[str, Fraction]]:
    scores = draw_scores(Random(5), COHORT, MODEL)
    codes = {indicator.code for indicator in MODEL.indicators}
    agreed = dict.fromkeys(nodes, Fraction(0))
    for member in banks:
        own = {code: value for code, value in scores[member.bank].items() if code in codes}
        scores[member.bank] = roll_up(MODEL, own | agreed)
    return scores


def withheld(figures: Sequence[PublicStatistic | Withheld]) -> dict[tuple[str, str], str]:
    return {(f.group, f.node): f.reason for f in figures if isinstance(f, Withheld)}


def test_release_all_releases_everything_that_varies() -> None:
    stats = peer_statistics(draw_scores(Random(5), COHORT, MODEL), TREE)

    assert release_all(stats, TREE, MODEL) == tuple(release(stat) for stat in stats)


def test_release_all_withholds_what_would_give_away_an_agreement() -> None:
    scores = scores_agreeing(COHORT[:12], ["S1"])

    figures = release_all(peer_statistics(scores, TREE), TREE, MODEL)

    assert withheld(figures) == {
        ("all", "S1"): "protects_another",
        ("all", "S2"): "protects_another",
        ("city", "S1"): "protects_another",
        ("city", "S2"): "protects_another",
        ("city/a1-a4", "S1"): "no_variation",
        ("city/a1-a4", "S2"): "protects_another",
    }


@pytest.mark.parametrize(
    "agreed", [["S1"], ["S1", "S2"], ["S1", "S2", "S3"], ["S3", "T1"], ["S1", "S2", "S3", "T2"]]
)
@pytest.mark.parametrize("banks", [COHORT[:12], COHORT[:26], COHORT[26:], COHORT])
def test_an_agreement_cannot_be_worked_out_from_what_is_released(
    banks: list[Member], agreed: list[str]
) -> None:
    stats = peer_statistics(scores_agreeing(banks, agreed), TREE)
    one_by_one = [release(stat) for stat in stats]
    secret = [cell for cell, reason in withheld(one_by_one).items() if reason == "no_variation"]

    together = release_all(stats, TREE, MODEL)

    assert secret
    assert not any(follow(secret, together))


def test_agreements_of_several_groups_cannot_be_worked_out() -> None:
    rng = Random(7)
    codes = [indicator.code for indicator in MODEL.indicators]
    for _ in range(12):
        scores = draw_scores(rng, COHORT, MODEL)
        for banks in (COHORT[:12], COHORT[12:26], COHORT[26:]):
            agreed = scores_agreeing(banks, rng.sample(codes, rng.randint(0, 4)))
            scores |= {member.bank: agreed[member.bank] for member in banks}
        stats = peer_statistics(scores, TREE)
        secret = [(stat.group, stat.node) for stat in stats if not stat.varies]

        assert not any(follow(secret, release_all(stats, TREE, MODEL)))


def test_an_agreement_could_be_worked_out_from_figures_released_one_by_one() -> None:
    stats = peer_statistics(scores_agreeing(COHORT[:12], ["S1"]), TREE)

    assert follow([("city/a1-a4", "S1")], [release(stat) for stat in stats]) == [True]


def follow(
    cells: Sequence[tuple[str, str]], figures: Sequence[PublicStatistic | Withheld]
) -> list[bool]:
    """Say of each mean whether it is a rational combination of the released means."""
    known = steps_of(sums(f.group, f.node) for f in figures if isinstance(f, PublicStatistic))
    return [not any(left_of(sums(*cell), known)) for cell in cells]


LEAVES = [each for each in TREE if not any(other.parent == each.code for other in TREE)]
BANKS = {each.code: each.banks for each in TREE}
CODES = [indicator.code for indicator in MODEL.indicators]
# What each indicator alone, of a score of one, makes every node.
ALONE = [roll_up(MODEL, {code: Fraction(code == one) for code in CODES}) for one in CODES]


def sums(group: str, node: str) -> list[Fraction]:
    """Return a group's sum on a node as a vector over (group without parts, indicator)."""
    return [one[node] * (leaf.banks <= BANKS[group]) for leaf in LEAVES for one in ALONE]


Step = tuple[int, Sequence[Fraction]]


def steps_of(rows: Iterable[Sequence[Fraction]]) -> list[Step]:
    """Return rows that combine to the same, each with the place where it is one and later are 0."""
    steps: list[Step] = []
    for row in rows:
        left = left_of(row, steps)
        at = next((i for i, value in enumerate(left) if value), None)
        if at is not None:
            steps.append((at, [value / left[at] for value in left]))
    return steps


def left_of(row: Sequence[Fraction], steps: Sequence[Step]) -> Sequence[Fraction]:
    """Return what of a row no combination of the steps takes away: nothing if it is one."""
    for at, step in steps:
        if factor := row[at]:
            row = [x - factor * y if y else x for x, y in zip(row, step, strict=True)]
    return row
