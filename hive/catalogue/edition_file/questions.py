"""The questions of an edition file: scored, unscored and profile."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from hive.catalogue.edition_file.entries import OPTION_CODE, Entry, unique
from hive.core.model import (
    ArticleRef,
    Choice,
    Direction,
    Kind,
    Limits,
    Named,
    Question,
    Scope,
    ScoreBand,
    Scoring,
    Text,
)

SCORED_TYPES = {
    "level": Kind.LEVEL,
    "yesno": Kind.YESNO,
    "number": Kind.NUMBER,
    "multi": Kind.MULTI,
}
UNSCORED_TYPES = {
    **SCORED_TYPES,
    "multi_max": Kind.MULTI,
    "single": Kind.SINGLE,
}
PROFILE_TYPES = {"choice": Kind.SINGLE, "number": Kind.NUMBER, "bool": Kind.YESNO}


@dataclass(frozen=True)
class Surroundings:
    """What a question refers to elsewhere in the file."""

    scoring: Scoring
    default_weight: Decimal
    article: Callable[[Entry, object], ArticleRef | None]
    sources: Mapping[str, Sequence[Named]]


def read_scored(entry: Entry, around: Surroundings) -> Question:
    """Read one scored question."""
    code = entry.code()
    kind = SCORED_TYPES.get(entry.one_of("type", list(SCORED_TYPES)), Kind.YESNO)
    limits = _limits(entry.entry("validation")) if kind is Kind.NUMBER else None
    choices = _choices(entry, kind, around.scoring)
    bands = _score_bands(entry, around.scoring) if kind in (Kind.NUMBER, Kind.MULTI) else ()
    direction = Direction(entry.one_of("direction", list(Direction), Direction.HIGHER))
    question = Question(
        code=code,
        scope=Scope.SCORED,
        kind=kind,
        text=entry.text("text"),
        weight=entry.positive("weight", around.default_weight),
        help=entry.optional_text("help"),
        evidence=entry.optional_text("evidence"),
        published_note=entry.optional_text("published_note"),
        choices=choices,
        score_bands=bands,
        limits=limits,
        unit=_unit(entry) if kind is Kind.NUMBER else None,
        direction=direction if direction in Direction else Direction.HIGHER,
        na_when=_na_when(entry),
        key_ratio=entry.flag("key_ratio"),
        articles=_articles(entry, around),
    )
    _check_score_bands(entry, question)
    entry.finish()
    return question


def read_unscored(entry: Entry, around: Surroundings) -> Question:
    """Read one question that is asked but not scored."""
    code = entry.code()
    written = entry.one_of("type", list(UNSCORED_TYPES))
    kind = UNSCORED_TYPES.get(written, Kind.YESNO)
    question = Question(
        code=code,
        scope=Scope.UNSCORED,
        kind=kind,
        text=entry.text("text"),
        help=entry.optional_text("help"),
        evidence=entry.optional_text("evidence"),
        published_note=entry.optional_text("published_note"),
        choices=_choices(entry, kind, around.scoring),
        limits=_limits(entry.entry("validation")) if kind is Kind.NUMBER else None,
        unit=_unit(entry) if kind is Kind.NUMBER else None,
        max_choices=entry.whole("max_choices", least=1) if written == "multi_max" else None,
        audience=entry.string("audience", ""),
        cut=entry.string("cut", ""),
        articles=_articles(entry, around),
    )
    entry.finish()
    return question


def read_profile(entry: Entry, around: Surroundings) -> Question:
    """Read one field of the bank's profile; its name is the question."""
    code = entry.code()
    kind = PROFILE_TYPES.get(entry.one_of("type", list(PROFILE_TYPES)), Kind.YESNO)
    choices: tuple[Choice, ...] = ()
    if kind is Kind.SINGLE:
        source = entry.one_of("source", list(around.sources))
        choices = tuple(Choice(n.code, n.name) for n in around.sources.get(source, ()))
    question = Question(
        code=code,
        scope=Scope.PROFILE,
        kind=kind,
        text=entry.text("name"),
        help=entry.optional_text("help"),
        choices=choices,
        limits=_limits(entry.entry("validation")) if kind is Kind.NUMBER else None,
        unit=_unit(entry) if kind is Kind.NUMBER else None,
        required=entry.flag("required"),
    )
    entry.finish()
    return question


def _na_when(entry: Entry) -> Text | None:
    allowed = entry.flag("na_allowed")
    when = entry.optional_text("na_when")
    if allowed and when is None:
        entry.fault("is missing: an edition that allows not applicable says when", "na_when")
    if when is not None and not allowed:
        entry.fault("is given, but na_allowed is not true", "na_when")
    return when if allowed else None


