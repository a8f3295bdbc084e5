"""Two answers to one question: what was typed, beside what a colleague saved meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.forms.reading import Part, typed_of
from assessments.moments import moment
from assessments.records import Record
from assessments.wording import answer_in_words
from hive.core.answers import Answer
from hive.core.model import Question


@dataclass(frozen=True)
class Conflict:
    """Both answers in words; ``merged`` holds both texts where each side wrote one."""

    mine: str
    theirs: str
    by: str = ""
    at: str = ""
    merged: str = ""


def conflict_of(question: Question, mine: Answer | None, record: Record | None) -> Conflict:
    """Set a typed answer beside the one on record."""
    words = _in_words(question, mine)
    if record is None:
        return Conflict(words, _in_words(question, None))
    return Conflict(
        mine=words,
        theirs=_in_words(question, record.answer),
        by=record.by,
        at=moment(record.at),
        merged=_merged(question, mine, record.answer),
    )


def _in_words(question: Question, answer: Answer | None) -> str:
    return answer_in_words(question, answer) if answer else _("No answer")


def _merged(question: Question, mine: Answer | None, theirs: Answer) -> str:
    """Put the two texts one after the other: reasons on lines of their own."""
    my, their = typed_of(question, mine), typed_of(question, theirs)
    for part, between in ((Part.REASON, "\n"), (Part.OTHER, _("; "))):
        texts = [getattr(typed, part) for typed in (my, their)]
        if all(texts) and texts[0] != texts[1]:
            return between.join(texts)
    return ""
