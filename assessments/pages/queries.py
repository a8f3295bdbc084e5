"""The alliance's queries as the bank sees them, and the page on which one is replied to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Query
from assessments.moments import moment
from assessments.pages.dossier import Dossier
from assessments.pages.next_step import question_url
from assessments.pages.remarks import Note
from assessments.wording import answer_in_words, localized
from hive.banks.roles import Role
from hive.core.model import Question


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """One query with what became of it; ``code`` is "" for the letter as a whole."""

    code: str
    title: str
    text: str
    state: str
    is_open: bool
    reply: Note | None
    url: str
    reply_url: str


@dataclass(frozen=True)
class QueryPage:
    """One query, the answer it is about, and the reply."""

    dossier: Dossier
    query: Query
    shown: AskedAbout

    @property
    def answer(self) -> str:
        """The answer as it stands, in words."""
        question = _question(self.dossier, self.query)
        answer = self.dossier.answers.get(question.code) if question else None
        return answer_in_words(question, answer) if question and answer else ""

    @property
    def back(self) -> str:
        """The question, or the task list."""
        tasks = reverse("assessments:tasks", args=[self.dossier.submission.pk])
        return self.shown.url or tasks


def query_page(dossier: Dossier, pk: UUID) -> QueryPage:
    """Find a query of the letter in force that the person may reply to; 404 otherwise."""
    for query in dossier.queries:
        if query.pk == pk and _may_reply(dossier, query):
            return QueryPage(dossier, query, _shown(dossier, query))
    raise Http404


def queries_of(dossier: Dossier) -> tuple[AskedAbout, ...]:
    """Return the queries of the letter in force that concern what the person may open."""
    return tuple(_shown(dossier, query) for query in dossier.queries if _may_read(dossier, query))


def queries_by_question(dossier: Dossier) -> Mapping[str, tuple[AskedAbout, ...]]:
    """Return the queries by the code of their question."""
    return {
        query.question.code: (_shown(dossier, query),)
        for query in dossier.queries
        if query.question is not None
    }


def _shown(dossier: Dossier, query: Query) -> AskedAbout:
    question = _question(dossier, query)
    can_reply = dossier.is_editable and _may_reply(dossier, query)
    pk = dossier.submission.pk
    return AskedAbout(
        code=question.code if question else "",
        title=localized(question.text) if question else _("The letter as a whole"),
        text=query.text if question else "",
        state=_state(dossier, query),
        is_open=query in dossier.open_queries,
        reply=_reply(query),
        url=question_url(dossier, question) if question else "",
        reply_url=reverse("assessments:reply", args=[pk, query.pk]) if can_reply else "",
    )


def _reply(query: Query) -> Note | None:
    if query.replied_at is None:
        return None
    return Note(query.reply, str(query.replied_by), moment(query.replied_at))


def _state(dossier: Dossier, query: Query) -> str:
    changed = dossier.has_changed(query)
    if query.reply and changed:
        return _("Changed and replied to")
    if query.reply:
        return _("Replied to")
    return _("Changed") if changed else _("To be answered")


def _question(dossier: Dossier, query: Query) -> Question | None:
    return dossier.model.questions[query.question.code] if query.question else None


def _may_read(dossier: Dossier, query: Query) -> bool:
    question = _question(dossier, query)
    home = dossier.model.homes.get(question.code) if question else None
    return home[0] in dossier.dimensions if home else dossier.sees_everything


def _may_reply(dossier: Dossier, query: Query) -> bool:
    question = _question(dossier, query)
    home = dossier.model.homes.get(question.code) if question else None
    if dossier.is_coordinator:
        return True
    return Role.CONTRIBUTOR in dossier.roles and bool(home and home[0] in dossier.own_dimensions)
