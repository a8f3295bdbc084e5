"""The sections of an edition file around its questions: scale, bands, banks, instruments."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from hive.catalogue.edition_file.entries import Entry, unique
from hive.core.model import (
    Article,
    AssetBand,
    Band,
    EvidenceRule,
    HiveModel,
    Instrument,
    Named,
    Region,
    Scoring,
    Text,
)

Key = TypeVar("Key")


def read_scoring(entry: Entry) -> tuple[Scoring, Decimal]:
    """Read the numbers of the arithmetic; also returns the weight of a question without one."""
    scale = entry.entry("scale")
    low, high = scale.number("min"), scale.number("max")
    decimals = scale.whole("decimals")
    if not 0 <= low < high:
        scale.fault("must run upwards from a minimum that is not negative")
    scale.finish()
    levels = _numbers_by_key(entry, "level_scores", int)
    answers = _numbers_by_key(entry, "yesno_scores", str)
    if set(answers) != {"yes", "no"}:
        entry.fault("must give a score to yes and to no", "yesno_scores")
    if list(levels) != list(range(1, len(levels) + 1)):
        entry.fault("must be numbered 1, 2, 3, ... in this order", "level_scores")
    if list(levels.values()) != sorted(set(levels.values())):
        entry.fault("must rise with the level", "level_scores")
    for name, scores in (("level_scores", levels), ("yesno_scores", answers)):
        if any(not low <= score <= high for score in scores.values()):
            entry.fault("lies outside the scale", name)
    scoring = Scoring(
        scale_min=low,
        scale_max=high,
        decimals=decimals,
        level_scores=levels,
        yesno_scores={True: answers.get("yes", low), False: answers.get("no", low)},
        indicator_min_answered=entry.whole("indicator_min_answered", least=1),
        dimension_min_indicators=entry.whole("dimension_min_indicators", least=1),
    )
    entry.one_of("dont_know", ["lowest"], "lowest")
    weight = entry.positive("question_default_weight", Decimal(1))
    for name in ("indicator_rule", "dimension_rule", "total_rule", "incomplete_rule", "rounding"):
        entry.raw(name)
    entry.finish()
    return scoring, weight


def _numbers_by_key(entry: Entry, name: str, key_type: type[Key]) -> dict[Key, Decimal]:
    nested = entry.entry(name)
    found: dict[Key, Decimal] = {}
    for key in list(nested.values):
        number = nested.number(key)
        if type(key) is key_type:
            found[key] = number
        else:
            nested.fault(f"must be {key_type.__name__}", str(key))
    return found


def read_bands(top: Entry, scoring: Scoring) -> tuple[Band, ...]:
    """Read the maturity bands: numbered from 1, without gap or overlap, over the whole scale."""
    bands = []
    for entry in top.entries("bands"):
        bands.append(
            Band(
                number=entry.whole("band", least=1),
                code=entry.code(),
                floor=entry.number("min"),
                ceiling=entry.number("max"),
                name=entry.text("name"),
                summary=entry.text("summary"),
            )
        )
        if bands[-1].floor >= bands[-1].ceiling:
            entry.fault("min must be below max")
        entry.finish()
    unique(top, "bands", [band.code for band in bands])
    if [band.number for band in bands] != list(range(1, len(bands) + 1)):
        top.fault("must be numbered 1, 2, 3, ... in this order", "bands")
    for before, band in pairwise(bands):
        if before.ceiling != band.floor:
            fault = "overlap" if before.ceiling > band.floor else "leave a gap"
            top.fault(f"{before.code} and {band.code} {fault}", "bands")
    if bands and (bands[0].floor, bands[-1].ceiling) != (scoring.scale_min, scoring.scale_max):
        top.fault("must cover the scale from end to end", "bands")
    return tuple(bands)


def read_evidence_rule(entry: Entry) -> EvidenceRule:
    """Read which answers need evidence."""
    rule = EvidenceRule(
        level_from=entry.whole("level_from", least=1) if entry.has("level_from") else None,
        yesno=entry.flag("yesno"),
        number=entry.flag("number"),
        multi=entry.flag("multi"),
    )
    entry.finish()
    return rule


def read_named(top: Entry, name: str) -> tuple[Named, ...]:
    """Read a list of codes with names."""
    found = []
    for entry in top.entries(name):
        found.append(Named(entry.code(), entry.text("name")))
        entry.finish()
    unique(top, name, [named.code for named in found])
    return tuple(found)


def read_regions(top: Entry) -> tuple[Region, ...]:
    """Read the regions and their provinces; a province lies in one region."""
    regions = []
    for entry in top.entries("regions"):
        regions.append(Region(entry.code(), entry.text("name"), read_named(entry, "provinces")))
        entry.finish()
    unique(top, "regions", [region.code for region in regions])
    unique(top, "regions", [province.code for r in regions for province in r.provinces])
    return tuple(regions)


def read_asset_bands(top: Entry) -> tuple[AssetBand, ...]:
    """Read the bands of total assets: rising, without gap or overlap, the last without end."""
    bands = []
    for entry in top.entries("asset_bands"):
        ceiling = entry.optional_number("max")
        bands.append(AssetBand(entry.code(), entry.number("min"), ceiling, entry.text("name")))
        if ceiling is not None and ceiling <= bands[-1].floor:
            entry.fault("min must be below max")
        entry.finish()
    unique(top, "asset_bands", [band.code for band in bands])
    for before, band in pairwise(bands):
        if before.ceiling != band.floor:
            fault = "leave a gap" if (before.ceiling or band.floor) < band.floor else "overlap"
            top.fault(f"{before.code} and {band.code} {fault}", "asset_bands")
    if bands and (bands[0].floor != 0 or bands[-1].ceiling is not None):
        top.fault("must begin at 0 and have no end", "asset_bands")
    return tuple(bands)


def read_instruments(top: Entry) -> tuple[Instrument, ...]:
    """Read the regulations that questions refer to."""
    instruments = tuple(_instrument(entry) for entry in top.entries("instruments", least=0))
    codes = [instrument.code for instrument in instruments]
    unique(top, "instruments", codes)
    default = top.string("default_instrument", "")
    if default and default not in codes:
        top.fault(f"names the unknown instrument {default!r}", "default_instrument")
    return instruments


def _instrument(entry: Entry) -> Instrument:
    chapters: dict[int, Text] = {}
    for chapter in entry.entries("chapters", least=0):
        chapters[chapter.whole("chapter", least=1)] = chapter.text()
        chapter.finish()
    instrument = Instrument(
        code=entry.code(),
        name=entry.text("name"),
        document_number=entry.string("number", ""),
        date=entry.string("date", ""),
        chapters=chapters or None,
        articles=tuple(_article(e, chapters) for e in entry.entries("articles", least=0)),
    )
    unique(entry, "articles", [str(article.number) for article in instrument.articles])
    entry.raw("verified")
    entry.finish()
    return instrument


def _article(entry: Entry, chapters: dict[int, Text]) -> Article:
    number = entry.whole("article", least=1)
    chapter = entry.whole("chapter", least=1) if entry.has("chapter") else None
    if chapter is not None and chapter not in chapters:
        entry.fault(f"names the unknown chapter {chapter}", "chapter")
    dimensions = entry.raw("dimensions", [])
    if not isinstance(dimensions, list) or not all(isinstance(d, str) for d in dimensions):
        entry.fault("must be a list of codes", "dimensions")
        dimensions = []
    article = Article(number, entry.text(), chapter, tuple(dimensions))
    entry.finish()
    return article


def check_reference_scores(top: Entry, dimensions: Sequence[str]) -> None:
    """Check the published averages that an edition may carry; they are provenance, not data."""
    for entry in top.entries("reference_scores", least=0):
        entry.whole("year")
        entry.one_of("dimension", dimensions)
        entry.number("score")
        entry.string("source")
        entry.finish()


def warn_of_lost_totals(top: Entry, model: HiveModel) -> None:
    """Warn where not-applicable answers alone could leave a bank without a total."""
    rules = model.scoring
    for dimension in model.dimensions:
        safe = 0
        for indicator in dimension.indicators:
            kept = sum(not question.na_allowed for question in indicator.questions)
            safe += kept >= rules.indicator_min_answered
        if safe < rules.dimension_min_indicators:
            message = "not-applicable answers alone could leave a bank without a total"
            top.faults.warn(f"edition.dimensions ({dimension.code})", message)
