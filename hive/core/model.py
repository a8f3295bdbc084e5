"""The Hive Model as data: an edition's dimensions, indicators, questions, bands and rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

TOTAL = "total"


class Kind(StrEnum):
    """What a question takes as an answer."""

    LEVEL = "level"
    YESNO = "yesno"
    NUMBER = "number"
    MULTI = "multi"
    SINGLE = "single"


class Scope(StrEnum):
    """What a question counts for."""

    SCORED = "scored"
    UNSCORED = "unscored"
    PROFILE = "profile"


class Direction(StrEnum):
    """Which way a figure improves."""

    HIGHER = "higher_is_better"
    LOWER = "lower_is_better"


class Descent(StrEnum):
    """What became of a question of the edition before."""

    SAME = "same"
    REWORDED = "reworded"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"


class Severity(StrEnum):
    """What a finding of a check does."""

    ERROR = "error"
    WARNING = "warning"
    ANALYST = "analyst"


@dataclass(frozen=True, slots=True)
class Text:
    """One text in the product's two languages."""

    en: str
    zh: str

    def in_(self, language: str) -> str:
        """Return the Chinese text for any ``zh`` language code, the English text otherwise."""
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Choice:
    """A level (code "1", "2", ...) or an option of a question; points count for multiple choice."""

    code: str
    text: Text
    points: Decimal = Decimal(0)
    exclusive: bool = False
    free_text: bool = False


@dataclass(frozen=True, slots=True)
class ScoreBand:
    """Amounts from ``floor`` (included) to ``ceiling`` (excluded; None: no end) score ``score``."""

    floor: Decimal
    ceiling: Decimal | None
    score: Decimal


@dataclass(frozen=True, slots=True)
class Limits:
    """What a number may be, and outside which range it is questioned."""

    min: Decimal
    max: Decimal
    decimals: int
    warn_min: Decimal | None = None
    warn_max: Decimal | None = None

    def is_implausible(self, value: Decimal) -> bool:
        """Say whether a permitted value lies outside the range that is usual."""
        too_low = self.warn_min is not None and value < self.warn_min
        return too_low or (self.warn_max is not None and value > self.warn_max)


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """An article of an instrument, by the instrument's code and the article's number."""

    instrument: str
    number: int


