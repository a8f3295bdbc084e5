"""What the coverage page says: articles with their scores and the evidence on file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.attached import Item, by_question, signed_items
from hive.core.maturity import shown
from hive.core.model import Article, Instrument, Question
from hive.core.scoring import band_number
from reports.charts.figures import two
from reports.queries import Results
from reports.scorecard.answers import answer_mark
from reports.scorecard.coverage import article_score, instrument_title, questions_of
from reports.scorecard.material import Material
from reports.scorecard.wording import listed, sentences


@dataclass(frozen=True, slots=True)
class CoveringQuestion:
    """A question that covers an article, with its answer and its score."""

    code: str
    text: str
    answer: str
    score: str


@dataclass(frozen=True, slots=True)
class CoveredArticle:
    """An article with the score of its questions, or of its dimensions where no more is mapped.

    ``value`` is None where there is no score; ``items`` is the evidence on file, ``links`` its
    titles with the addresses, empty for what the reader cannot open.
    """

    number: int
    title: str
    chapter: str
    value: Decimal | None
    band: str
    questions: tuple[CoveringQuestion, ...]
    dimensions: tuple[tuple[str, str, str], ...]
    items: tuple[Item, ...]
    links: tuple[tuple[str, str], ...]

    @property
    def score(self) -> str:
        """The score as it is written."""
        return two(self.value)

    @property
    def evidence(self) -> str:
        """How many items of evidence are on file."""
        count = len(self.items)
        if not count:
            return pgettext("evidence", "None")
        return ngettext("%(n)s item", "%(n)s items", count) % {"n": count}


@dataclass(frozen=True, slots=True)
class CoveredInstrument:
    """An instrument with all its articles; ``by_dimension`` where questions are not mapped."""

    title: str
    short_title: str
    note: str
    by_dimension: bool
    articles: tuple[CoveredArticle, ...]


@dataclass(frozen=True)
class CoveragePage:
    """The instruments of an edition against what a bank signed.

    ``may_open`` says of an item whether the reader can open it.
    """

    material: Material
    may_open: Callable[[Item], bool]

    @classmethod
    def of(
        cls, results: Results, language: str, may_open: Callable[[Item], bool] = lambda item: False
    ) -> CoveragePage:
        """Take results in one language, for a reader who can open some evidence, or none."""
        return cls(Material(results, language), may_open)

    @cached_property
    def items(self) -> Mapping[str, tuple[Item, ...]]:
        """The evidence that was signed, by the questions it stands behind."""
        return by_question(signed_items(self.material.results.snapshot))

    @cached_property
    def instruments(self) -> tuple[CoveredInstrument, ...]:
        """Every instrument of the edition, those with questions first."""
        told = [self._instrument(each) for each in self.material.model.instruments]
        return tuple(sorted(told, key=lambda each: each.by_dimension))

    @cached_property
    def headline(self) -> str:
        """Count the articles by whether they are covered by scores and by evidence."""
        covered = [a for i in self.instruments if not i.by_dimension for a in i.articles]
        without = sum(not article.items for article in covered)
        text = ngettext("%(n)s article scored, ", "%(n)s articles scored, ", len(covered))
        first = text % {"n": len(covered)}
        if not without:
            return first + _("all with evidence on file")
        rest = ngettext("%(n)s without evidence", "%(n)s without evidence", without)
        return first + rest % {"n": without}

    def _instrument(self, instrument: Instrument) -> CoveredInstrument:
        mapped = {
            article.number: questions_of(self.material, instrument, article)
            for article in instrument.articles
        }
        by_dimension = not any(mapped.values())
        articles = tuple(
            self._by_dimension(instrument, article)
            if by_dimension
            else self._by_questions(instrument, article, mapped[article.number])
            for article in instrument.articles
        )
        title = instrument_title(self.material, instrument)
        return CoveredInstrument(
            title,
            instrument.document_number or title,
            _note(by_dimension, articles),
            by_dimension,
            articles,
        )

    def _by_questions(
        self, instrument: Instrument, article: Article, questions: list[Question]
    ) -> CoveredArticle:
        score = article_score(self.material, questions)
        model = self.material.model
        if score is not None:
            band = self.material.band_name(band_number(model, score))
        else:
            band = _("Not applicable") if questions else _("No question of this edition")
        items = self._evidence(question.code for question in questions)
        return CoveredArticle(
            article.number,
            self.material.say(article.title),
            self._chapter(instrument, article),
            None if score is None else shown(model, score),
            band,
            tuple(map(self._question, questions)),
            (),
            items,
            tuple((item.title, self._url(item)) for item in items),
        )

    def _by_dimension(self, instrument: Instrument, article: Article) -> CoveredArticle:
        dimensions = [d for d in self.material.model.dimensions if d.code in article.dimensions]
        rows = [(self.material.say(d.name), self.material.own(d.code)) for d in dimensions]
        told = tuple((n, two(own.value), self.material.band_name(own.band)) for n, own in rows)
        return CoveredArticle(
            article.number,
            self.material.say(article.title),
            self._chapter(instrument, article),
            None,
            "",
            (),
            told,
            (),
            (),
        )

    def _url(self, item: Item) -> str:
        if not self.may_open(item):
            return ""
        address = [self.material.results.submission.pk, item.id]
        return reverse("assessments:evidence_file", args=address)

    def _chapter(self, instrument: Instrument, article: Article) -> str:
        chapters = instrument.chapters or {}
        name = None if article.chapter is None else chapters.get(article.chapter)
        return self.material.say(name) if name else ""

    def _question(self, question: Question) -> CoveringQuestion:
        answer = self.material.results.answers.get(question.code)
        return CoveringQuestion(
            question.code,
            self.material.say(question.text),
            answer_mark(self.material, question, answer),
            two(self.material.own(question.code).value),
        )

    def _evidence(self, codes: Iterable[str]) -> tuple[Item, ...]:
        """The items behind some questions, each once, in the order in which they were added."""
        found = {item.id: item for code in codes for item in self.items.get(code, ())}
        return tuple(sorted(found.values(), key=lambda item: (item.row.added_at, str(item.id))))


def _note(by_dimension: bool, articles: tuple[CoveredArticle, ...]) -> str:
    if not articles:
        return _("Not mapped in this edition.")
    if by_dimension:
        return _(
            "This edition maps the instrument to dimensions only. Each row therefore shows the"
            " score of the whole dimension, which also counts questions on other matters."
        )
    bare = [str(article.number) for article in articles if not article.questions]
    notes = [
        _("The score of an article is the mean of its questions by their weight."),
        _("No question of this edition covers: %(numbers)s.") % {"numbers": listed(bare)}
        if bare
        else "",
    ]
    return sentences(notes)
