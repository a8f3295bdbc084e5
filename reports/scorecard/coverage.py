"""Which articles of which instruments the answers cover, and how far."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from hive.core.maturity import shown
from hive.core.model import Article, ArticleRef, Instrument, Question
from hive.core.scoring import band_number
from reports.charts.figures import two
from reports.scorecard.material import Material
from reports.scorecard.parts import ArticleRow, Coverage
from reports.scorecard.wording import listed


def coverage(material: Material) -> tuple[Coverage, ...]:
    """Tell every instrument of the edition; one without questions says how far it is mapped."""
    return tuple(_coverage(material, each) for each in material.model.instruments)


def article_score(material: Material, questions: Sequence[Question]) -> Fraction | None:
    """Return the mean of questions by their weight, not applicable ones left out."""
    scored = [(q, material.nodes[q.code].value) for q in questions]
    known = [(Fraction(q.weight), value) for q, value in scored if value is not None]
    whole = sum((weight for weight, _value in known), Fraction(0))
    if not whole:
        return None
    return sum((weight * value for weight, value in known), Fraction(0)) / whole


def _coverage(material: Material, instrument: Instrument) -> Coverage:
    rows = [
        _row(material, article, questions)
        for article in instrument.articles
        if (questions := questions_of(material, instrument, article))
    ]
    note = "" if rows else _unmapped(instrument)
    if rows and len(rows) < len(instrument.articles):
        text = _("%(n)s of %(all)s articles are covered by questions.")
        note = text % {"n": len(rows), "all": len(instrument.articles)}
    return Coverage(instrument_title(material, instrument), note, tuple(rows))


def instrument_title(material: Material, instrument: Instrument) -> str:
    """Name an instrument with the number it was issued under."""
    name = material.say(instrument.name)
    if not instrument.document_number:
        return name
    return _("%(name)s (%(number)s)") % {"name": name, "number": instrument.document_number}


def _unmapped(instrument: Instrument) -> str:
    if instrument.articles:
        return _("Mapped to dimensions only in this edition, so no score is given.")
    return _("Not mapped in this edition.")


def questions_of(material: Material, instrument: Instrument, article: Article) -> list[Question]:
    """Return the scored questions that cover an article, in the order of the model."""
    reference = ArticleRef(instrument.code, article.number)
    return [question for question in material.model.scored if reference in question.articles]


def _row(material: Material, article: Article, questions: Sequence[Question]) -> ArticleRow:
    score = article_score(material, questions)
    codes = listed(question.code for question in questions)
    title = material.say(article.title)
    if score is None:
        return ArticleRow(article.number, title, two(None), _("Not applicable"), codes)
    band = material.band_name(band_number(material.model, score))
    return ArticleRow(article.number, title, two(shown(material.model, score)), band, codes)
