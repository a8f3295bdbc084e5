"""Letters as analysts read them: each query with the answer then, the answer now and the reply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from assessments.models import Query, Return, SubmissionSnapshot
from assessments.queries import signed_answers
from assessments.wording import answer_in_words, localized
from hive.core.answers import Answers
from hive.core.model import HiveModel


@dataclass(frozen=True)
class Exchange:
    """One query and what became of it; ``now`` and ``reply`` are "" until the bank signs again."""

    code: str
    title: str
    text: str
    then: str
    now: str
    reply: str


@dataclass(frozen=True)
class Letter:
    """One letter with its queries."""

    text: str
    written_at: datetime
    written_by: str
    due_at: datetime
    exchanges: tuple[Exchange, ...]
    is_answered: bool


def letters_of(
    model: HiveModel, letters: Sequence[Return], signed: Sequence[SubmissionSnapshot]
) -> tuple[Letter, ...]:
    """Read letters, newest first, beside what was signed before and after each of them.

    What the bank writes while it corrects stays with the bank until it has signed.
    """
    return tuple(_letter(model, letter, signed) for letter in letters)


def _letter(model: HiveModel, letter: Return, signed: Sequence[SubmissionSnapshot]) -> Letter:
    then = [snapshot for snapshot in signed if snapshot.taken_at <= letter.written_at]
    after = [snapshot for snapshot in signed if snapshot.taken_at > letter.written_at]
    before = signed_answers(then[-1]) if then else {}
    now = signed_answers(after[0]) if after else None
    return Letter(
        text=letter.letter,
        written_at=letter.written_at,
        written_by=str(letter.written_by),
        due_at=letter.due_at,
        exchanges=tuple(_exchanges(model, list(letter.queries.all()), before, now)),
        is_answered=now is not None,
    )


def _exchanges(
    model: HiveModel, queries: Sequence[Query], before: Answers, now: Answers | None
) -> Iterator[Exchange]:
    for query in queries:
        code = query.question.code if query.question else ""
        title = localized(model.questions[code].text) if code else _("The letter as a whole")
        reply = query.reply if now is not None else ""
        then, after = _words(model, code, before), _words(model, code, now or {})
        yield Exchange(code, title, query.text if code else "", then, after, reply)


def _words(model: HiveModel, code: str, answers: Answers) -> str:
    answer = answers.get(code)
    return answer_in_words(model.questions[code], answer) if answer else ""
