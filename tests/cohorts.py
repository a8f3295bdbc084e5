"""Invented cohorts: members, a small model and scores that hang together as real ones do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from random import Random

from hive.core.disclosure import Member
from hive.core.model import (
    TOTAL,
    Dimension,
    EvidenceRule,
    HiveModel,
    Indicator,
    Kind,
    Question,
    Scope,
    Scoring,
    Text,
)

KINDS = ("city", "rural", "rural_coop", "village", "private", "direct", "foreign", "other")
ASSET_BANDS = ("a1", "a2", "a3", "a4", "a5", "a6")
LEVEL_SCORES = (0, 25, 50, 75, 100)

NO_TEXT = Text("", "")


def members(
    kind: str, count: int, asset_band: str = "a2", controllers: int | None = None
) -> list[Member]:
    """Make banks of one kind and size; each controls itself unless they share some controllers."""
    names = [f"{kind}-{asset_band}-{i:03}" for i in range(count)]
    owners = names if controllers is None else [f"owner-{i % controllers}" for i in range(count)]
    return [
        Member(name, owner, kind, asset_band) for name, owner in zip(names, owners, strict=True)
    ]


def draw_counts(rng: Random, banks: int) -> Mapping[str, int]:
    """Draw how many banks of each kind take part; a few kinds are common, the others rare."""
    common = rng.sample(KINDS, rng.randint(1, 4))
    weights = [rng.uniform(4, 20) if kind in common else rng.uniform(0, 1) for kind in KINDS]
    return Counter(rng.choices(KINDS, weights, k=banks))


def draw_cohort(rng: Random, counts: Mapping[str, int]) -> list[Member]:
    """Draw sizes and controllers: some parents hold several banks, most banks stand alone."""
    parents = [f"parent-{i}" for i in range(rng.randint(1, 6))]
    held = rng.choice((0.0, 0.1, 0.4))
    cohort = []
    for kind, count in counts.items():
        sizes = [rng.uniform(0.2, 3) for _ in ASSET_BANDS]
        for number in range(count):
            bank = f"{kind}-{number:03}"
            controller = rng.choice(parents) if rng.random() < held else bank
            (asset_band,) = rng.choices(ASSET_BANDS, sizes)
            cohort.append(Member(bank, controller, kind, asset_band))
    rng.shuffle(cohort)
    return cohort


def make_model(
    dimensions: int = 2, indicators: int = 3, questions: int = 3, weights: tuple[int, ...] = (1,)
) -> HiveModel:
    """Make an edition of level questions; ``weights`` are those of the indicators, in turn."""
    return HiveModel(
        code="test",
        name=NO_TEXT,
        status="",
        reference_year=2024,
        answering_rule=NO_TEXT,
        notes=NO_TEXT,
        scoring=Scoring(
            scale_min=Decimal(0),
            scale_max=Decimal(100),
            decimals=2,
            level_scores={n: Decimal(s) for n, s in enumerate(LEVEL_SCORES, start=1)},
            yesno_scores={True: Decimal(100), False: Decimal(0)},
            indicator_min_answered=2,
            dimension_min_indicators=2,
        ),
        evidence_rule=EvidenceRule(),
        bands=(),
        bank_types=(),
        asset_bands=(),
        regions=(),
        instruments=(),
        dimensions=tuple(
            _dimension("STADEF"[number], indicators, questions, weights)
            for number in range(dimensions)
        ),
        unscored=(),
        profile=(),
        checks=(),
        kind_field="",
        province_field="",
        assets_field="",
    )


def draw_scores(
    rng: Random, cohort: list[Member], model: HiveModel
) -> dict[str, dict[str, Fraction]]:
    """Draw levels, those of a bank around its ability, and average them up to the total."""
    return {member.bank: _draw_bank(rng, model) for member in cohort}


def roll_up(model: HiveModel, indicators: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Return a bank's scores on every node from its indicators' scores."""
    scores = dict(indicators)
    for dimension in model.dimensions:
        total = sum(Fraction(i.weight) for i in dimension.indicators)
        parts = (Fraction(i.weight) * indicators[i.code] for i in dimension.indicators)
        scores[dimension.code] = sum(parts, Fraction(0)) / total
    dimensions = [scores[dimension.code] for dimension in model.dimensions]
    scores[TOTAL] = sum(dimensions, Fraction(0)) / len(dimensions)
    return {code: scores[code] for code, _, _ in model.nodes()}


def _draw_bank(rng: Random, model: HiveModel) -> dict[str, Fraction]:
    ability = rng.uniform(0.5, 3.5)
    return roll_up(
        model,
        {
            indicator.code: Fraction(
                sum(_draw_level(rng, ability) for _ in indicator.questions),
                len(indicator.questions),
            )
            for indicator in model.indicators
        },
    )


def _draw_level(rng: Random, ability: float) -> int:
    return LEVEL_SCORES[max(0, min(4, round(rng.gauss(ability, 0.8))))]


def _dimension(code: str, indicators: int, questions: int, weights: tuple[int, ...]) -> Dimension:
    return Dimension(
        code=code,
        slug=code.lower(),
        name=NO_TEXT,
        description=NO_TEXT,
        weight=Decimal(1),
        indicators=tuple(
            _indicator(f"{code}{i + 1}", questions, weights[i % len(weights)])
            for i in range(indicators)
        ),
        recommendations={},
    )


def _indicator(code: str, questions: int, weight: int) -> Indicator:
    return Indicator(
        code=code,
        name=NO_TEXT,
        description=NO_TEXT,
        weight=Decimal(weight),
        status="",
        questions=tuple(
            Question(f"{code}-Q{number + 1}", Scope.SCORED, Kind.LEVEL, NO_TEXT)
            for number in range(questions)
        ),
        next_steps={},
    )