@dataclass(frozen=True, slots=True)
class Question:
    """One question with everything needed to ask, check and score it."""

    code: str
    scope: Scope
    kind: Kind
    text: Text
    weight: Decimal = Decimal(1)
    help: Text | None = None
    evidence: Text | None = None
    published_note: Text | None = None
    choices: tuple[Choice, ...] = ()
    score_bands: tuple[ScoreBand, ...] = ()
    limits: Limits | None = None
    unit: Text | None = None
    direction: Direction = Direction.HIGHER
    na_when: Text | None = None
    max_choices: int | None = None
    required: bool = True
    key_ratio: bool = False
    audience: str = ""
    cut: str = ""
    articles: tuple[ArticleRef, ...] = ()

    @property
    def na_allowed(self) -> bool:
        """Whether "not applicable" may be answered; the edition then says when."""
        return self.na_when is not None

    @property
    def dont_know_allowed(self) -> bool:
        """Whether "don't know" may be answered: everywhere but in the profile."""
        return self.scope is not Scope.PROFILE

    def choice(self, code: str) -> Choice:
        """Return the choice with this code; KeyError when there is none."""
        for choice in self.choices:
            if choice.code == code:
                return choice
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A group of questions; ``next_steps`` are keyed by the number of the indicator's band."""

    code: str
    name: Text
    description: Text
    weight: Decimal
    status: str
    questions: tuple[Question, ...]
    next_steps: Mapping[int, Text]
    articles: tuple[ArticleRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Dimension:
    """A group of indicators; ``recommendations`` are keyed by band number."""

    code: str
    slug: str
    name: Text
    description: Text
    weight: Decimal
    indicators: tuple[Indicator, ...]
    recommendations: Mapping[int, Text]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions of the dimension in the order of the model."""
        return tuple(q for indicator in self.indicators for q in indicator.questions)


@dataclass(frozen=True, slots=True)
class Band:
    """A named stretch of the scale, lower bound included, upper bound excluded but for the last."""

    number: int
    code: str
    floor: Decimal
    ceiling: Decimal
    name: Text
    summary: Text


@dataclass(frozen=True, slots=True)
class Named:
    """A code with a name: a kind of bank, a province."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class AssetBand:
    """Total assets in RMB 100 million, lower bound included; ``ceiling`` None has no end."""

    code: str
    floor: Decimal
    ceiling: Decimal | None
    name: Text


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the country and its provinces."""

    code: str
    name: Text
    provinces: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One article (or task) of an instrument."""

    number: int
    title: Text
    chapter: int | None = None
    dimensions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Instrument:
    """A regulation or plan that questions refer to."""

    code: str
    name: Text
    document_number: str = ""
    date: str = ""
    chapters: Mapping[int, Text] | None = None
    articles: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class Scoring:
    """The numbers of the edition's arithmetic."""

    scale_min: Decimal
    scale_max: Decimal
    decimals: int
    level_scores: Mapping[int, Decimal]
    yesno_scores: Mapping[bool, Decimal]
    indicator_min_answered: int
    dimension_min_indicators: int


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """Which answers need at least one item of evidence."""

    level_from: int | None = None
    yesno: bool = False
    number: bool = False
    multi: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A rule across answers; ``kind`` names the function, ``rule`` holds its parameters."""

    code: str
    kind: str
    severity: Severity
    text: Text
    rule: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a question comes from: ``sources`` are codes of questions of the edition before.

    ``options`` leads from an old level or option to the new one, or to None where there is none;
    without it the codes are the old ones. ``factor`` turns an old figure into the new unit.
    """

    descent: Descent
    sources: tuple[str, ...] = ()
    options: Mapping[str, str | None] | None = None
    factor: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Lineage:
    """How an edition grew out of the one before, whose code is ``earlier``.

    ``origins`` are keyed by the codes of the new questions; ``dropped`` are the old ones that
    nothing came of.
    """

    earlier: str
    origins: Mapping[str, Origin]
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True)
class HiveModel:
    """One edition of the Hive Model, complete.

    ``kind_field``, ``province_field`` and ``assets_field`` are the codes of the profile questions
    from which a bank's kind, region and asset band are read. ``lineage`` is None where the edition
    says nothing of the one before.
    """

    code: str
    name: Text
    status: str
    reference_year: int
    answering_rule: Text
    notes: Text
    scoring: Scoring
    evidence_rule: EvidenceRule
    bands: tuple[Band, ...]
    bank_types: tuple[Named, ...]
    asset_bands: tuple[AssetBand, ...]
    regions: tuple[Region, ...]
    instruments: tuple[Instrument, ...]
    dimensions: tuple[Dimension, ...]
    unscored: tuple[Question, ...]
    profile: tuple[Question, ...]
    checks: tuple[Check, ...]
    kind_field: str
    province_field: str
    assets_field: str
    lineage: Lineage | None = None

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators in the order of the model."""
        return tuple(i for dimension in self.dimensions for i in dimension.indicators)

    @cached_property
    def scored(self) -> tuple[Question, ...]:
        """All scored questions in the order of the model."""
        return tuple(q for dimension in self.dimensions for q in dimension.questions)

    @cached_property
    def scored_within(self) -> Mapping[str, int]:
        """How many scored questions stand in the total, each dimension and each indicator."""
        parts: tuple[Dimension | Indicator, ...] = (*self.dimensions, *self.indicators)
        return {TOTAL: len(self.scored), **{part.code: len(part.questions) for part in parts}}

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question, scored, unscored and profile, by its code."""
        return {q.code: q for q in (*self.scored, *self.unscored, *self.profile)}

    @cached_property
    def homes(self) -> Mapping[str, tuple[Dimension, Indicator]]:
        """The dimension and indicator of every scored question, by the question's code."""
        return {
            question.code: (dimension, indicator)
            for dimension in self.dimensions
            for indicator in dimension.indicators
            for question in indicator.questions
        }

    @cached_property
    def key_ratios(self) -> tuple[Question, ...]:
        """The figures printed as key ratios of a bank."""
        return tuple(q for q in self.scored if q.key_ratio)

    def nodes(self) -> Iterator[tuple[str, Text | None, int]]:
        """Yield (code, name, depth) of the total, each dimension and each indicator, in order."""
        yield TOTAL, None, 0
        for dimension in self.dimensions:
            yield dimension.code, dimension.name, 1
            for indicator in dimension.indicators:
                yield indicator.code, indicator.name, 2

    def band(self, number: int) -> Band:
        """Return the band with this number, counted from 1."""
        return self.bands[number - 1]

    def asset_band_of(self, total_assets: Decimal) -> str | None:
        """Return the code of the band for total assets in RMB 100 million."""
        for band in self.asset_bands:
            if band.floor <= total_assets and (band.ceiling is None or total_assets < band.ceiling):
                return band.code
        return None
