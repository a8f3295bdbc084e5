"""One question of a form as the page shows it: its texts, controls, errors and warnings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _

from assessments.forms.answers import AnswersForm, name_of
from assessments.forms.comments import CommentsLink
from assessments.forms.conflicts import Conflict, conflict_of, given
from assessments.forms.controls import is_select
from assessments.forms.last_year import LastYear, last_year_of
from assessments.forms.reading import APART, NOT_APPLICABLE, TAKE_BACK, Part
from assessments.plausibility import warning_of
from assessments.wording import labelled, level_name, localized, range_in_words
from hive.core.model import Kind, Question, Scope


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose. ``level`` is set for levels, ``is_apart`` for all but real answers.

    ``is_hidden`` is clearing as long as there is no answer: a script shows it after saving one.
    """

    control: str
    id: str
    text: str
    level: str = ""
    hint: str = ""
    is_apart: bool = False
    is_hidden: bool = False
    has_text: bool = False
    last_year: str = ""


class Block:
    """One question of a form."""

    def __init__(self, form: AnswersForm, question: Question) -> None:
        self.form = form
        self.question = question
        self.record = form.sheet.records.get(question.code)

    @property
    def code(self) -> str:
        """The code, also the end of the anchor."""
        return self.question.code

    @property
    def shown_code(self) -> str:
        """The code where people use it: facts of the profile go by their name."""
        return "" if self.question.scope is Scope.PROFILE else self.code

    @property
    def text(self) -> str:
        """The question itself."""
        return localized(self.question.text)

    @property
    def title(self) -> str:
        """The question as the heading of its block, marked where it is optional."""
        return _("%(text)s (optional)") % {"text": self.text} if self.is_optional else self.text

    @property
    def help(self) -> str:
        """How to understand the question, and what a figure may be."""
        return " ".join(
            filter(None, (localized(self.question.help), range_in_words(self.question)))
        )

    @property
    def evidence(self) -> str:
        """What the alliance may ask to see."""
        return localized(self.question.evidence)

    @property
    def attached(self) -> Any:
        """The evidence that stands behind the answer; None where none is asked for."""
        return self.form.attached.get(self.code)

    @property
    def unit(self) -> str:
        """The unit of a figure."""
        return localized(self.question.unit)

    @property
    def is_optional(self) -> bool:
        """Whether the request does not wait for it."""
        return self.question.scope is Scope.PROFILE and not self.question.required

    @property
    def control(self) -> str:
        """Which template draws the controls."""
        if is_select(self.question):
            return "assessments/form/select.html"
        name = {Kind.NUMBER: "number", Kind.MULTI: "checks", Kind.LEVEL: "levels"}
        return f"assessments/form/{name.get(self.question.kind, 'radios')}.html"

    @property
    def is_group(self) -> bool:
        """Whether several controls stand under one legend, rather than one under its label."""
        return not is_select(self.question) and self.question.kind is not Kind.NUMBER

    @cached_property
    def choice(self) -> BoundField | None:
        """What can be ticked or picked."""
        return self._field(Part.CHOICE)

    @cached_property
    def figure(self) -> BoundField | None:
        """The field of a number."""
        return self._field(Part.FIGURE)

    @cached_property
    def other(self) -> BoundField | None:
        """The text beside "other"."""
        return self._field(Part.OTHER)

    @cached_property
    def reason(self) -> BoundField | None:
        """Why the question does not apply."""
        return self._field(Part.REASON)

    @property
    def hidden(self) -> tuple[BoundField, ...]:
        """The versions that the page was made with."""
        return tuple(self.form[name_of(self.question, part)] for part in ("version", "theirs"))

    @property
    def options(self) -> tuple[Option, ...]:
        """Everything that can be chosen, in order."""
        return tuple(self._options())

    @property
    def help_id(self) -> str:
        """The id of the hint, by which Django ties it to a field."""
        return f"{self._main_id}_helptext"

    @property
    def error_id(self) -> str:
        """The id of the errors."""
        return f"{self._main_id}_error"

    @property
    def described_by(self) -> str:
        """The ids of what belongs to the question as a whole."""
        return " ".join(
            ([self.help_id] if self.help else []) + ([self.error_id] * bool(self.errors))
        )

    @property
    def other_option(self) -> str:
        """The option that takes a text of one's own."""
        return next((localized(c.text) for c in self.question.choices if c.free_text), "")

    @property
    def was_changed(self) -> bool:
        """Whether there is a history to read."""
        return self.form.sheet.version(self.code) > 0

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """Pairs of what to do and the id of the control to do it at."""
        fields = [self._field(part) for part in Part]
        return tuple(
            (str(message), self._target(field))
            for field in fields
            if field is not None
            for message in field.errors
        )

    @property
    def conflict(self) -> Conflict | None:
        """What a colleague saved since the page was made."""
        if self.code not in self.form.conflicts:
            return None
        mine, theirs = self.form.answers.get(self.code), self.form.conflicts[self.code]
        return conflict_of(self.question, mine, theirs)

    @property
    def saved(self) -> str:
        """When the answer on record was given, and by whom."""
        return given(self.record.by, self.record.at) if self.record else ""

    @cached_property
    def last_year(self) -> LastYear | None:
        """What the bank answered last year."""
        return last_year_of(self.form.previous, self.question)

    @property
    def is_pending(self) -> bool:
        """Whether last year's answer waits to be kept or changed; until then there is none."""
        return self.record is None and self.last_year is not None and self.last_year.may_be_kept

    @property
    def is_begun(self) -> bool:
        """Whether something was typed that is not saved."""
        names = [name_of(self.question, part) for part in Part]
        return self.form.is_bound and any(any(self.form.data.getlist(name)) for name in names)

    @property
    def warning(self) -> str:
        """Asks to look again at a figure outside the usual range."""
        return warning_of(self.question, self.record.answer if self.record else None)

    @property
    def queries(self) -> Sequence[object]:
        """What the alliance asks about the answer."""
        return self.form.queries.get(self.code, ())

    @property
    def remarks(self) -> Sequence[object]:
        """What the edition's checks say about the answer and others."""
        return self.form.remarks.get(self.code, ())

    @property
    def comments(self) -> CommentsLink | None:
        """Where the question is talked about, with how much of it is open."""
        return self.form.comments.of(self.code) if self.form.comments else None

    @property
    def first_id(self) -> str:
        """The id of the first control, which a link to the question leads to."""
        field = self.figure or self.choice
        return "" if field is None else self._target(field)

    @property
    def _main_id(self) -> str:
        field = self.figure or self.choice
        return "" if field is None else str(field.auto_id)

    def _field(self, part: Part) -> BoundField | None:
        name = name_of(self.question, part)
        return self.form[name] if name in self.form.fields else None

    def _target(self, field: BoundField) -> str:
        name = name_of(self.question, Part.CHOICE)
        several = field.name == name and not is_select(self.question)
        return f"{field.auto_id}_0" if several else str(field.auto_id)

    def _options(self) -> Iterator[Option]:
        if self.choice is None:
            return
        own = {choice.code: choice for choice in self.question.choices}
        for entry in self.choice.subwidgets:
            code = str(entry.data["value"])
            is_level = self.question.kind is Kind.LEVEL and code in own
            yield Option(
                control=entry.tag(),
                id=entry.id_for_label,
                text=str(entry.choice_label),
                level=level_name(code) if is_level else "",
                hint=localized(self.question.na_when) if code == NOT_APPLICABLE else "",
                is_apart=code in APART or code == TAKE_BACK,
                is_hidden=code == TAKE_BACK and self.record is None,
                has_text=code in own and own[code].free_text,
                last_year=self.last_year.marks.get(code, "") if self.last_year else "",
            )


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the summary at the head of the page."""

    text: str
    target: str = ""


def problems_of(form: AnswersForm) -> tuple[Problem, ...]:
    """Return everything that was not saved, in the order of the page, with where to mend it."""
    found = [Problem(str(error)) for error in form.non_field_errors()]
    for question in form.questions.values():
        block = Block(form, question)
        name = block.shown_code or block.text
        found += [Problem(labelled(name, text), target) for text, target in block.errors]
        if block.conflict:
            text = _("%(name)s was changed meanwhile: choose which answer to keep.")
            found.append(Problem(text % {"name": name}, f"conflict-{question.code}"))
    return tuple(found)
