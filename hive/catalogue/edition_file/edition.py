"""A whole edition file: from YAML to a HiveModel, with every fault listed by path and code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from hive.catalogue.edition_file import sections
from hive.catalogue.edition_file.document import load_document
from hive.catalogue.edition_file.entries import EditionFaults, Entry, Fault, Faults, unique
from hive.catalogue.edition_file.lineage import Find, read_lineage
from hive.catalogue.edition_file.questions import (
    Surroundings,
    read_profile,
    read_scored,
    read_unscored,
)
from hive.core import checks
from hive.core.model import (
    TOTAL,
    ArticleRef,
    Check,
    Dimension,
    HiveModel,
    Indicator,
    Instrument,
    Kind,
    Question,
    Severity,
    Text,
)

# The edition format reserves this field for the figure that asset_bands are read from.
ASSETS_FIELD = "total_assets"


@dataclass(frozen=True)
class EditionFile:
    """A sound edition file: the model and what its authors should know of."""

    model: HiveModel
    warnings: tuple[Fault, ...]


def nothing_known(code: str) -> None:
    """Find no earlier edition."""


def read_edition_file(path: Path, find: Find = nothing_known) -> EditionFile:
    """Read an edition file; OSError when it cannot be read, EditionFaults when it is refused.

    The edition that its lineage names is the one that ``find`` returns, or stands in a file beside.
    """
    return read_edition(_text_of(path), lambda code: find(code) or _beside(path, code))


def read_edition(text: str, find: Find = nothing_known) -> EditionFile:
    """Read the text of an edition file; EditionFaults lists everything that is wrong with it."""
    return read_document(load_document(text), find)


def read_document(document: Any, find: Find = nothing_known) -> EditionFile:
    """Read the values of an edition file; EditionFaults lists everything that is wrong with it."""
    faults = Faults()
    top = Entry(document, "edition", faults)
    model = _model(top, find)
    if faults.errors:
        raise EditionFaults(faults.errors)
    sections.warn_of_lost_totals(top, model)
    return EditionFile(model, tuple(faults.warnings))


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise EditionFaults((Fault(str(path), "is not UTF-8 text"),)) from error


def _beside(path: Path, code: str) -> HiveModel | None:
    """Read an edition from a file in the same folder; where that one comes from does not matter."""
    for other in sorted(path.parent.glob("*.yaml")):
        text = _text_of(other) if other.name != path.name else ""
        document = load_document(text) if code in text else None
        if isinstance(document, dict) and (document.get("model") or {}).get("version") == code:
            document.pop("lineage", None)
            return read_document(document).model
    return None


def _model(top: Entry, find: Find) -> HiveModel:
    head = top.entry("model")
    scoring, default_weight = sections.read_scoring(top.entry("scoring"))
    bands = sections.read_bands(top, scoring)
    types = sections.read_named(top, "bank_types")
    regions = sections.read_regions(top)
    instruments = sections.read_instruments(top)
    provinces = [province for region in regions for province in region.provinces]
    around = Surroundings(
        scoring,
        default_weight,
        _ArticleIndex(instruments, top.string("default_instrument", "")).find,
        {"bank_types": types, "regions": provinces},
    )
    dimensions = tuple(_dimension(e, around, len(bands)) for e in top.entries("dimensions"))
    unscored = tuple(read_unscored(e, around) for e in top.entries("profile_questions", least=0))
    profile_entries = list(top.entries("bank_profile_fields"))
    profile = tuple(read_profile(e, around) for e in profile_entries)
    questions = [q for d in dimensions for q in d.questions] + [*unscored, *profile]
    _check_codes(top, dimensions, questions)
    _check_article_dimensions(top, instruments, dimensions)
    fields = _profile_fields(top, profile_entries, profile)
    code = head.string("version")
    model = HiveModel(
        code=code,
        name=head.text("name"),
        status=head.string("status", "official"),
        reference_year=head.whole("reference_year"),
        answering_rule=head.text("answering_rule"),
        notes=head.optional_text("notes") or Text("", ""),
        scoring=scoring,
        evidence_rule=sections.read_evidence_rule(top.entry("evidence_rule")),
        bands=bands,
        bank_types=types,
        asset_bands=sections.read_asset_bands(top),
        regions=regions,
        instruments=instruments,
        dimensions=dimensions,
        unscored=unscored,
        profile=profile,
        checks=_checks(top, questions),
        lineage=read_lineage(top, code, {q.code: q for q in questions}, find),
        **fields,
    )
    for name in ("code", "languages", "default_language"):
        head.raw(name)
    head.finish()
    sections.check_reference_scores(top, [dimension.code for dimension in dimensions])
    top.finish()
    return model


class _ArticleIndex:
    """Finds articles by number (of the default instrument) or as INSTRUMENT/number."""

    def __init__(self, instruments: Sequence[Instrument], default: str) -> None:
        self.default = default
        self.known = {(i.code, a.number) for i in instruments for a in i.articles}

    def find(self, entry: Entry, reference: object) -> ArticleRef | None:
        """Return the article, or note that there is none."""
        instrument, number = self.default, reference
        if isinstance(reference, str) and "/" in reference:
            instrument, _, written = reference.partition("/")
            number = int(written) if written.isdecimal() else written
        if type(number) is int and (instrument, number) in self.known:
            return ArticleRef(instrument, number)
        entry.fault(f"unknown article {reference!r}", "articles")
        return None


def _dimension(entry: Entry, around: Surroundings, bands: int) -> Dimension:
    dimension = Dimension(
        code=entry.code(),
        slug=entry.code("slug"),
        name=entry.text("name"),
        weight=entry.positive("weight"),
        description=entry.text("description"),
        recommendations=_texts_by_number(entry, "recommendations", "band", bands),
        indicators=tuple(_indicator(e, around, bands) for e in entry.entries("indicators")),
    )
    if len(dimension.indicators) < around.scoring.dimension_min_indicators:
        entry.fault(
            "are fewer than dimension_min_indicators: it could never be scored", "indicators"
        )
    entry.finish()
    return dimension


def _indicator(entry: Entry, around: Surroundings, bands: int) -> Indicator:
    references = entry.raw("articles", [])
    found = [around.article(entry, r) for r in references] if isinstance(references, list) else []
    indicator = Indicator(
        code=entry.code(),
        name=entry.text("name"),
        status=entry.string("status", "official"),
        weight=entry.positive("weight"),
        description=entry.text("description"),
        next_steps=_texts_by_number(entry, "next_steps", "level", bands - 1),
        questions=tuple(read_scored(e, around) for e in entry.entries("questions")),
        articles=tuple(article for article in found if article is not None),
    )
    if len(indicator.questions) < around.scoring.indicator_min_answered:
        entry.fault("are fewer than indicator_min_answered: it could never be scored", "questions")
    entry.finish()
    return indicator


def _texts_by_number(entry: Entry, name: str, key: str, count: int) -> Mapping[int, Text]:
    texts: dict[int, Text] = {}
    for item in entry.entries(name, least=min(1, count)):
        number = item.whole(key, least=1)
        if number in texts:
            item.fault(f"{key} {number} is given twice")
        texts[number] = item.text()
        item.finish()
    if sorted(texts) != list(range(1, count + 1)):
        entry.fault(f"needs one text for each {key} from 1 to {count}", name)
    return dict(sorted(texts.items()))


def _check_codes(
    top: Entry, dimensions: Sequence[Dimension], questions: Sequence[Question]
) -> None:
    indicators = [i.code for d in dimensions for i in d.indicators]
    nodes = [d.code for d in dimensions] + indicators + [q.code for q in questions]
    unique(top, "dimensions", nodes)
    unique(top, "dimensions", [f"{d.slug} (slug)" for d in dimensions])
    if TOTAL in nodes:
        top.fault(f"the code {TOTAL} stands for the total score", "dimensions")


def _check_article_dimensions(
    top: Entry, instruments: Sequence[Instrument], dimensions: Sequence[Dimension]
) -> None:
    codes = {dimension.code for dimension in dimensions}
    for instrument in instruments:
        for article in instrument.articles:
            for code in sorted(set(article.dimensions) - codes):
                where = f"{instrument.code}/{article.number}"
                top.fault(f"{where} names the unknown dimension {code!r}", "instruments")


def _profile_fields(
    top: Entry, entries: Sequence[Entry], profile: Sequence[Question]
) -> dict[str, str]:
    """Find the fields that place a bank among its peers; each must be there and required."""
    by_source = {str(e.values.get("source")): q for e, q in zip(entries, profile, strict=True)}
    by_code = {question.code: question for question in profile}
    wanted = {
        "kind_field": (by_source.get("bank_types"), "source: bank_types", Kind.SINGLE),
        "province_field": (by_source.get("regions"), "source: regions", Kind.SINGLE),
        "assets_field": (by_code.get(ASSETS_FIELD), f"code: {ASSETS_FIELD}", Kind.NUMBER),
    }
    for question, description, kind in wanted.values():
        if question is None or not question.required or question.kind is not kind:
            top.fault(f"needs a required {kind} field with {description}", "bank_profile_fields")
    return {name: q.code if q else "" for name, (q, _, _) in wanted.items()}


def _checks(top: Entry, questions: Sequence[Question]) -> tuple[Check, ...]:
    codes = frozenset(question.code for question in questions)
    found = []
    for entry in top.entries("checks", least=0):
        code, kind = entry.code(), entry.string("kind")
        severity = entry.one_of("severity", list(Severity))
        text = entry.text("text")
        rule = {name: entry.raw(name) for name in entry.values if name not in _CHECK_HEAD}
        for problem in checks.problems(kind, rule, codes):
            entry.fault(problem)
        entry.finish()
        if severity in list(Severity):
            found.append(Check(code, kind, Severity(severity), text, _exact(rule)))
    unique(top, "checks", [check.code for check in found])
    return tuple(found)


_CHECK_HEAD = {"code", "kind", "severity", "text_en", "text_zh"}


def _exact(value: Any) -> Any:
    """Turn whole numbers in a rule into Decimal, so that all figures are of one type."""
    if isinstance(value, dict):
        return {key: _exact(item) for key, item in value.items()}
    return Decimal(value) if type(value) is int else value
