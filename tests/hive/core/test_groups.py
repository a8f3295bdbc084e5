"""The tree of peer groups, rule by rule."""

from __future__ import annotations

import pytest

from hive.core.disclosure import (
    Group,
    InvalidMembers,
    Member,
    Threshold,
    ancestors,
    grow,
    leaf_of,
)
from tests.cohorts import ASSET_BANDS, KINDS, members


def tree(*cohorts: list[Member]) -> tuple[Group, ...]:
    return grow([m for each in cohorts for m in each], kinds=KINDS, asset_bands=ASSET_BANDS)


def sizes(groups: tuple[Group, ...]) -> dict[str, int]:
    return {group.code: len(group.members) for group in groups}


def test_grow_gives_all_then_kinds_then_asset_bands() -> None:
    groups = tree(members("city", 12, "a2"), members("city", 11, "a4"), members("rural", 15, "a1"))

    assert [(g.code, g.parent, g.kinds, g.asset_bands, len(g.members)) for g in groups] == [
        ("all", None, KINDS, ASSET_BANDS, 38),
        ("city", "all", ("city",), ASSET_BANDS, 23),
        ("rural", "all", ("rural",), ASSET_BANDS, 15),
        ("city/a1-a2", "city", ("city",), ("a1", "a2"), 12),
        ("city/a3-a6", "city", ("city",), ("a3", "a4", "a5", "a6"), 11),
    ]


def test_grow_gives_nothing_under_ten_banks() -> None:
    assert tree(members("city", 9)) == ()


def test_grow_gives_nothing_under_six_controllers() -> None:
    assert tree(members("city", 40, controllers=5)) == ()


def test_grow_gives_one_group_under_twenty_banks() -> None:
    assert sizes(tree(members("city", 10, "a1"), members("rural", 9, "a5"))) == {"all": 19}


def test_grow_divides_twenty_banks() -> None:
    groups = tree(members("city", 10, "a1"), members("rural", 10, "a5"))

    assert sizes(groups) == {"all": 20, "city": 10, "rural": 10}


def test_small_kinds_are_pooled() -> None:
    groups = tree(members("city", 20), members("rural", 6), members("private", 4))

    assert sizes(groups) == {"all": 30, "city": 20, "other_kinds": 10}
    assert groups[2].kinds == groups[2].pooled == ("rural", "private")


def test_a_kind_of_too_few_controllers_is_pooled() -> None:
    groups = tree(members("city", 20), members("village", 30, controllers=5), members("rural", 9))

    assert sizes(groups) == {"all": 59, "city": 20, "other_kinds": 39}


def test_a_small_pool_joins_the_smallest_class_and_its_name_says_so() -> None:
    groups = tree(members("city", 41), members("rural", 27), members("rural_coop", 5))

    assert sizes(groups) == {"all": 73, "city": 41, "rural+other_kinds": 32}
    assert (groups[2].kinds, groups[2].pooled) == (("rural", "rural_coop"), ("rural_coop",))


def test_a_pool_of_too_few_controllers_joins_the_smallest_class() -> None:
    groups = tree(members("city", 30), members("rural", 20), members("village", 12, controllers=2))

    assert sizes(groups) == {"all": 62, "city": 30, "rural+other_kinds": 32}


def test_a_small_pool_joins_the_first_of_equal_classes() -> None:
    groups = tree(members("rural", 20), members("city", 20), members("other", 3))

    assert sizes(groups) == {"all": 43, "city+other_kinds": 23, "rural": 20}


def test_a_class_that_holds_everyone_is_not_told_twice() -> None:
    groups = tree(members("city", 20, "a1"), members("city", 12, "a6"))

    assert [(g.code, g.parent, len(g.members)) for g in groups] == [
        ("all", None, 32),
        ("all/a1", "all", 20),
        ("all/a2-a6", "all", 12),
    ]


def test_kinds_that_are_all_small_are_divided_by_asset_band_alone() -> None:
    groups = tree(
        *(members(kind, 4, band) for kind in KINDS for band in ("a1", "a3") if kind != "city")
    )

    assert sizes(groups) == {"all": 56, "all/a1-a2": 28, "all/a3-a6": 28}


