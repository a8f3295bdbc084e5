"""Two answers to one question: what was typed, beside what a colleague saved meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from assessments.forms.reading import Part, typed_of
from assessments.moments import moment
from assessments.wording import answer_in_words
from hive.core.answers import Answer
from hive.core.model import Question


@dataclass(frozen=True, slots=True)
class Theirs:
    """What is on record instead of a typed answer: None when a colleague took the answer back."""

    answer: Answer | None
    by: str
    at: datetime

    @property
    def given(self) -> str:
        """When the answer on record was given, and by whom."""
        return given(self.by, self.at) if self.answer else ""


@dataclass(frozen=True)
class Conflict:
    """Both answers in words; ``merged`` holds both texts where each side wrote one."""

    mine: str
    theirs: str
    by: str
    at: str
    merged: str = ""


def conflict_of(question: Question, mine: Answer | None, theirs: Theirs) -> Conflict:
    """Set a typed answer beside the one on record."""
    return Conflict(
        mine=_in_words(question, mine),
        theirs=_in_words(question, theirs.answer),
        by=theirs.by,
        at=moment(theirs.at),
        merged=_merged(question, mine, theirs.answer),
    )


def given(by: str, at: datetime) -> str:
    """Say when an answer was given, and by whom."""
    return _("Saved %(time)s, %(name)s") % {"time": moment(at), "name": by}


def _in_words(question: Question, answer: Answer | None) -> str:
    return answer_in_words(question, answer) if answer else _("No answer")


def _merged(question: Question, mine: Answer | None, theirs: Answer | None) -> str:
    """Put the two texts one after the other: reasons on lines of their own."""
    my, their = typed_of(question, mine), typed_of(question, theirs)
    for part, between in ((Part.REASON, "\n"), (Part.OTHER, _("; "))):
        texts = [getattr(typed, part) for typed in (my, their)]
        if all(texts) and texts[0] != texts[1]:
            return between.join(texts)
    return ""
