"""Every write to the catalogue: loading an edition file, locking an edition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from hive.audit.log import Actor, record
from hive.audit.refusals import notes_refusals
from hive.catalogue.codec import digest, encode
from hive.catalogue.edition_file import EditionFile
from hive.catalogue.models import (
    Article,
    Choice,
    Dimension,
    Edition,
    EditionState,
    Indicator,
    Instrument,
    Lineage,
    Origin,
    Question,
)
from hive.catalogue.queries import RULES, rebuild
from hive.core import model as core

# What a question says beside its own columns; kept together as JSON in Question.detail.
DETAIL = (
    "help", "evidence", "published_note", "score_bands", "limits", "unit", "na_when",
    "max_choices", "audience", "cut",
)  # fmt: skip


# The columns that say something to people and count for nothing.
TEXTS = ("name_en", "name_zh", "description_en", "description_zh", "text_en", "text_zh")


class EmptyText(Exception):
    """A text that is missing in one language, or is none."""


class EditionIsLocked(Exception):
    """The edition is used by a cycle; a change is a new edition."""


@notes_refusals(
    "edition.loaded",
    failures=(EditionIsLocked,),
    about=lambda file: Edition.objects.get(code=file.model.code),
)
@transaction.atomic
def load(file: EditionFile, *, by: Actor | None = None) -> Edition:
    """Store an edition. The same content again changes nothing; a locked edition is refused."""
    model = file.model
    new_digest = digest(model)
    edition = Edition.objects.select_for_update().filter(code=model.code).first()
    if edition is not None and edition.digest == new_digest:
        return edition
    if edition is not None and edition.state != EditionState.DRAFT:
        raise EditionIsLocked(
            _("Edition %(code)s is in use and cannot change; give the new one another code.")
            % {"code": model.code}
        )
    if edition is not None:
        edition.delete()
    edition = Edition.objects.create(
        code=model.code,
        name_en=model.name.en,
        name_zh=model.name.zh,
        status=model.status,
        rules={name: encode(getattr(model, name)) for name in RULES},
        digest=new_digest,
    )
    _Rows(edition).store(model)
    record("edition.loaded", edition, by=by, code=edition.code, digest=new_digest)
    return edition


@transaction.atomic
def lock(edition: Edition, *, by: Actor | None = None) -> None:
    """Lock an edition for good, as a cycle begins to use it."""
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    if edition.state != EditionState.DRAFT:
        return
    edition.state = EditionState.LOCKED
    edition.save(update_fields=["state"])
    record("edition.locked", edition, by=by, code=edition.code, digest=edition.digest)


@notes_refusals(
    "edition.reworded",
    failures=(EditionIsLocked, EmptyText),
    about=lambda row: edition_of(row),
)
@transaction.atomic
def reword(
    row: Dimension | Indicator | Question | Choice, texts: Mapping[str, str], *, by: Actor
) -> None:
    """Change texts of a draft edition; ``texts`` are keyed by column. Its digest changes along."""
    edition = Edition.objects.select_for_update().get(pk=edition_of(row).pk)
    if edition.state != EditionState.DRAFT:
        raise EditionIsLocked(
            _("Edition %(code)s is in use and cannot change; load a new edition instead.")
            % {"code": edition.code}
        )
    for column, text in texts.items():
        if column not in TEXTS or not text.strip():
            raise EmptyText(_("Every text is needed in both languages."))
        setattr(row, column, text.strip())
    row.save(update_fields=list(texts))
    edition.digest = digest(rebuild(edition))
    edition.save(update_fields=["digest"])
    record(
        "edition.reworded", edition, by=by,
        code=edition.code, row=str(row), columns=sorted(texts), digest=edition.digest,
    )  # fmt: skip


def edition_of(row: Dimension | Indicator | Question | Choice) -> Edition:
    """Return the edition that a row belongs to."""
    match row:
        case Indicator():
            return row.dimension.edition
        case Choice():
            return row.question.edition
        case _:
            return row.edition


class _Rows:
    """Writes a model's parts as rows of one edition."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.articles: dict[core.ArticleRef, Article] = {}

    def store(self, model: core.HiveModel) -> None:
        self._instruments(model.instruments)
        questions: list[tuple[core.Question, Indicator | None]] = []
        for place, dimension in enumerate(model.dimensions):
            questions += self._dimension(place, dimension)
        questions += [(question, None) for question in (*model.unscored, *model.profile)]
        rows = self._questions(questions)
        if model.lineage is not None:
            self._lineage(model.lineage, rows)

    def _instruments(self, instruments: Iterable[core.Instrument]) -> None:
        for place, instrument in enumerate(instruments):
            row = Instrument.objects.create(
                edition=self.edition,
                place=place,
                code=instrument.code,
                name_en=instrument.name.en,
                name_zh=instrument.name.zh,
                number=instrument.document_number,
                date=instrument.date,
                chapters=encode(instrument.chapters or {}),
            )
            for article in Article.objects.bulk_create(
                Article(
                    instrument=row,
                    place=order,
                    number=article.number,
                    chapter=article.chapter,
                    title_en=article.title.en,
                    title_zh=article.title.zh,
                    dimensions=list(article.dimensions),
                )
                for order, article in enumerate(instrument.articles)
            ):
                self.articles[core.ArticleRef(instrument.code, article.number)] = article

    def _dimension(
        self, place: int, dimension: core.Dimension
    ) -> list[tuple[core.Question, Indicator | None]]:
        row = Dimension.objects.create(
            edition=self.edition,
            place=place,
            code=dimension.code,
            slug=dimension.slug,
            name_en=dimension.name.en,
            name_zh=dimension.name.zh,
            description_en=dimension.description.en,
            description_zh=dimension.description.zh,
            weight=dimension.weight,
            recommendations=encode(dimension.recommendations),
        )
        questions: list[tuple[core.Question, Indicator | None]] = []
        for order, indicator in enumerate(dimension.indicators):
            stored = self._indicator(row, order, indicator)
            questions += [(question, stored) for question in indicator.questions]
        return questions

    def _indicator(self, dimension: Dimension, place: int, indicator: core.Indicator) -> Indicator:
        row = Indicator.objects.create(
            dimension=dimension,
            place=place,
            code=indicator.code,
            name_en=indicator.name.en,
            name_zh=indicator.name.zh,
            description_en=indicator.description.en,
            description_zh=indicator.description.zh,
            weight=indicator.weight,
            status=indicator.status,
            next_steps=encode(indicator.next_steps),
        )
        row.articles.set([self.articles[reference] for reference in indicator.articles])
        return row

    def _questions(
        self, questions: list[tuple[core.Question, Indicator | None]]
    ) -> Mapping[str, Question]:
        rows = Question.objects.bulk_create(
            Question(
                edition=self.edition,
                indicator=indicator,
                place=place,
                code=question.code,
                scope=question.scope,
                kind=question.kind,
                text_en=question.text.en,
                text_zh=question.text.zh,
                weight=question.weight,
                direction=question.direction,
                required=question.required,
                key_ratio=question.key_ratio,
                detail={name: encode(getattr(question, name)) for name in DETAIL},
            )
            for place, (question, indicator) in enumerate(questions)
        )
        pairs = list(zip(rows, (question for question, _ in questions), strict=True))
        Choice.objects.bulk_create(
            Choice(
                question=row,
                place=place,
                code=choice.code,
                text_en=choice.text.en,
                text_zh=choice.text.zh,
                points=choice.points,
                exclusive=choice.exclusive,
                free_text=choice.free_text,
            )
            for row, question in pairs
            for place, choice in enumerate(question.choices)
        )
        covers = Question.articles.through
        covers.objects.bulk_create(
            covers(question=row, article=self.articles[reference])
            for row, question in pairs
            for reference in question.articles
        )
        return {row.code: row for row in rows}

    def _lineage(self, lineage: core.Lineage, questions: Mapping[str, Question]) -> None:
        row = Lineage.objects.create(
            edition=self.edition, earlier=lineage.earlier, dropped=list(lineage.dropped)
        )
        Origin.objects.bulk_create(
            Origin(
                lineage=row,
                question=questions[code],
                descent=origin.descent,
                sources=list(origin.sources),
                options=None if origin.options is None else dict(origin.options),
                factor=origin.factor,
            )
            for code, origin in lineage.origins.items()
        )