def _unit(entry: Entry) -> Text:
    if entry.has("unit"):
        unit = entry.string("unit")
        return Text(unit, unit)
    return entry.text("unit")


def _articles(entry: Entry, around: Surroundings) -> tuple[ArticleRef, ...]:
    references = entry.raw("articles", [])
    if not isinstance(references, list):
        entry.fault("must be a list", "articles")
        return ()
    found = [around.article(entry, reference) for reference in references]
    return tuple(reference for reference in found if reference is not None)


def _limits(entry: Entry) -> Limits:
    limits = Limits(
        min=entry.number("min"),
        max=entry.number("max"),
        decimals=entry.whole("decimals"),
        warn_min=entry.optional_number("warn_min"),
        warn_max=entry.optional_number("warn_max"),
    )
    if limits.min >= limits.max:
        entry.fault("min must be below max")
    low, high = limits.warn_min, limits.warn_max
    if low is not None and high is not None and low >= high:
        entry.fault("warn_min must be below warn_max")
    entry.finish()
    return limits


def _choices(entry: Entry, kind: Kind, scoring: Scoring) -> tuple[Choice, ...]:
    if kind is Kind.LEVEL:
        return _levels(entry, scoring)
    if kind not in (Kind.MULTI, Kind.SINGLE):
        return ()
    options = tuple(_option(option, kind) for option in entry.entries("options", least=2))
    unique(entry, "options", [option.code for option in options])
    return options


def _levels(entry: Entry, scoring: Scoring) -> tuple[Choice, ...]:
    levels = []
    for level in entry.entries("levels"):
        levels.append((level.whole("level", least=1), level.text()))
        level.finish()
    numbers = [number for number, _ in levels]
    if numbers != sorted(scoring.level_scores):
        expected = ", ".join(map(str, sorted(scoring.level_scores)))
        entry.fault(f"must be the levels {expected} in this order", "levels")
    return tuple(Choice(str(number), text) for number, text in levels)


def _option(entry: Entry, kind: Kind) -> Choice:
    option = Choice(
        code=entry.code(pattern=OPTION_CODE),
        text=entry.text(),
        points=entry.number("points", Decimal(0)),
        exclusive=entry.flag("exclusive"),
        free_text=entry.flag("free_text"),
    )
    if option.points < 0:
        entry.fault("must not be negative", "points")
    if option.free_text and kind is Kind.SINGLE:
        entry.fault("is only for multiple choice", "free_text")
    entry.finish()
    return option


def _score_bands(entry: Entry, scoring: Scoring) -> tuple[ScoreBand, ...]:
    bands = []
    for band in entry.entries("scoring_bands"):
        ceiling = band.optional_number("max")
        bands.append(ScoreBand(band.number("min"), ceiling, band.number("score")))
        if not scoring.scale_min <= bands[-1].score <= scoring.scale_max:
            band.fault("lies outside the scale", "score")
        band.finish()
    return tuple(bands)


def _check_score_bands(entry: Entry, question: Question) -> None:
    """Note bands that overlap, leave a gap, miss an amount, or run against the direction."""
    bands = question.score_bands
    if not bands:
        return
    for before, band in pairwise(bands):
        if before.ceiling is None or before.ceiling > band.floor:
            entry.fault(f"overlap at {band.floor}", "scoring_bands")
        elif before.ceiling < band.floor:
            entry.fault(f"leave a gap from {before.ceiling} to {band.floor}", "scoring_bands")
    if any(b.ceiling is not None and b.ceiling <= b.floor for b in bands):
        entry.fault("hold a band whose max is not above its min", "scoring_bands")
    least, most = _reach(question)
    if bands[0].floor > least:
        entry.fault(f"do not cover amounts from {least}", "scoring_bands")
    if bands[-1].ceiling is not None and bands[-1].ceiling <= most:
        entry.fault(f"do not cover amounts up to {most}", "scoring_bands")
    scores = [band.score for band in bands]
    rising = question.kind is Kind.MULTI or question.direction is Direction.HIGHER
    if scores != sorted(scores, reverse=not rising):
        entry.fault("scores run against the direction of the question", "scoring_bands")


def _reach(question: Question) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest amount that can be answered."""
    if question.limits is not None:
        return question.limits.min, question.limits.max
    together = sum((c.points for c in question.choices if not c.exclusive), Decimal(0))
    alone = [choice.points for choice in question.choices]
    return min(alone, default=Decimal(0)), max([together, *alone])
