"""The invented banks: names, sizes, provinces and who belongs to whom."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hive.core.model import HiveModel, Named
from reports.demo.plan import AnswerPlan, KindPlan, read_kinds


@dataclass(frozen=True)
class InventedBank:
    """A bank of the demonstration; ``strength`` in standard deviations from the average bank."""

    code: str
    name_zh: str
    name_en: str
    kind: str
    province: str
    assets: float
    strength: float
    parent: str | None
    usual: Mapping[str, Sequence[str]]


def invent_banks(model: HiveModel, plan: AnswerPlan) -> tuple[InventedBank, ...]:
    """Make every bank of the plan, holders before those they hold."""
    kinds, stems = read_kinds()
    provinces = [province for region in model.regions for province in region.provinces]
    left = iter(stems)
    banks: list[InventedBank] = []
    for kind in kinds:
        names = [next(left) for _ in range(kind.banks)]
        for number, stem in enumerate(names):
            province = _province(provinces, len(banks))
            holder = _holder(kind, number, banks)
            banks.append(_bank(kind, number, stem, province, holder, plan))
    return tuple(banks)


def _bank(
    kind: KindPlan,
    number: int,
    stem: Mapping[str, str],
    province: str,
    holder: str | None,
    plan: AnswerPlan,
) -> InventedBank:
    code = stem["en"].lower()
    chance = plan.chance("bank", code)
    assets = _assets(kind, number) * chance.uniform(0.9, 1.1)
    by_size = plan.strength_per_tenfold_of_assets * (math.log10(assets) - 3)
    return InventedBank(
        code=code,
        name_zh=kind.name_zh.format(stem=stem["zh"]),
        name_en=kind.name_en.format(stem=stem["en"]),
        kind=kind.kind,
        province=province,
        assets=assets,
        strength=kind.strength + by_size + chance.gauss(0, 1),
        parent=holder,
        usual=kind.usual,
    )


def _assets(kind: KindPlan, number: int) -> float:
    """Spread the banks of a kind evenly on a logarithmic scale."""
    low, high = (math.log10(bound) for bound in kind.assets)
    return float(10 ** (low + (high - low) * (number + 0.5) / kind.banks))


def _province(provinces: Sequence[Named], number: int) -> str:
    """Go through the provinces in steps that visit all of them before one comes again."""
    step = next(n for n in (7, 11, 13, 17) if math.gcd(n, len(provinces)) == 1)
    return provinces[number * step % len(provinces)].code


def _holder(kind: KindPlan, number: int, banks: Sequence[InventedBank]) -> str | None:
    """Give the first banks of a kind in turn to the largest banks of the holding kind."""
    if kind.held is None or number >= kind.held.banks:
        return None
    holding = [bank for bank in banks if bank.kind == kind.held.by]
    return holding[-1 - number % kind.held.holders].code
