"""The form of one page of questions: valid answers are saved while others are still wrong."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from crispy_forms.helper import FormHelper
from django import forms
from django.http import QueryDict

from assessments.forms.comments import Comments
from assessments.forms.conflicts import Theirs
from assessments.forms.controls import fields_of
from assessments.forms.reading import NOT_APPLICABLE, Part, Refused, Typed, read, typed_of
from assessments.previous import Previous
from assessments.records import Sheet
from hive.core.answers import Answer
from hive.core.model import Question

KEY = "page.key"
SETTLE = "page.settle"
KEEP = "page.keep"


def name_of(question: Question | str, part: str) -> str:
    """Return the name of a field. Codes hold no point, so no two questions can collide."""
    return f"{question if isinstance(question, str) else question.code}.{part}"


class AnswersForm(forms.Form):
    """Some questions with the answers on record.

    After ``is_valid`` - whatever it says - ``answers`` holds what could be read, by code.
    """

    use_required_attribute = False
    data: QueryDict
    helper: FormHelper
    # What the edition's checks and the alliance say beside a question, by its code.
    queries: Mapping[str, Sequence[object]]
    remarks: Mapping[str, Sequence[object]]

    def __init__(
        self,
        questions: Sequence[Question],
        sheet: Sheet,
        *,
        data: QueryDict | None = None,
        previous: Previous | None = None,
    ) -> None:
        # A copy: what is typed stays, hidden fields move on when the page is shown again.
        super().__init__(data=None if data is None else data.copy())
        self.questions = {question.code: question for question in questions}
        self.sheet = sheet
        self.previous = previous
        self.conflicts: Mapping[str, Theirs] = {}
        # What stands behind the answers, by code; the page puts it in.
        self.attached: Mapping[str, Any] = {}
        self.answers: dict[str, Answer | None] = {}
        self.queries = self.remarks = {}
        self.comments: Comments | None = None
        for question in questions:
            self._add(question)
        self._take_merged()
        self.fields[KEY] = forms.UUIDField(required=False, widget=forms.HiddenInput)
        self.initial[KEY] = uuid.uuid4()
        if self.kept is not None and previous is not None:
            self._type(self.questions[self.kept], previous.answers[self.kept])

    def clean(self) -> dict[str, Any]:
        """Read every question whose fields are well formed."""
        cleaned = super().clean() or self.cleaned_data
        for question in self.questions.values():
            if any(name_of(question, part) in self.errors for part in Part):
                continue
            try:
                self.answers[question.code] = read(question, self._typed(question, cleaned))
            except Refused as error:
                self.add_error(name_of(question, error.part), str(error))
        return cleaned

    @property
    def key(self) -> UUID:
        """What makes a repeated request of this page one event."""
        return self.cleaned_data.get(KEY) or uuid.uuid4()

    def version(self, code: str) -> int:
        """Return the version that the person saw; after settling, the one they overwrite."""
        is_settled = self._settled() in (("mine", code), ("merged", code))
        seen = "theirs" if is_settled else "version"
        return self.cleaned_data.get(name_of(code, seen)) or 0

    @property
    def kept(self) -> str | None:
        """The code of the question whose answer of last year is confirmed."""
        code = str(self.data.get(KEEP, ""))
        known = self.previous is not None and code in self.previous.answers
        return code if known and code in self.questions else None

    @property
    def given_up(self) -> str | None:
        """The code of the question whose typed answer yields to the one on record."""
        kind, code = self._settled()
        return code if kind == "theirs" and code in self.questions else None

    def carry_on(
        self, sheet: Sheet, saved: Mapping[str, int], conflicts: Mapping[str, Theirs]
    ) -> None:
        """Prepare the page to be shown again.

        What was typed stays with the version it was typed over; a question that the person left
        alone shows what is on record now, so that the next save cannot undo a colleague's.
        """
        self.sheet, self.conflicts = sheet, conflicts
        self.data[KEY] = str(uuid.uuid4())
        for code, question in self.questions.items():
            self.data[name_of(code, "theirs")] = str(sheet.version(code))
            if code in saved:
                self.data[name_of(code, "version")] = str(saved[code])
            elif code == self.given_up or code in self.answers.keys() - conflicts.keys():
                self._show_stored(question)

    def _add(self, question: Question) -> None:
        record = self.sheet.records.get(question.code)
        typed = typed_of(question, record.answer if record else None)
        for part, field in fields_of(question):
            self.fields[name_of(question, part)] = field
            self.initial[name_of(question, part)] = _initial(field, part, typed)
        for seen in ("version", "theirs"):
            hidden = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
            self.fields[name_of(question, seen)] = hidden
            self.initial[name_of(question, seen)] = self.sheet.version(question.code)

    def _typed(self, question: Question, cleaned: Mapping[str, Any]) -> Typed:
        chosen = cleaned.get(name_of(question, Part.CHOICE)) or ()
        return Typed(
            chosen=(chosen,) if isinstance(chosen, str) else tuple(chosen),
            figure=cleaned.get(name_of(question, Part.FIGURE), ""),
            other=cleaned.get(name_of(question, Part.OTHER), ""),
            reason=cleaned.get(name_of(question, Part.REASON), ""),
        )

    def _settled(self) -> tuple[str, str]:
        kind, _, code = str(self.data.get(SETTLE, "")).partition(":")
        return kind, code

    def _take_merged(self) -> None:
        """Let the text that was made of two stand where the person's own one stood."""
        kind, code = self._settled()
        if kind == "merged" and code in self.questions:
            is_reason = NOT_APPLICABLE in self.data.getlist(name_of(code, Part.CHOICE))
            part = Part.REASON if is_reason else Part.OTHER
            self.data[name_of(code, part)] = self.data.get(name_of(code, "merged"), "")

    def _show_stored(self, question: Question) -> None:
        record = self.sheet.records.get(question.code)
        self._type(question, record.answer if record else None)
        self.data[name_of(question, "version")] = str(self.sheet.version(question.code))
        for part in Part:
            self.errors.pop(name_of(question, part), None)

    def _type(self, question: Question, answer: Answer | None) -> None:
        """Put an answer into the fields as if it had been typed."""
        typed = typed_of(question, answer)
        self.data.setlist(name_of(question, Part.CHOICE), list(typed.chosen))
        for part in (Part.FIGURE, Part.OTHER, Part.REASON):
            self.data[name_of(question, part)] = getattr(typed, part)


def _initial(field: forms.Field, part: Part, typed: Typed) -> Any:
    if part is not Part.CHOICE:
        return getattr(typed, part)
    if isinstance(field, forms.MultipleChoiceField):
        return list(typed.chosen)
    return typed.chosen[0] if typed.chosen else None
