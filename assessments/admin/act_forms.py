"""What an act asks for before it is done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.forms.plain import PlainTextField
from assessments.forms.workbook import workbook_field
from assessments.models import Submission
from assessments.wording import localized
from assessments.workbook.faults import Faulty
from assessments.workbook.upload import Upload, read_upload
from hive.catalogue.queries import model_of
from hive.core.model import Question, Scope
from hive.documents.sheets.archive import LARGEST_FILE


class ActForm(forms.Form):
    """Asks for nothing but the confirmation itself."""

    def __init__(
        self, data: Any = None, files: Any = None, *, subject: Any, initial: Any = None
    ) -> None:
        self.subject = subject
        super().__init__(data, files, initial=initial)


class LastDayField(forms.DateField):
    """A last day; the value is the end of that day in the alliance's zone."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self, value: Any) -> datetime:
        """Refuse days that are over."""
        last: date = super().clean(value)
        end = datetime.combine(last + timedelta(days=1), time.min, settings.HIVE_ZONE)
        if end <= timezone.now():
            raise ValidationError(_("Choose today or a later day."))
        return end


class ReasonForm(ActForm):
    """Why a signed submission is opened again, and until when."""

    reason = PlainTextField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The bank reads this text in its mail."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    due_at = LastDayField(
        label=gettext_lazy("Last day for corrections"),
        help_text=gettext_lazy("Until midnight, Beijing time."),
    )


class ExtensionForm(ActForm):
    """Until when a bank may still fill in."""

    until = LastDayField(
        label=gettext_lazy("Last day for this bank"),
        help_text=gettext_lazy("Until midnight, Beijing time."),
    )


class CycleExtensionForm(ActForm):
    """Until when all banks of a cycle may still fill in."""

    until = LastDayField(
        label=gettext_lazy("Last day for all banks"),
        help_text=gettext_lazy("Until midnight, Beijing time."),
    )


class QueryForm(ActForm):
    """What an analyst asks about one answer."""

    text = PlainTextField(
        label=gettext_lazy("Query to the bank"),
        help_text=gettext_lazy("The bank reads it once you return; empty it to take it back."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, subject: Submission, **more: Any) -> None:
        super().__init__(*args, subject=subject, **more)
        choices = list(question_choices(subject))
        field = forms.ChoiceField(label=gettext_lazy("Question"), choices=choices)
        self.fields = {"question": field, **self.fields}
        asked = subject.queries.filter(letter=None, question__code=self.initial.get("question"))
        self.initial["text"] = asked.values_list("text", flat=True).first() or ""


class ReturnForm(ActForm):
    """The letter to the bank, what it should correct, and until when."""

    letter = PlainTextField(
        label=gettext_lazy("Letter to the bank"),
        help_text=gettext_lazy("Say what to correct and why; coordinators and approvers read it."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    due_at = LastDayField(
        label=gettext_lazy("Last day for corrections"),
        help_text=gettext_lazy("Until midnight, Beijing time."),
    )

    def __init__(self, *args: Any, subject: Submission, **more: Any) -> None:
        super().__init__(*args, subject=subject, **more)
        self.fields["questions"] = self.questions_field(subject)
        asked = subject.queries.filter(letter=None, question__isnull=False)
        self.asked = list(asked.values_list("question__code", "text"))
        if self.asked:
            listed = ", ".join(code for code, _text in self.asked)
            self.fields["letter"].initial = _("Please look at our queries.")
            self.fields["letter"].help_text = _(
                "The letter goes on with your queries: %(codes)s."
            ) % {"codes": listed}

    def questions_field(self, submission: Submission) -> forms.MultipleChoiceField:
        """Offer the questions of the submission's edition."""
        return forms.MultipleChoiceField(
            label=gettext_lazy("Further questions to correct"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=list(question_choices(submission)),
        )


class WorkbookForm(ActForm):
    """The workbook that a bank sent; its value is what the workbook says."""

    file = workbook_field()

    def clean_file(self) -> Upload:
        """Read the workbook and list everything that is wrong with it."""
        content = self.cleaned_data["file"].read(LARGEST_FILE + 1)
        try:
            return read_upload(content, self.subject)
        except Faulty as error:
            raise ValidationError([str(mistake) for mistake in error.mistakes]) from error


class CommentForm(ActForm):
    """A comment to the bank on one question."""

    text = PlainTextField(
        label=gettext_lazy("Comment"),
        help_text=gettext_lazy("The bank's people who may read the question see it and answer."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, subject: Submission, **more: Any) -> None:
        super().__init__(*args, subject=subject, **more)
        field = forms.ChoiceField(
            label=gettext_lazy("Question"), choices=list(question_choices(subject))
        )
        self.fields = {"question": field, **self.fields}


class ResolveForm(ActForm):
    """Which of the open comments are resolved."""

    def __init__(self, *args: Any, subject: Submission, **more: Any) -> None:
        super().__init__(*args, subject=subject, **more)
        rows = subject.comments.filter(to_alliance=True, resolved_at=None)
        choices = [
            (str(row.pk), f"{row.question.code} {row.written_by}: {row.text[:120]}")
            for row in rows.select_related("question", "written_by")
        ]
        self.fields["comments"] = forms.MultipleChoiceField(
            label=gettext_lazy("Open comments"),
            widget=forms.CheckboxSelectMultiple,
            choices=choices,
        )


def question_choices(submission: Submission) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the questions of a submission's edition by section."""
    model = model_of(submission.cycle.edition)
    sections = [(localized(d.name), d.questions) for d in model.dimensions]
    sections += [(_("Bank profile"), model.profile), (_("Further questions"), model.unscored)]
    for name, questions in sections:
        yield name, [(question.code, _label(question)) for question in questions]


def _label(question: Question) -> str:
    """The code is for people, too, except in the profile."""
    text = localized(question.text)
    return text if question.scope is Scope.PROFILE else f"{question.code} {text}"
