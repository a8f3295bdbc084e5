"""The end of a section's form: finished, confirmed, or sent back with a remark."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments import workflow
from assessments.forms.blocks import Problem
from assessments.forms.plain import PlainTextField
from assessments.models import Submission
from assessments.pages.section_end import BACK, SectionEnd
from hive.banks.models import User
from hive.catalogue.models import Dimension


class SectionForm(forms.Form):
    """One choice; ``was`` and ``seen`` say what the page showed when it was made."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    remark = PlainTextField(
        required=False,
        max_length=2000,
        label=_("Remark"),
        help_text=_("When you send the section back: say what to change."),
        error_messages={"max_length": _("Shorten the text to %(limit_value)d characters.")},
        widget=forms.Textarea({"rows": 3, "class": "form-control"}),
    )

    def __init__(self, end: SectionEnd, data: Any = None) -> None:
        mark = end.section.mark if end.section else ""
        initial = {"was": end.chosen, "seen": mark, "step": end.chosen}
        super().__init__(data, prefix="section", initial=initial)
        self.end = end
        self.fields["step"] = forms.ChoiceField(
            required=False,
            choices=end.choices,
            widget=forms.RadioSelect({"class": "form-check-input"}),
            error_messages={"invalid_choice": _("Choose one of the answers.")},
        )
        self.fields["remark"].widget.attrs.pop("maxlength", None)
        if BACK not in dict(end.choices):
            del self.fields["remark"]

    def clean(self) -> dict[str, Any]:
        """Ask for the remark of a section that goes back."""
        given = super().clean() or self.cleaned_data
        if given.get("step") == BACK and not given.get("remark", "").strip():
            self.add_error("remark", _("Say what to change; the owner will read it."))
        return given

    def wish(self, *, answers_changed: bool) -> str:
        """What the person wants done; "" where the page already said so."""
        step: str = self.cleaned_data["step"]
        return step if answers_changed or step != self.cleaned_data["was"] else ""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was refused, with where to mend it."""
        return tuple(
            Problem(str(error), "id_section-remark" if name == "remark" else "section-end")
            for name, errors in self.errors.items()
            for error in errors
        )


def carry_out(form: SectionForm, submission: Submission, *, by: User, answers_changed: bool) -> int:
    """Do with the section what was chosen; returns the HTTP status that it deserves."""
    if not form.is_valid():
        return 422
    row = submission.cycle.edition.dimensions.get(code=form.end.dimension.code)
    try:
        _act(form, submission, row, by, form.wish(answers_changed=answers_changed))
    except workflow.NotAllowed:
        raise
    except workflow.WorkflowError as error:
        form.add_error("step", str(error))
        return 409
    return 200


def _act(form: SectionForm, submission: Submission, row: Dimension, by: User, wish: str) -> None:
    match wish:
        case "open" if form.end.section is not None:
            workflow.reopen_section(submission, row, by=by)
        case "closed":
            workflow.close_section(submission, row, by=by)
        case "confirmed":
            seen = None if form.end.is_for_coordinator else form.cleaned_data["seen"]
            workflow.confirm_section(submission, row, by=by, seen=seen)
        case "back":
            remark = form.cleaned_data["remark"]
            workflow.send_section_back(submission, row, by=by, remark=remark)
