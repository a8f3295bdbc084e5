"""Reading editions: rows back into a HiveModel."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, get_type_hints

from hive.catalogue.codec import decode
from hive.catalogue.models import Choice as ChoiceRow
from hive.catalogue.models import Dimension as DimensionRow
from hive.catalogue.models import Edition
from hive.catalogue.models import Indicator as IndicatorRow
from hive.catalogue.models import Instrument as InstrumentRow
from hive.catalogue.models import Lineage as LineageRow
from hive.catalogue.models import Origin as OriginRow
from hive.catalogue.models import Question as QuestionRow
from hive.core.model import (
    Article,
    ArticleRef,
    Choice,
    Descent,
    Dimension,
    Direction,
    HiveModel,
    Indicator,
    Instrument,
    Kind,
    Lineage,
    Origin,
    Question,
    Scope,
    Text,
)


def model_of(edition: Edition) -> HiveModel:
    """Return an edition as the core knows it; read once per process for each digest."""
    return _model_of(edition.pk, edition.digest)


def find_model(code: str) -> HiveModel | None:
    """Return the stored edition of this code, if there is one."""
    edition = Edition.objects.filter(code=code).first()
    return None if edition is None else model_of(edition)


def questions_of(edition: Edition) -> Mapping[str, QuestionRow]:
    """Return the rows of an edition's questions by code."""
    return {question.code: question for question in edition.questions.all()}


@lru_cache(maxsize=16)
def _model_of(edition_id: int, digest: str) -> HiveModel:
    edition = Edition.objects.get(pk=edition_id, digest=digest)
    return rebuild(edition)


def rebuild(edition: Edition) -> HiveModel:
    """Read an edition from its rows, whatever is cached."""
    rules = _decoded_rules(edition.rules)
    questions = [
        (row, _question(row))
        for row in edition.questions.prefetch_related("choices", "articles__instrument")
    ]
    rules["dimensions"] = tuple(
        _dimension(row, questions)
        for row in edition.dimensions.prefetch_related("indicators__articles__instrument")
    )
    rules["instruments"] = tuple(
        _instrument(row) for row in edition.instruments.prefetch_related("articles")
    )
    rules["unscored"] = tuple(q for _, q in questions if q.scope is Scope.UNSCORED)
    rules["profile"] = tuple(q for _, q in questions if q.scope is Scope.PROFILE)
    return HiveModel(
        code=edition.code,
        name=Text(edition.name_en, edition.name_zh),
        status=edition.status,
        lineage=_lineage(edition),
        **rules,
    )


# The parts of a HiveModel that are kept together as JSON in Edition.rules.
RULES = (
    "reference_year", "answering_rule", "notes", "scoring", "evidence_rule", "bands",
    "bank_types", "asset_bands", "regions", "checks", "kind_field", "province_field",
    "assets_field",
)  # fmt: skip


def _decoded_rules(stored: Mapping[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(HiveModel)
    return {name: decode(hints[name], stored[name]) for name in RULES}


def _dimension(row: DimensionRow, questions: list[tuple[QuestionRow, Question]]) -> Dimension:
    return Dimension(
        code=row.code,
        slug=row.slug,
        name=Text(row.name_en, row.name_zh),
        description=Text(row.description_en, row.description_zh),
        weight=row.weight.normalize(),
        recommendations=decode(Mapping[int, Text], row.recommendations),
        indicators=tuple(_indicator(indicator, questions) for indicator in row.indicators.all()),
    )


def _indicator(row: IndicatorRow, questions: list[tuple[QuestionRow, Question]]) -> Indicator:
    return Indicator(
        code=row.code,
        name=Text(row.name_en, row.name_zh),
        description=Text(row.description_en, row.description_zh),
        weight=row.weight.normalize(),
        status=row.status,
        questions=tuple(q for r, q in questions if r.indicator_id == row.pk),
        next_steps=decode(Mapping[int, Text], row.next_steps),
        articles=_references(row),
    )


def _question(row: QuestionRow) -> Question:
    hints = get_type_hints(Question)
    detail = {name: decode(hints[name], item) for name, item in row.detail.items()}
    return Question(
        code=row.code,
        scope=Scope(row.scope),
        kind=Kind(row.kind),
        text=Text(row.text_en, row.text_zh),
        weight=row.weight.normalize(),
        direction=Direction(row.direction),
        required=row.required,
        key_ratio=row.key_ratio,
        choices=tuple(_choice(choice) for choice in row.choices.all()),
        articles=_references(row),
        **detail,
    )


def _choice(row: ChoiceRow) -> Choice:
    text = Text(row.text_en, row.text_zh)
    return Choice(row.code, text, row.points.normalize(), row.exclusive, row.free_text)


def _references(row: IndicatorRow | QuestionRow) -> tuple[ArticleRef, ...]:
    found = sorted(row.articles.all(), key=lambda a: (a.instrument.place, a.number))
    return tuple(ArticleRef(article.instrument.code, article.number) for article in found)


def _lineage(edition: Edition) -> Lineage | None:
    row = LineageRow.objects.filter(edition=edition).first()
    if row is None:
        return None
    origins = row.origins.select_related("question").order_by("question__place")
    return Lineage(row.earlier, {o.question.code: _origin(o) for o in origins}, tuple(row.dropped))


def _origin(row: OriginRow) -> Origin:
    factor = None if row.factor is None else row.factor.normalize()
    return Origin(Descent(row.descent), tuple(row.sources), row.options, factor)


def _instrument(row: InstrumentRow) -> Instrument:
    return Instrument(
        code=row.code,
        name=Text(row.name_en, row.name_zh),
        document_number=row.number,
        date=row.date,
        chapters=decode(Mapping[int, Text], row.chapters) or None,
        articles=tuple(
            Article(a.number, Text(a.title_en, a.title_zh), a.chapter, tuple(a.dimensions))
            for a in row.articles.all()
        ),
    )
