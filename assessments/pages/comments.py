"""What is said about one question: within the bank, and with the alliance."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from assessments.models import Comment
from assessments.moments import moment
from assessments.pages.dossier import Dossier
from assessments.pages.next_step import question_url
from assessments.wording import localized
from hive.core.model import Question, Scope


@dataclass(frozen=True)
class Thread:
    """The comments of one kind, oldest first, and what is said about who reads them."""

    name: str
    title: str
    hint: str
    comments: tuple[Comment, ...]

    @property
    def open(self) -> tuple[Comment, ...]:
        """Those that nobody has resolved."""
        return tuple(comment for comment in self.comments if comment.resolved_at is None)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The comments as written down."""
        return tuple(_line(comment) for comment in self.comments)


@dataclass(frozen=True, slots=True)
class Line:
    """One comment: who, when, what, and what became of it."""

    who: str
    when: str
    text: str
    resolved: str


@dataclass(frozen=True)
class CommentsPage:
    """Both threads of a question."""

    dossier: Dossier
    question: Question
    threads: tuple[Thread, Thread]

    @property
    def title(self) -> str:
        """The question, with its code where people use it."""
        text = localized(self.question.text)
        is_coded = self.question.scope is not Scope.PROFILE
        return f"{self.question.code} {text}" if is_coded else text

    @property
    def back(self) -> str:
        """Where the question is answered."""
        return question_url(self.dossier, self.question)


def comments_page(dossier: Dossier, code: str) -> CommentsPage:
    """Find a question that the person may read, with its comments; 404 otherwise."""
    question = dossier.model.questions.get(code)
    if question is None or not _may_read(dossier, question):
        raise Http404
    rows = dossier.submission.comments.filter(question__code=code)
    found = list(rows.select_related("written_by", "resolved_by").order_by("written_at", "pk"))
    within = Thread(
        "bank",
        _("Within the bank"),
        _("Colleagues who may read this question see these comments; the alliance never does."),
        tuple(row for row in found if not row.to_alliance),
    )
    across = Thread(
        "alliance",
        _("With the alliance"),
        _("The alliance's analysts see these comments once the bank has signed."),
        tuple(row for row in found if row.to_alliance),
    )
    return CommentsPage(dossier, question, (within, across))


def _may_read(dossier: Dossier, question: Question) -> bool:
    return dossier.sees_everything or any(question in d.questions for d in dossier.own_dimensions)


def _line(comment: Comment) -> Line:
    resolved = ""
    if comment.resolved_at is not None:
        resolved = _("Resolved by %(name)s, %(when)s") % {
            "name": comment.resolved_by,
            "when": moment(comment.resolved_at),
        }
    return Line(str(comment.written_by), moment(comment.written_at), comment.text, resolved)
