"""Raw statistics: known answers, an independent formula, and refusals."""

from __future__ import annotations

import random
import statistics
from decimal import Decimal
from fractions import Fraction

import pytest

from hive.core.benchmark import (
    IncompleteScores,
    PeerRatio,
    PeerStatistic,
    peer_statistics,
    ratio_statistics,
)
from hive.core.disclosure import Group, Member, grow
from hive.core.model import Kind, Question, Scope, ScoreBand, Text
from tests.cohorts import (
    ASSET_BANDS,
    KINDS,
    draw_cohort,
    draw_counts,
    draw_scores,
    make_model,
    members,
)

RATIO = Question(
    code="O3-Q1",
    scope=Scope.SCORED,
    kind=Kind.NUMBER,
    text=Text("", ""),
    score_bands=(
        ScoreBand(Decimal(0), Decimal("0.3"), Decimal(0)),
        ScoreBand(Decimal("0.3"), Decimal(5), Decimal(50)),
        ScoreBand(Decimal(5), None, Decimal(100)),
    ),
)


def group_of(banks: list[Member]) -> Group:
    return Group("all", None, KINDS, ASSET_BANDS, tuple(banks))


def describe(values: list[Fraction | Decimal]) -> PeerStatistic:
    banks = members("city", len(values))
    scores = {m.bank: {"total": value} for m, value in zip(banks, values, strict=True)}
    (stat,) = peer_statistics(scores, [group_of(banks)])
    return stat


def figures(stat: PeerStatistic) -> tuple[str, ...]:
    return tuple(map(str, (stat.mean, stat.lower_quartile, stat.median, stat.upper_quartile)))


def test_quartiles_are_those_of_excels_quartile_inc() -> None:
    # QUARTILE.INC({1,2,4,7,8,9,10,12}, 1..3) = 3.5, 7.5, 9.25, as its documentation says.
    stat = describe([Decimal(v) for v in (12, 1, 10, 2, 9, 4, 8, 7)])

    assert figures(stat) == ("6.63", "3.50", "7.50", "9.25")


def test_figures_are_rounded_half_up_without_the_dust_of_binary_fractions() -> None:
    # 1.005 and 2.675 lie below their decimal value as binary fractions.
    assert figures(describe([Decimal("1.005")] * 3)) == ("1.01",) * 4
    assert figures(describe([Decimal("2.665"), Decimal("2.685")]))[0] == "2.68"
    assert figures(describe([Fraction(1, 3), Fraction(2, 3), Fraction("0.015")]))[0] == "0.34"


def test_a_statistic_counts_banks_and_controllers() -> None:
    banks = members("village", 12, controllers=7)
    scores = {m.bank: {"total": Fraction(i), "S": Fraction(50)} for i, m in enumerate(banks)}

    first, second = peer_statistics(scores, [group_of(banks)])

    assert first == PeerStatistic(
        group="all",
        node="total",
        n=12,
        controllers=7,
        mean=Decimal("5.50"),
        lower_quartile=Decimal("2.75"),
        median=Decimal("5.50"),
        upper_quartile=Decimal("8.25"),
        varies=True,
    )
    assert (second.node, second.varies) == ("S", False)


def test_agreement_is_that_of_the_two_decimals_shown() -> None:
    assert not describe([Fraction("50.001"), Fraction("50.002")]).varies
    assert describe([Fraction("50.001"), Fraction("50.011")]).varies


def test_statistics_are_those_of_an_independent_formula() -> None:
    rng = random.Random(23)
    model = make_model(dimensions=3, weights=(30, 30, 40))
    for _ in range(10):
        cohort = draw_cohort(rng, draw_counts(rng, rng.randint(20, 120)))
        scores = draw_scores(rng, cohort, model)
        groups = grow(cohort, kinds=KINDS, asset_bands=ASSET_BANDS)

        stats = peer_statistics(scores, groups)

        assert stats == tuple(
            expected(group, node, scores) for group in groups for node, _, _ in model.nodes()
        )


def expected(group: Group, node: str, scores: dict[str, dict[str, Fraction]]) -> PeerStatistic:
    values = [scores[bank][node] for bank in group.banks]
    # The exact inclusive method: position p * (n - 1), interpolated on fractions.
    cuts = statistics.quantiles(values, n=4, method="inclusive")
    mean, lower, median, upper = map(half_up, (sum(values, Fraction(0)) / len(values), *cuts))
    owners = {member.controller for member in group.members}
    return PeerStatistic(
        group.code, node, len(values), len(owners), mean, lower, median, upper, True
    )


def half_up(value: Fraction) -> Decimal:
    return Decimal(int(value * 100 + Fraction(1, 2))).scaleb(-2)


@pytest.mark.parametrize("values", [{"total": Fraction(1)}, {"total": Fraction(1), "S": None}])
def test_a_counted_bank_without_a_score_is_refused(values: dict[str, Fraction]) -> None:
    banks = members("city", 2)
    scores = {banks[0].bank: {"total": Fraction(1), "S": Fraction(2)}, banks[1].bank: values}

    with pytest.raises(IncompleteScores, match="city-a2-001"):
        peer_statistics(scores, [group_of(banks)])


def test_no_groups_have_no_statistics() -> None:
    assert peer_statistics({"x": {"total": Fraction(1)}}, ()) == ()
    assert ratio_statistics({"x": {"O3-Q1": Decimal(1)}}, (), [RATIO]) == ()


def test_a_ratio_tells_the_bands_of_the_quartiles_of_those_who_answered() -> None:
    banks = members("city", 12, controllers=8)
    answers = {m.bank: {"O3-Q1": Decimal(i)} for i, m in enumerate(banks[:9])}

    ratios = ratio_statistics(answers, [group_of(banks)], [RATIO])

    assert ratios == (PeerRatio("all", "O3-Q1", 9, 8, (1, 1, 2)),)


def test_a_ratio_on_the_edge_of_a_band_belongs_to_the_upper_band() -> None:
    # 0.1 + 0.75 x 0.2 and the like fall short of 0.3 as binary fractions.
    banks = members("city", 5)
    values = ("0.1", "0.2", "0.3", "0.4", "0.4")
    answers = {m.bank: {"O3-Q1": Decimal(v)} for m, v in zip(banks, values, strict=True)}
    halfway = {m.bank: {"O3-Q1": Decimal(v)} for m, v in zip(banks, ("0.1", "0.5"), strict=False)}

    ratios = (
        *ratio_statistics(answers, [group_of(banks)], [RATIO]),
        *ratio_statistics(halfway, [group_of(banks)], [RATIO]),
    )

    assert [ratio.bands for ratio in ratios] == [(0, 1, 1), (0, 1, 1)]


def test_a_ratio_that_nobody_answered_has_no_bands() -> None:
    ratios = ratio_statistics({}, [group_of(members("city", 12))], [RATIO])

    assert ratios == (PeerRatio("all", "O3-Q1", 0, 0, None),)
