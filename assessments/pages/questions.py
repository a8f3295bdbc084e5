"""The pages on which questions are answered: a dimension, the profile, the further questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.enums import SubmissionState
from assessments.forms.answers import AnswersForm
from assessments.forms.comments import Comments
from assessments.forms.layout import layout_of
from assessments.pages.dossier import Dossier
from assessments.pages.evidence import MissingEvidence, at_questions, missing_evidence
from assessments.pages.next_step import Act, to_correct
from assessments.pages.progress import Row, counted, further_parts, progress_of, section_url
from assessments.pages.queries import queries_by_question
from assessments.pages.remarks import remarks_by_question
from assessments.pages.section_end import SectionEnd
from assessments.pages.summary import AnswerRow, answer_rows
from assessments.wording import localized
from hive.core.model import Dimension, HiveModel, Indicator, Question


@dataclass(frozen=True, slots=True)
class Reference:
    """An article that a section answers to."""

    instrument: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadGroup:
    """Questions and answers to read, under one heading."""

    code: str
    name: str
    description: str
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True)
class QuestionPage:
    """One page of questions; ``dimension`` is None for profile and further questions."""

    dossier: Dossier
    title: str
    description: str
    parts: tuple[Indicator | Question, ...]
    url: str
    next_url: str
    dimension: Dimension | None = None

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question of the page."""
        return tuple(q for part in self.parts for q in _questions(part))

    @property
    def to_correct(self) -> tuple[Act, ...]:
        """The questions that the alliance's letter is still about."""
        return to_correct(self.dossier)

    @property
    def is_open(self) -> bool:
        """Whether the person may change answers here now."""
        return self.dossier.is_editable and self.dossier.may_write(self.dimension)

    @property
    def why_closed(self) -> str:
        """Why the answers can only be read."""
        if self.dossier.is_editable:
            return _("You can read these answers; the coordinator and the section's owner fill in.")
        return why_closed(self.dossier)

    def form(self, data: QueryDict | None = None) -> AnswersForm:
        """Make the form of the page."""
        previous = self.dossier.previous
        form = AnswersForm(self.questions, self.dossier.sheet, data=data, previous=previous)
        form.helper = layout_of(self.parts, self.dossier.submission.pk)
        form.attached = at_questions(self.dossier, self.questions)
        form.queries = queries_by_question(self.dossier)
        form.remarks = remarks_by_question(self.dossier)
        form.comments = Comments(self.dossier.submission, self.dossier.comments)
        return form

    @property
    def end(self) -> SectionEnd | None:
        """What can be said of the section as a whole."""
        return SectionEnd(self.dossier, self.dimension) if self.dimension else None

    @property
    def reading(self) -> tuple[ReadGroup, ...]:
        """The answers in words, for those who cannot change them."""
        return tuple(_read_group(self.dossier, part) for part in self.parts)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The indicators of the section with what is answered."""
        groups = progress_of(self.dossier).groups
        code = self.dimension.code if self.dimension else None
        return next((group.cells for group in groups if group.code == code), ())

    @property
    def answered(self) -> int:
        """Answered questions of the page."""
        return sum(question.code in self.dossier.answers for question in self.questions)

    @property
    def progress(self) -> str:
        """How much of the page is answered, in words."""
        return counted(self.title, self.answered, len(self.questions))

    @property
    def evidence(self) -> MissingEvidence:
        """For how many answers of the page evidence is missing."""
        return missing_evidence(self.dossier, self.questions)

    @property
    def print_query(self) -> str:
        """What the address of a printed page adds to print this section alone."""
        return f"?dimension={self.dimension.slug}" if self.dimension else ""

    @property
    def references(self) -> tuple[Reference, ...]:
        """Which articles of which instruments the questions refer to."""
        return tuple(_references(self.dossier.model, self.questions))


def section_page(dossier: Dossier, slug: str) -> QuestionPage:
    """Find a dimension that the person may open; 404 otherwise."""
    dimension = next((d for d in dossier.dimensions if d.slug == slug), None)
    if dimension is None:
        raise Http404
    return QuestionPage(
        dossier=dossier,
        title=localized(dimension.name),
        description=localized(dimension.description),
        parts=dimension.indicators,
        url=section_url(dossier, dimension),
        next_url=_after(dossier, dimension),
        dimension=dimension,
    )


def profile_page(dossier: Dossier) -> QuestionPage:
    """The facts about the bank; for those who see the whole questionnaire."""
    description = _("Facts about the bank on the reference date. They decide the peer group.")
    return _further(dossier, "profile", _("Bank profile"), description, dossier.model.profile)


def unscored_page(dossier: Dossier) -> QuestionPage:
    """The questions that carry no score; for those who see the whole questionnaire."""
    description = _("These answers carry no score; the industry report shows them as percentages.")
    return _further(
        dossier, "unscored", _("Further questions"), description, dossier.model.unscored
    )


def _further(
    dossier: Dossier, page: str, title: str, description: str, questions: tuple[Question, ...]
) -> QuestionPage:
    if not dossier.sees_everything or not questions:
        raise Http404
    url = reverse(f"assessments:{page}", args=[dossier.submission.pk])
    return QuestionPage(dossier, title, description, questions, url, _after_part(dossier, url))


def _questions(part: Indicator | Question) -> tuple[Question, ...]:
    return part.questions if isinstance(part, Indicator) else (part,)


def _after(dossier: Dossier, dimension: Dimension) -> str:
    """Return the next section that the person may open, then what follows the last one."""
    mine = dossier.dimensions if dossier.is_coordinator else dossier.own_dimensions
    later = mine[mine.index(dimension) + 1 :] if dimension in mine else ()
    if later:
        return section_url(dossier, later[0])
    return _after_part(dossier, "")


def _after_part(dossier: Dossier, url: str) -> str:
    urls = [part.url for part in further_parts(dossier)] if dossier.is_coordinator else []
    later = urls[urls.index(url) + 1 :] if url in urls else urls
    return later[0] if later else reverse("assessments:tasks", args=[dossier.submission.pk])


def why_closed(dossier: Dossier) -> str:
    """Say why answers cannot be changed now."""
    match dossier.state:
        case SubmissionState.AWAITING_SIGNOFF:
            return _("The answers are locked: the signature is requested.")
        case SubmissionState.WITHDRAWN:
            return _("The answers are locked: the bank has left this cycle.")
        case state if state.is_with_alliance:
            return _("The answers are locked: they are signed and with the alliance.")
        case _:
            if dossier.now < dossier.submission.cycle.opens_at:
                return _("The questionnaire is not open yet.")
            return _("The answers are locked: the deadline has passed.")


def _read_group(dossier: Dossier, part: Indicator | Question) -> ReadGroup:
    rows = answer_rows(dossier, _questions(part))
    if isinstance(part, Question):
        return ReadGroup("", "", "", rows)
    return ReadGroup(part.code, localized(part.name), localized(part.description), rows)


def _references(model: HiveModel, questions: tuple[Question, ...]) -> Iterator[Reference]:
    for instrument in model.instruments:
        numbers = {
            r.number for q in questions for r in q.articles if r.instrument == instrument.code
        }
        articles = tuple(
            _("Article %(number)s, %(title)s")
            % {"number": article.number, "title": localized(article.title)}
            for article in instrument.articles
            if article.number in numbers
        )
        if articles:
            yield Reference(localized(instrument.name), articles)
