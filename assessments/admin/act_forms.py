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

from assessments.models import Submission
from assessments.wording import localized
from hive.catalogue.queries import model_of
from hive.core.model import Question, Scope


class ActForm(forms.Form):
    """Asks for nothing but the confirmation itself."""

    def __init__(self, data: Any = None, *, subject: Any) -> None:
        self.subject = subject
        super().__init__(data)


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

    reason = forms.CharField(
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


class ReturnForm(ActForm):
    """The letter to the bank, what it should correct, and until when."""

    letter = forms.CharField(
        label=gettext_lazy("Letter to the bank"),
        help_text=gettext_lazy("Say what to correct and why; coordinators and approvers read it."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    due_at = LastDayField(
        label=gettext_lazy("Last day for corrections"),
        help_text=gettext_lazy("Until midnight, Beijing time."),
    )

    def __init__(self, data: Any = None, *, subject: Submission) -> None:
        super().__init__(data, subject=subject)
        self.fields["questions"] = self.questions_field(subject)

    def questions_field(self, submission: Submission) -> forms.MultipleChoiceField:
        """Offer the questions of the submission's edition."""
        return forms.MultipleChoiceField(
            label=gettext_lazy("Questions to correct"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=list(question_choices(submission)),
        )


class CommentForm(ActForm):
    """A comment to the bank on one question."""

    text = forms.CharField(
        label=gettext_lazy("Comment"),
        help_text=gettext_lazy("The bank's people who may read the question see it and answer."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, data: Any = None, *, subject: Submission) -> None:
        super().__init__(data, subject=subject)
        field = forms.ChoiceField(
            label=gettext_lazy("Question"), choices=list(question_choices(subject))
        )
        self.fields = {"question": field, **self.fields}


class ResolveForm(ActForm):
    """Which of the open comments are resolved."""

    def __init__(self, data: Any = None, *, subject: Submission) -> None:
        super().__init__(data, subject=subject)
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