def test_a_class_with_a_single_part_has_no_child() -> None:
    groups = tree(members("city", 15, "a1"), members("city", 4, "a2"), members("rural", 10))

    assert sizes(groups) == {"all": 29, "city": 19, "rural": 10}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param(
            (10, 10, 10, 10, 10, 10),
            {"a1": 10, "a2": 10, "a3": 10, "a4": 10, "a5": 10, "a6": 10},
            id="all stand",
        ),
        pytest.param(
            (12, 3, 11, 0, 0, 14), {"a1": 12, "a2-a5": 14, "a6": 14}, id="the smaller neighbour"
        ),
        pytest.param((12, 3, 12, 10, 10, 10), {"a1-a2": 15}, id="the lower of equal neighbours"),
        pytest.param((20, 7, 6, 20, 10, 10), {"a1": 20, "a2-a3": 13}, id="the smallest first"),
        pytest.param((20, 4, 20, 4, 20, 20), {"a1-a2": 24, "a3-a4": 24}, id="the lower of equals"),
        pytest.param((3, 9, 20, 9, 3, 0), {"a1-a2": 12, "a3": 20, "a4-a6": 12}, id="from the ends"),
    ],
)
def test_adjacent_asset_bands_merge(counts: tuple[int, ...], expected: dict[str, int]) -> None:
    city = [members("city", n, band) for n, band in zip(counts, ASSET_BANDS, strict=True)]

    groups = tree(*city, members("rural", 20))

    parts = {g.code.removeprefix("city/"): len(g.members) for g in groups if g.parent == "city"}
    assert sum(parts.values()) == sum(counts)
    assert parts | expected == parts


def test_asset_bands_merge_until_there_are_six_controllers() -> None:
    groups = tree(
        members("city", 14, "a1", controllers=5),
        members("city", 11, "a2"),
        members("city", 12, "a3"),
        members("rural", 20),
    )

    assert sizes(groups) == {
        "all": 57,
        "city": 37,
        "rural": 20,
        "city/a1-a2": 25,
        "city/a3-a6": 12,
    }


def test_the_tree_does_not_depend_on_the_order_of_the_banks() -> None:
    cohort = [*members("rural", 12, "a1"), *members("rural", 13, "a3"), *members("city", 11)]

    assert tree(cohort[::-1]) == tree(cohort)


def test_a_bank_counted_twice_is_refused() -> None:
    with pytest.raises(InvalidMembers, match="city-a2-000: counted 2 times"):
        tree(members("city", 20), members("city", 1))


@pytest.mark.parametrize("stranger", [Member("x", "x", "moon", "a1"), Member("x", "x", "city", "")])
def test_a_bank_that_the_edition_cannot_place_is_refused(stranger: Member) -> None:
    with pytest.raises(InvalidMembers, match="x: unknown"):
        tree(members("city", 20), [stranger])


def test_codes_that_collide_are_refused() -> None:
    banks = [*members("all", 20), *members("city", 20)]

    with pytest.raises(InvalidMembers, match="same code"):
        grow(banks, kinds=("all", "city"), asset_bands=ASSET_BANDS)


@pytest.mark.parametrize("threshold", [Threshold(banks=None), Threshold(controllers=None)])
def test_an_unset_threshold_gives_no_group(threshold: Threshold) -> None:
    banks = members("city", 50)

    assert grow(banks, kinds=KINDS, asset_bands=ASSET_BANDS, threshold=threshold) == ()


def test_leaf_of_finds_the_finest_group() -> None:
    groups = tree(
        members("city", 12, "a2"),
        members("city", 11, "a4"),
        members("rural", 15, "a1"),
        members("private", 5),
    )

    assert {
        (kind, band): leaf.code
        for kind, band in [("city", "a1"), ("city", "a6"), ("rural", "a6"), ("private", "a2")]
        if (leaf := leaf_of(groups, kind, band))
    } == {
        ("city", "a1"): "city/a1-a2",
        ("city", "a6"): "city/a3-a6",
        ("rural", "a6"): "rural+other_kinds",
        ("private", "a2"): "rural+other_kinds",
    }


def test_leaf_of_places_a_kind_that_nobody_has_with_the_pool() -> None:
    groups = tree(members("city", 20), members("rural", 10, "a1"), members("private", 22, "a5"))
    pooled = tree(members("city", 40), members("rural", 6), members("private", 5))

    assert [
        leaf and leaf.code
        for leaf in (
            leaf_of(groups, "village", "a1"),
            leaf_of(pooled, "village", "a1"),
            leaf_of((), "village", "a1"),
        )
    ] == ["all", "other_kinds", None]


def test_leaf_of_places_a_kind_that_nobody_has_in_the_pools_asset_band() -> None:
    groups = tree(
        members("city", 40),
        *(members(kind, 6, band) for kind in ("rural", "other") for band in ("a1", "a4")[:1]),
        *(members(kind, 3, "a4") for kind in ("private", "direct", "foreign", "village")),
    )

    leaf = leaf_of(groups, "rural_coop", "a5")

    assert leaf is not None
    assert leaf.code == "other_kinds/a4-a6"


def test_ancestors_are_the_groups_above_the_nearest_first() -> None:
    groups = tree(members("city", 12, "a2"), members("city", 11, "a4"), members("rural", 15, "a1"))

    assert [g.code for g in ancestors(groups, groups[-1])] == ["city", "all"]
    assert ancestors(groups, groups[0]) == ()
